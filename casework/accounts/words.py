"""The closed lists of the accounts: kinds of organisations, roles of people, and what the audit trail can say.

OrganisationKind.AGENCY.zh                       # "人事代理机构"
OrganisationKind.COUNTY in AUTHORITIES           # True
"""

from __future__ import annotations

from registry.words import Word


class OrganisationKind(Word):
    """What an organisation with accounts is. There is no individual here, so nobody can sign in as one."""

    PUBLIC_UNIT = "public_unit", "公有制单位", "public unit"
    PRIVATE_UNIT = "private_unit", "非公有制单位", "non-public unit"
    AGENCY = "agency", "有档案管理资质的人事代理机构", "personnel agency that may keep files"
    DEPARTMENT = "department", "主管部门", "reviewing department"
    PREFECTURE = "prefecture", "市州人社局（职改办）", "prefecture's HR bureau"
    COUNTY = "county", "县（市、区）人社局（职改办）", "county's HR bureau"
    PROVINCE = "province", "省职改办", "provincial title office"
    COMMITTEE_OFFICE = "committee_office", "评委会所在单位职改办", "evaluation committee's title office"


UNITS = frozenset({OrganisationKind.PUBLIC_UNIT, OrganisationKind.PRIVATE_UNIT})
AUTHORITIES = frozenset(
    {
        OrganisationKind.DEPARTMENT,
        OrganisationKind.PREFECTURE,
        OrganisationKind.COUNTY,
        OrganisationKind.PROVINCE,
        OrganisationKind.COMMITTEE_OFFICE,
    }
)
"""Kinds that review or decide; their people need a second factor."""

_BELOW_A_BUREAU = UNITS | {OrganisationKind.AGENCY, OrganisationKind.DEPARTMENT}
_BELOW_A_PREFECTURE = _BELOW_A_BUREAU | {OrganisationKind.COUNTY, OrganisationKind.COMMITTEE_OFFICE}
INVITES: dict[OrganisationKind, frozenset[OrganisationKind]] = {
    OrganisationKind.PROVINCE: _BELOW_A_PREFECTURE | {OrganisationKind.PREFECTURE},
    OrganisationKind.PREFECTURE: _BELOW_A_PREFECTURE,
    OrganisationKind.COUNTY: _BELOW_A_BUREAU,
    OrganisationKind.COMMITTEE_OFFICE: _BELOW_A_BUREAU,
}
"""Which kinds an authority may open an account for, in its own region; an absent kind opens none."""


class Role(Word):
    """What a person may do for their organisation; one person may have several."""

    ADMINISTRATOR = "administrator", "管理员", "administrator"
    CLERK = "clerk", "经办人", "clerk"
    SUBMITTER = "submitter", "提交人", "submitter"
    REVIEWER = "reviewer", "审查人", "reviewer"
    DECIDER = "decider", "审批人", "decider"
    AUDITOR = "auditor", "审计人", "auditor"


_OF_ALL = frozenset({Role.ADMINISTRATOR, Role.CLERK, Role.SUBMITTER, Role.REVIEWER, Role.AUDITOR})
ROLES_OF: dict[OrganisationKind, frozenset[Role]] = {
    kind: _OF_ALL | ({Role.DECIDER} if kind in AUTHORITIES else frozenset()) for kind in OrganisationKind
}
"""The roles that a kind's people can have: only an authority decides."""


class Deed(Word):
    """What the audit trail records."""

    ORGANISATION_OPENED = "organisation_opened", "开通单位账户", "opened an organisation"
    ORGANISATION_CHANGED = "organisation_changed", "变更单位设置", "changed an organisation"
    INVITED = "invited", "发出邀请", "invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn", "收回邀请", "withdrew an invitation"
    JOINED = "joined", "接受邀请", "accepted an invitation"
    ROLES_CHANGED = "roles_changed", "变更职责", "changed roles"
    DISABLED = "disabled", "停用账户", "disabled an account"
    ENABLED = "enabled", "恢复账户", "enabled an account"
    SIGNED_IN = "signed_in", "登录", "signed in"
    SIGN_IN_REFUSED = "sign_in_refused", "登录被拒", "was refused at sign-in"
    SIGNED_OUT = "signed_out", "退出", "signed out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", "在所有设备上退出", "signed out everywhere"
    PASSWORD_CHANGED = "password_changed", "修改密码", "changed the password"
    SECOND_FACTOR_SET = "second_factor_set", "设置动态口令", "set up the second factor"
    SECOND_FACTOR_RESET = "second_factor_reset", "重置动态口令", "reset the second factor"
    RECOVERY_CODE_USED = "recovery_code_used", "使用恢复码", "used a recovery code"
