"""What can be wrong with an account, an invitation or a sign-in, each with the sentence that says what to do.

What is said at the sign-in never tells whether a login exists.
"""

from __future__ import annotations

from casework.errors import CaseworkError
from messages.advice import Advice


class AccountError(CaseworkError):
    """Base of all errors of the accounts."""


class AccountFieldError(AccountError):
    """Base: one input cannot be used; `field` names it."""

    field = ""


class SignInRefused(AccountError):
    """Login and password do not belong together, or the account is disabled."""

    zh = "登录名或密码不对，或者账户已停用。请核对后再试；忘记密码请联系本单位的管理员。"
    en = (
        "Login and password do not belong together, or the account is disabled. Check both and try again; if you "
        "forgot the password, ask your administrator."
    )


class TooManyAttempts(AccountError):
    """Somebody failed too often; the next attempt must wait."""

    zh = "试错的次数太多，请等 {seconds} 秒再试。账户没有被锁住。"
    en = "There were too many wrong attempts. Wait {seconds} seconds, then try again. The account is not locked."

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds=seconds)


class SignInUnavailable(AccountError):
    """Attempts cannot be counted right now, so none is let in."""

    zh = "现在不能登录：系统暂时无法记录登录次数。这是我们的问题，请过几分钟再试。"
    en = "Nobody can sign in right now: attempts cannot be counted. That is our fault; try again in a few minutes."


class SecondFactorRefused(AccountError):
    """The code is wrong, used already, or from a clock that is off."""

    zh = "动态口令不对，或者已经用过。请等验证器显示下一个口令再输入，并核对手机的时间是否准确。"
    en = "The code is wrong or was used already. Wait for the next one, and check that your phone's clock is right."


class SignInOver(AccountError):
    """The sign-in ended between two steps."""

    zh = "登录已过期。请重新登录。"
    en = "Your sign-in has expired. Sign in again."


class PasswordRefused(AccountFieldError):
    """A password that is too short, too long or easily guessed."""

    zh = "{advice.zh}{advice.cure_zh}"
    en = "{advice.en} {advice.cure_en}"
    field = "password"

    def __init__(self, advice: Advice) -> None:
        super().__init__(advice=advice)


class PasswordNotRepeated(AccountFieldError):
    """The two inputs of a new password differ."""

    zh = "两次输入的密码不一样。请重新输入。"
    en = "The two passwords differ. Type them again."
    field = "repeated"


class LoginNotPossible(AccountFieldError):
    """A login of another shape than logins have."""

    zh = "登录名应为 4 至 60 个字符，可用字母、数字和 . _ - + @，比如单位邮箱。请换一个。"
    en = "A login has 4 to 60 letters, digits and . _ - + @, for example your e-mail address. Choose another."
    field = "login"


class LoginTaken(AccountFieldError):
    """Somebody has this login already."""

    zh = "这个登录名已经有人用了。请换一个，比如单位邮箱。"
    en = "Somebody has this login already. Choose another, for example your e-mail address."
    field = "login"


class CreditCodeRefused(AccountFieldError):
    """The text is no unified social credit code."""

    zh = "{advice.zh}{advice.cure_zh}"
    en = "{advice.en} {advice.cure_en}"
    field = "credit_code"

    def __init__(self, advice: Advice) -> None:
        self.advice = advice
        super().__init__(advice=advice)


class NameRefused(AccountFieldError):
    """An organisation's name that is empty, too long or holds what cannot be printed."""

    zh = "名称应为 2 至 80 个字符，不含看不见的字符。请按证照上的名称填写。"
    en = "A name has 2 to 80 characters and none that cannot be seen. Write it as on the certificate of registration."
    field = "name"


class RegionRefused(AccountFieldError):
    """No region of China has this code."""

    zh = "没有这个行政区划代码。请填写六位代码，比如武汉市 420100，或市州的名称。"
    en = "There is no such region. Give its six-digit code, for example 420100 for Wuhan, or its Chinese name."
    field = "region"


class RolesRefused(AccountFieldError):
    """No role was chosen, or one that this kind of organisation does not have."""

    zh = "请至少选一项职责；“审批人”只有主管机关才有。"
    en = "Choose at least one role; only an authority has deciders."
    field = "roles"


class OutsideRegion(AccountFieldError):
    """An authority opens accounts in its own region only."""

    zh = "该行政区划不在本机关的辖区之内。请由当地的主管机关邀请。"
    en = "That region is outside your own. Its own authority invites there."
    field = "region"


class KindNotYours(AccountFieldError):
    """An authority opens accounts of lower kinds only."""

    zh = "本机关不能开通“{kind}”的账户。请由上级机关邀请。"
    en = "Your authority cannot open an account for a {kind_en}. The authority above yours invites it."
    field = "kind"


class OrganisationExists(AccountFieldError):
    """An organisation of this credit code and kind has an account."""

    zh = "这个统一社会信用代码已经开通了账户。请让该单位的管理员邀请同事。"
    en = "An organisation with this credit code has an account. Its administrator invites colleagues."
    field = "credit_code"


class UnknownOrganisation(AccountFieldError):
    """No organisation has this number."""

    zh = "没有编号为 {organisation} 的单位。用 python -m casework people 查看。"
    en = "There is no organisation {organisation}. `python -m casework people` lists them."
    field = "reports_to"


class UnknownPerson(AccountError):
    """No account has this login."""

    zh = "没有这个登录名。用 python -m casework people 查看。"
    en = "There is no such login. `python -m casework people` lists them."


class InvitationNotOpen(AccountError):
    """The invitation was used, withdrawn or has expired, or never was."""

    zh = "这个邀请链接不能用：可能已经用过、被收回，或超过了 14 天。请让邀请您的人重新发一个。"
    en = "This invitation does not work: it was used, withdrawn or is older than 14 days. Ask for a new one."


class LastAdministrator(AccountError):
    """An organisation keeps at least one active administrator."""

    zh = "这是本单位唯一的管理员。请先给另一位同事加上“管理员”职责。"
    en = "This is the only administrator. Make a colleague administrator first."
