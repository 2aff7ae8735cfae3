"""The closed lists of an application: kinds, states, moves, what became of its materials and of each entry.

Kind.of(Effect.RECOGNISE)                  # Kind.CONFIRMATION
State.IN_REVIEW.zh                         # "审核中"
"""

from __future__ import annotations

from policy.vocabulary import Effect
from registry.words import Word


class Kind(Word):
    """What a unit applies for."""

    REPLACEMENT = "replacement", "遗失补办", "replacement"
    CONFIRMATION = "confirmation", "省外证书确认", "confirmation"
    TRANSFER = "transfer", "调入确认换发", "transfer-in"
    EXCHANGE = "exchange", "换发", "exchange"
    COLLECTION = "collection", "集中领取", "collection"

    @staticmethod
    def of(effect: Effect) -> Kind:
        """The kind of an application whose case has this effect."""
        return _OF_EFFECT[effect]

    @property
    def issues(self) -> bool:
        """Whether an approval ends in a paper that somebody must sign."""
        return self is not Kind.COLLECTION


_OF_EFFECT = {
    Effect.REPLACE: Kind.REPLACEMENT,
    Effect.RECOGNISE: Kind.CONFIRMATION,
    Effect.TRANSFER: Kind.TRANSFER,
    Effect.EXCHANGE: Kind.EXCHANGE,
    Effect.COLLECT: Kind.COLLECTION,
}


class State(Word):
    """Where an application stands; `casework.applications.states` says which moves lead from one to another."""

    DRAFT = "draft", "草稿", "draft"
    SUBMITTED = "submitted", "已报送", "submitted"
    RETURNED = "returned", "退回补正", "returned for completion"
    IN_REVIEW = "in_review", "审核中", "in review"
    APPROVED = "approved", "已批准，正在办理", "approved, being issued"
    ISSUED = "issued", "已办结", "issued"
    COLLECTED = "collected", "已领取", "collected"
    REFUSED = "refused", "不予办理", "refused"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Move(Word):
    """What can happen to an application; the event that is written carries it."""

    CREATE = "create", "起草", "drafted"
    CHANGE = "change", "修改", "changed"
    ATTACH = "attach", "上传附件", "attached a file"
    DETACH = "detach", "删除附件", "removed a file"
    SUBMIT = "submit", "报送", "submitted"
    WITHDRAW = "withdraw", "撤回", "withdrew"
    OPINION = "opinion", "签署意见，报下一步", "gave an opinion and passed on"
    RETURN = "return", "退回补正", "returned for completion"
    PROPOSE = "propose", "初审决定，待复核", "decided first, to be seconded"
    APPROVE = "approve", "批准", "approved"
    REFUSE = "refuse", "不予办理", "refused"
    RECEIVE_ORIGINALS = "receive_originals", "收到原件", "received originals"
    RETURN_ORIGINALS = "return_originals", "退还原件", "gave originals back"
    FALSE_MATERIAL = "false_material", "查实虚假材料", "found false material"
    ISSUE = "issue", "发证", "issued"
    REVOKE = "revoke", "撤销所发证书", "revoked what was issued"
    PROBLEM = "problem", "发证未成", "could not be issued"
    COLLECT = "collect", "登记领取", "recorded the collection"


class EntryState(Word):
    """What became of one person's entry."""

    OPEN = "open", "待定", "undecided"
    APPROVED = "approved", "已批准", "approved"
    REFUSED = "refused", "不予办理", "refused"
    ISSUED = "issued", "已发证", "issued"
    TO_REVOKE = "to_revoke", "待撤销", "to be revoked"
    REVOKED = "revoked", "已撤销", "revoked"


class Material(Word):
    """How a required paper is with the authority."""

    ATTACHED = "attached", "已上传", "attached"
    BROUGHT = "brought", "随原件报送", "brought on paper"
    RECEIVED = "received", "原件已收到", "original received"
    GIVEN_BACK = "given_back", "原件已退还", "original given back"


class NoticeKind(Word):
    """What an organisation is told about a case."""

    WAITS_FOR_YOU = "waits_for_you", "有申请待办理", "an application waits for you"
    RETURNED = "returned", "申请被退回，请补正后再报", "an application came back for completion"
    APPROVED = "approved", "申请已批准", "an application was approved"
    REFUSED = "refused", "申请不予办理，请查看依据", "an application was refused; see the clause"
    ISSUED = "issued", "证书已办好，可以领取", "a paper was issued and can be collected"
    PROBLEM = "problem", "已批准的申请发证未成，请查看原因", "an approved application could not be issued; see why"
