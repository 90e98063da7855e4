"""Why a clock cannot be stopped or resumed."""

from backend.kernel.errors import Conflict


class ClockStopped(Conflict):
    """The clock stands still already; facts: code_of_term, since."""

    code = "clock_stopped"
    title = "该期限已经停止计算"


class ClockNotStopped(Conflict):
    """The clock runs; facts: code_of_term."""

    code = "clock_not_stopped"
    title = "该期限没有停止计算"
