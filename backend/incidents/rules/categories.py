"""Categories of incidents with their competent departments."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """A category with its competent department; many are not the bureau's to punish."""

    code: str
    name_zh: str
    name_en: str
    icon: str
    urgency: str
    department_zh: str
    department_en: str
    may_become_lead: bool
    may_be_handled_on_spot: bool
    """The grid worker may put it right and close it himself 自查自处."""


BUREAU = ("生态环境局", "Ecology and environment bureau")
URBAN = ("城市管理局", "Urban management bureau")
CATEGORIES = (
    Category(
        "black_water",
        "黑臭水体",
        "Black water",
        "water",
        "urgent",
        *BUREAU,
        may_become_lead=True,
        may_be_handled_on_spot=False,
    ),
    Category(
        "outfall",
        "排污口异常",
        "Outfall",
        "outfall",
        "urgent",
        *BUREAU,
        may_become_lead=True,
        may_be_handled_on_spot=False,
    ),
    Category(
        "waste_gas",
        "工业废气异味",
        "Industrial odour",
        "gas",
        "normal",
        *BUREAU,
        may_become_lead=True,
        may_be_handled_on_spot=False,
    ),
    Category(
        "dust",
        "扬尘",
        "Dust",
        "dust",
        "normal",
        "建设局",
        "Construction bureau",
        may_become_lead=False,
        may_be_handled_on_spot=True,
    ),
    Category(
        "open_burning",
        "露天焚烧",
        "Open burning",
        "fire",
        "urgent",
        *URBAN,
        may_become_lead=False,
        may_be_handled_on_spot=True,
    ),
    Category(
        "solid_waste",
        "固废倾倒",
        "Waste dumping",
        "waste",
        "normal",
        *BUREAU,
        may_become_lead=True,
        may_be_handled_on_spot=True,
    ),
    Category(
        "noise",
        "噪声",
        "Noise",
        "noise",
        "normal",
        *BUREAU,
        may_become_lead=True,
        may_be_handled_on_spot=True,
    ),
    Category(
        "sea_drift",
        "海漂垃圾",
        "Sea-drift litter",
        "drift",
        "normal",
        "海洋发展局",
        "Ocean bureau",
        may_become_lead=False,
        may_be_handled_on_spot=True,
    ),
)
CATEGORY_BY_CODE = {category.code: category for category in CATEGORIES}
