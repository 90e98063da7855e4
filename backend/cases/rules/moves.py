"""Which running cases may go over to a newer version of the procedure, and where they stand."""

from backend.cases.rules.procedure import PENALTY_V1
from backend.cases.rules.procedure_v3 import PENALTY_V3
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
    MovePlan(
        from_version=2,
        to_version=3,
        # What was concluded, reviewed or told without a weighing stays with version 2: version 3
        # weighs before the investigation ends, and asks later steps for it.
        states={name: name for name in ("filing", "investigating", "suspended")},
        reason="普通程序第 3 版在调查终结前裁量，增加公开、决定种类和作出决定的机关",
        basis="《行政处罚法》第三十三条、第四十八条；《生态环境行政处罚办法》第四十一条、第六十四条",
    ),
    MovePlan(
        from_version=3,
        to_version=4,
        # Version 4 asks payment and enforcement which decision they are about, and changes nothing
        # else: a case stands where it stood.
        states={state.name: state.name for state in PENALTY_V3.states if not state.final},
        reason="普通程序第 4 版缴款、催告和申请执行时写明所针对的处罚决定，按日连续处罚可以缴清",
        basis="《行政处罚法》第六十六条、第六十七条、第七十二条；《生态环境法典》第一千零六十条",
    ),
)
