"""The made-up city: Xiamen's six districts with invented grids, firms and people."""

from dataclasses import dataclass
from datetime import date

CITY = ("350200", "厦门市生态环境局")
DOCUMENT_CODE = "闽厦环"


@dataclass(frozen=True)
class District:
    """A district with its label point (WGS-84)."""

    code: str
    name_zh: str
    name_en: str
    document_word: str
    lon: float
    lat: float
    streets: tuple[tuple[str, str], ...]


DISTRICTS = (
    District(
        "350203",
        "思明",
        "Siming",
        "思",
        118.0829,
        24.4647,
        (("筼筜街道", "Yundang"), ("鹭江街道", "Lujiang")),
    ),
    District(
        "350205",
        "海沧",
        "Haicang",
        "海",
        118.0315,
        24.4953,
        (("海沧街道", "Haicang"), ("新阳街道", "Xinyang")),
    ),
    District(
        "350206",
        "湖里",
        "Huli",
        "湖",
        118.1045,
        24.5154,
        (("江头街道", "Jiangtou"), ("殿前街道", "Dianqian")),
    ),
    District(
        "350211",
        "集美",
        "Jimei",
        "集",
        118.0959,
        24.5755,
        (("杏林街道", "Xinglin"), ("灌口镇", "Guankou")),
    ),
    District(
        "350212",
        "同安",
        "Tong'an",
        "同",
        118.1455,
        24.7320,
        (("大同街道", "Datong"), ("祥平街道", "Xiangping")),
    ),
    District(
        "350213",
        "翔安",
        "Xiang'an",
        "翔",
        118.2381,
        24.6403,
        (("马巷街道", "Maxiang"), ("新店街道", "Xindian")),
    ),
)
CELL_DEGREES = 0.016
CELLS_PER_STREET = 3


@dataclass(frozen=True)
class DemoPerson:
    """A demonstration account and what a visitor should try with it."""

    account_name: str
    full_name: str
    roles: tuple[str, ...]
    where: str
    try_zh: str
    try_en: str
    certificate: tuple[str, date, date] | None = None
    grid_codes: tuple[str, ...] = ()


VALID = (date(2024, 1, 1), date(2036, 12, 31))
PEOPLE = (
    DemoPerson(
        "wang.grid", "王秀英", ("grid_worker",), "350203",
        "在手机页面断网拍照上报，关闭页面后再打开，联网后自动上传",
        "In the field app: go offline, photograph and report, close, reopen, go online",
        grid_codes=("350203-01-03", "350203-01-02"),
    ),
    DemoPerson(
        "zhao.dispatch", "赵敏", ("dispatcher",), "350203",
        "在办公端查看事件、照片和核验提示，转为执法线索",
        "In the office app: look at incidents, photos and flags; refer one to enforcement",
    ),
    DemoPerson(
        "chen.officer", "陈志强", ("officer",), "350203",
        "做现场检查笔录并签名，提出立案，调查终结",
        "Write and sign an inspection record, propose filing, conclude the investigation",
        certificate=("13020012001", *VALID),
    ),
    DemoPerson(
        "lin.officer", "林晓梅", ("officer", "case_reviewer"), "350203",
        "第二名执法人员；试着审查自己调查的案件，系统会拒绝并说明依据",
        "The second officer; try to review the case you investigated and be refused",
        certificate=("13020012002", *VALID),
    ),
    DemoPerson(
        "wu.officer", "吴建国", ("officer",), "350203",
        "执法证件已过期：他参加的检查不能完成",
        "His certificate has expired: a record naming him cannot be completed",
        certificate=("13020012003", date(2021, 1, 1), date(2026, 1, 31)),
    ),
    DemoPerson(
        "sun.review", "孙立", ("case_reviewer",), "350203",
        "审查案件，通过或退回补充调查", "Review a case: pass it or return it",
    ),
    DemoPerson(
        "qian.legal", "钱进", ("legal_reviewer",), "350203",
        "法制审核，通过或退回", "Legal review: pass or return",
    ),
    DemoPerson(
        "zhou.head", "周正", ("head",), "350203",
        "批准立案、制发告知书、作出处罚决定、结案",
        "Approve filing, issue the notice, decide, close",
    ),
    DemoPerson(
        "zheng.liaison", "郑琳", ("legal_liaison",), "350203",
        "查看证据链，导出证据包，用独立校验程序核验",
        "Read a chain of custody, export a package and verify it with the stand-alone program",
    ),
    DemoPerson(
        "jiang.head", "江明", ("head",), "350200",
        "以市局名义告知、决定区局办理的案件",
        "Notify and decide in the city bureau’s name what a district has handled",
    ),
    DemoPerson(
        "fang.legal", "方正", ("legal_reviewer",), "350200",
        "批准系统管理员提出的规则参数和裁量表",
        "Approve the numbers and discretion tables that the administrator proposes",
    ),
    DemoPerson(
        "admin.system", "系统管理员", ("system_admin",), "350200",
        "查看人员与设备；拨快演示时钟", "See people and devices; run the demo clock ahead",
    ),
    DemoPerson(
        "admin.security", "安全管理员", ("security_admin",), "350200",
        "批准新登记的手机，作废丢失手机的密钥",
        "Approve a newly enrolled phone, revoke the key of a lost one",
    ),
    DemoPerson(
        "admin.audit", "审计员", ("auditor",), "350200",
        "查看人员与设备(只读)", "See people and devices, read only",
    ),
    DemoPerson(
        "huli.officer", "黄海", ("officer",), "350206",
        "湖里区执法人员：看不到思明区的任何内容",
        "An officer of another district: sees nothing of Siming",
        certificate=("13020062001", *VALID),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoSite:
    """An invented firm at a place near its district's label point."""

    name: str
    category: str
    district: str
    east: float
    north: float
    legal_representative: str


SITES = (
    DemoSite("厦门示范洗涤服务有限公司", "洗涤", "350203", 0.006, 0.004, "李示范"),
    DemoSite("宏达<化工>&有限公司", "化工", "350203", -0.004, 0.008, "𠮷田㛃"),
    DemoSite("海沧示范电镀有限公司", "电镀", "350205", 0.004, 0.006, "郭样本"),
    DemoSite("湖里示范印刷有限公司", "印刷", "350206", 0.005, -0.004, "许样本"),
    DemoSite("集美示范食品有限公司", "食品加工", "350211", -0.006, 0.003, "叶样本"),
    DemoSite("同安示范建材有限公司", "建材", "350212", 0.004, 0.004, "洪样本"),
    DemoSite("翔安示范纺织有限公司", "纺织印染", "350213", -0.003, 0.006, "蔡样本"),
)
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def credit_code(serial: int) -> str:
    """Return an unassigned 统一社会信用代码 with a valid check character (GB 32100-2015)."""
    body = f"91350200MADEM{serial:04d}".replace("I", "1").replace("O", "0")
    total = sum(
        CODE_CHARACTERS.index(character) * weight
        for character, weight in zip(body, CODE_WEIGHTS, strict=True)
    )
    return body + CODE_CHARACTERS[(31 - total % 31) % 31]


def cell_ring(district: District, street: int, cell: int) -> list[list[float]]:
    """Return the outline of an invented grid cell: a rectangle east of the ones before it."""
    west = district.lon + (cell - CELLS_PER_STREET / 2) * CELL_DEGREES
    south = district.lat + (street - 1) * CELL_DEGREES
    east, north = west + CELL_DEGREES, south + CELL_DEGREES
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [[round(lon, 6), round(lat, 6)] for lon, lat in ring]
