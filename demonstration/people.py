"""Who uses the demonstration's desk: organisations of both notices, and a person for each role.

    for somebody in PEOPLE: print(somebody.login, somebody.name)

Every start prints them, so this module imports nothing of what opens their accounts.
"""

from __future__ import annotations

from dataclasses import dataclass

from casework.accounts.words import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation; `authority` is the registry's authority that it acts as, `above` whom it reports to."""

    id: str
    name: str
    kind: OrganisationKind
    region: str
    credit_code: str
    authority: str | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person of an organisation, who signs in by `login`."""

    place: str
    login: str
    name: str
    roles: tuple[Role, ...]


K, R = OrganisationKind, Role
_UNIT = (R.ADMINISTRATOR, R.CLERK, R.SUBMITTER)
_OFFICE = (R.ADMINISTRATOR, R.REVIEWER, R.DECIDER)
PLACES = (
    Place("hubei", "湖北省职称改革工作领导小组办公室", K.PROVINCE, "420000", "11420000DEMA00013M", "hubei"),
    Place("wuhan", "武汉市人力资源和社会保障局", K.PREFECTURE, "420100", "11420100DEMA00021M", "wuhan"),
    Place("talent", "武汉市人才服务中心", K.AGENCY, "420100", "12420100DEMA0003XA"),
    Place("institute", "武汉市规划研究院", K.PUBLIC_UNIT, "420100", "12420100DEMA00048A"),
    Place("studio", "江汉设计有限公司", K.PRIVATE_UNIT, "420100", "91420100DEMA000560", above="talent"),
    Place("zhejiang", "浙江省人事厅", K.PROVINCE, "330000", "11330000DEMA00064B", "zhejiang"),
    Place("huzhou", "湖州市人事局", K.PREFECTURE, "330500", "11330500DEMA000720", "huzhou"),
    Place("works", "湖州市建筑设计院", K.PUBLIC_UNIT, "330500", "12330500DEMA00080P"),
)
PEOPLE = (
    Somebody("institute", "institute", "陈经办", _UNIT),
    Somebody("institute", "institute.clerk", "李经办", (R.CLERK,)),
    Somebody("studio", "studio", "周经办", _UNIT),
    Somebody("talent", "talent", "吴审查", (*_UNIT, R.REVIEWER)),
    Somebody("works", "works", "沈经办", _UNIT),
    Somebody("wuhan", "wuhan", "王审查", (R.ADMINISTRATOR, R.REVIEWER)),
    Somebody("wuhan", "wuhan.decider", "赵审批", (R.REVIEWER, R.DECIDER)),
    Somebody("hubei", "hubei", "孙审批", _OFFICE),
    Somebody("hubei", "hubei.auditor", "钱审计", (R.AUDITOR,)),
    Somebody("huzhou", "huzhou", "施审批", _OFFICE),
    Somebody("zhejiang", "zhejiang", "郑审批", _OFFICE),
)
