"""Which running cases may go over to a newer version of the procedure, and where they stand."""

from backend.cases.rules.procedure import PENALTY_V1
from backend.workflow.rules import MovePlan

MOVES = (
    MovePlan(
        from_version=1,
        to_version=2,
        # Version 2 adds steps and states and takes none away: a case stands where it stood.
        states={state.name: state.name for state in PENALTY_V1.states if not state.final},
        reason="普通程序第 2 版增加中止、听证、集体讨论、强制执行等步骤",
        basis="《生态环境行政处罚办法》第三十五条、第四十六条、第五十二条",
    ),
)
