"""What an application's moves refuse, each with the sentence that says what to do. No sentence names a person."""

from __future__ import annotations

from casework.errors import CaseworkError


class ApplicationError(CaseworkError):
    """Base of the errors of applications."""


class MoveNotAllowedNow(ApplicationError):
    """The application's state, step or kind does not have this move."""

    zh = "申请现在是“{state}”，不能“{move}”。请重新打开申请，看看办到了哪一步。"
    en = "The application is {state_en}; “{move_en}” is not possible now. Open it again to see where it stands."


class NotYourTurn(ApplicationError):
    """The move belongs to another organisation on the application's way."""

    zh = "“{move}”现在不由贵单位办理。请看申请页上“现在由谁办理”。"
    en = "“{move_en}” is not your organisation's to do now. The application page says whose turn it is."


class SomebodyElseWasFaster(ApplicationError):
    """The application changed since it was shown; nothing of this move was kept."""

    zh = "在您操作之前，别人已经办理了这份申请（或您重复提交了一次）；这一次没有生效。请重新打开申请，看看现在的情况。"
    en = (
        "Somebody else acted on this application before you, or you sent it twice; this time nothing was done. Open it "
        "again and see how it stands."
    )


class NoSuchMatter(ApplicationError):
    """The notice or case does not exist, or no application can come of it."""

    zh = "这个事项不能在这里提出申请：通知没有规定申请的办法。请先在办事指南里查看该问谁。"
    en = "No application can be made for this matter: the notice gives no way. The guide says whom to ask."


class FactsIncomplete(ApplicationError):
    """A question that decides the case is still open."""

    zh = "还有问题没有回答：{question}请先回答，再报送。"
    en = "A question is still open: {question_en} Answer it first, then submit."


class CannotSubmitYet(ApplicationError):
    """The notice does not allow this submission today; `why` is the notice's own answer with its clauses."""

    zh = "现在不能报送：{why}（依据：{clauses}）"
    en = "This cannot be submitted now: {why_en} (by {clauses})"


class InquiryMissing(ApplicationError):
    """The notice says to ask a person first."""

    zh = "通知对这种情况没有写清楚（{clauses}）：{why}请先询问{asked}，把问了谁、哪天问的、怎么答复记下来，再报送。"
    en = (
        "The notice leaves this open ({clauses}): {why_en} Ask {asked_en} first, note whom you asked, when and what "
        "the answer was, then submit."
    )


class SubmissionIncomplete(ApplicationError):
    """Something of the application is missing or wrong; `findings` has each with its cure and clauses."""

    zh = "还有 {count} 处要补正：\n{problems}"
    en = "To be put right before this goes in ({count}):\n{problems_en}"


class WrongSubmitter(ApplicationError):
    """The notice gives the submission to another kind of organisation."""

    zh = "这个事项不由贵单位（{kind}）报送：{step}（依据：{clauses}）请把材料转给该报送的单位。"
    en = "Your organisation ({kind_en}) does not submit this: {step_en} (by {clauses}) Hand it to the one that does."


class NoOrganisationFits(ApplicationError):
    """No organisation with an account is competent for a step."""

    zh = "“{step}”这一步，还没有负责贵单位的机构开通账户。请联系当地人社局（职改办）。"
    en = "No organisation competent for your unit has an account for the step “{step_en}”. Turn to the local HR bureau."


class ChooseOrganisation(ApplicationError):
    """Several organisations fit a step; the submitter says which."""

    zh = "“{step}”这一步有几个机构可以办理，请选择：{names}。"
    en = "Several organisations can do the step “{step_en}”; choose one: {names}."


class OneIsOpen(ApplicationError):
    """Another application for the same person and matter is open."""

    zh = "同一个人的同一事项已经有一份在办的申请。请先办完或撤回那一份。"
    en = "An application for the same person and matter is open. Finish or withdraw that one first."


class Banned(ApplicationError):
    """A ban after false material covers this year."""

    zh = "经查实曾提交虚假材料，{first}年至{last}年不能申报；{free}年1月1日起可以（依据：{clauses}）。"
    en = "False material was proven: no application from {first} to {last}; from 1 January {free} again (by {clauses})."


class SecondPersonNeeded(ApplicationError):
    """Two people decide, and the second must be another person."""

    zh = "本机关要求两人审批：您已经作出初审决定，请由另一位审批人复核。"
    en = "Two people decide here: you decided first, so another decider must second it."


class DecisionsDiffer(ApplicationError):
    """The second decider decides otherwise than the first."""

    zh = "您的决定与初审决定（{first}）不同。请与初审人商定；意见不一致的，请退回补正并写明原因。"
    en = "Your decision differs from the first one ({first_en}). Agree with the first decider, or return it."


class ClauseNeeded(ApplicationError):
    """A refusal or return without a reason that can be checked."""

    zh = "请写明依据的条款：不予办理必须选择本通知的条款，退回必须写明要补正什么。"
    en = "Say why: a refusal names a clause of the notice, a return says what is to be completed."


class NotAnAuthorityYet(ApplicationError):
    """The deciding organisation acts for no authority of the registry, so nothing could be issued."""

    zh = "贵单位的账户还没有与登记库中的发证机关对应，批准后无法发证。请联系登记库管理员。"
    en = "Your account is tied to no issuing authority of the registry, so nothing could be issued. Tell its keeper."


class PaperOfAnother(ApplicationError):
    """The registry's certificate of that number has another holder."""

    zh = "登记库里编号 {number} 的证书不是申请人的。请由审批机关核对编号后退回更正，或查明该证书的登记。"
    en = "The registry's certificate {number} is not the applicant's. Check the number and the entry."


class DetailsRefused(ApplicationError):
    """Fields that no form has, or texts that are too long."""

    zh = "表单内容超出范围：最多 {most} 项，每项最多 {longest} 个字。请缩短后再保存。"
    en = "The form holds too much: at most {most} fields of {longest} characters each. Shorten it and save again."


class TextTooLong(ApplicationError):
    """A typed text is longer than what is kept of it; `text` says which one it is."""

    zh = "{text}太长：写了 {length} 个字，最多 {limit} 个字。这一次什么都没有改动，请缩短后再提交。"
    en = "{text_en} is too long: {length} characters, and at most {limit} are kept. Nothing was changed; shorten it."


class TooManyClauses(ApplicationError):
    """More clauses are cited than one event of an application holds."""

    zh = "一次引用的条款太多。请只选最要紧的几条。"
    en = "Too many clauses are cited at once. Name the weightiest ones."


class NotOnThisApplication(ApplicationError):
    """An entry, material or file that this application does not have."""

    zh = "这份申请里没有这一项。请重新打开申请。"
    en = "This application has no such entry. Open it again."
