"""What the guide itself says, in both languages; what a notice says is worded in its pack.

say(WELCOME, "zh")
say(UNDERSTOOD, "en", facts="Level: Senior")
"""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding import Intent
from messages import Language


class Wording(NamedTuple):
    """One sentence in Chinese and English; `{…}` places are filled when it is said."""

    zh: str
    en: str


def say(wording: Wording, language: Language, **details: object) -> str:
    """The sentence in one language; without details it stands as it is, so that words of a pack need no escaping."""
    sentence = wording.zh if language == "zh" else wording.en
    return sentence.format(**details) if details else sentence


WELCOME = Wording(
    "您好，我是办事向导。证书丢了、坏了，或从外地、部队、中央单位来要确认，都可以问我。请用一句话说说情况。",
    "Hello. I am the guide for title certificates: lost, damaged, or to be confirmed after a move. "
    "Say in one sentence what has happened.",
)
GREETED = Wording("您好。", "Hello.")
OUT_OF_SCOPE = Wording(
    "这件事不归我管，我只熟悉专业技术资格证书（职称证书）。您要办的是下面哪一件？",
    "That is not something I can help with; I know about professional-title certificates only. Is it one of these?",
)
UNSURE = Wording("我不太确定您要办哪一件，请选一个。", "I am not sure which of these you mean. Please choose.")
NONE_OF_THESE = Wording("都不是", "None of these")
SAY_IT_OTHERWISE = Wording(
    "好的。请换个说法，写明证书出了什么事，例如“高级工程师证书丢了”。",
    "All right. Please put it another way and say what happened to the certificate, for example "
    "“I lost my senior engineer certificate”.",
)
TELL_ME = Wording(
    "请用一句话说说证书出了什么事，例如“高级工程师证书丢了”。",
    "Please say in one sentence what happened to the certificate, for example “I lost my senior engineer certificate”.",
)
WHICH_MATTER = Wording("您要办哪一件事？", "What is it about?")
WHY_MATTER = Wording("事情不同，要准备的材料不同。", "Each matter needs other papers.")
WHICH_PLACE = Wording("要按哪里的规定办？", "Whose rules apply?")
WHY_PLACE = Wording("两地的规定不同，不能混用。", "The rules of different places differ and never mix.")
PLACE_HELP = Wording("看您现在的单位在哪里。", "It depends on where your unit is now.")
ELSEWHERE = Wording("其他地方", "Another place")
NOT_COVERED = Wording(
    "我只熟悉{places}的规定，别处的不敢乱说。请单位向当地人社局询问；如果单位在上面这些地方，请直接选。",
    "I know the rules of {places} only and will not guess about other places. Let your unit ask its local HR bureau; "
    "if the unit is in one of these places, choose it.",
)
NO_SUCH_MATTER = Wording(
    "{citation}没有写这件事。请看它写了的这些，或请单位询问{office}。",
    "{citation} says nothing about this matter. See what it does cover, or let your unit ask {office}.",
)
UNDERSTOOD = Wording("我理解的是：{facts}。不对的可以改。", "I understood: {facts}. Correct me where this is wrong.")
KEPT_ANSWER = Wording(
    "您前面的回答是“{label}：{value}”，我没有改动。要改请说“不对，是……”，或点“改”。",
    "Your earlier answer was “{label}: {value}”, and I have kept it. To change it, say “no, it is …” or press Change.",
)
NOT_UNDERSTOOD = Wording("没看懂这句话，请再答一次。", "I did not understand that. Please answer once more.")
NOTED = Wording("好的，记下了。", "Thank you, noted.")
NOT_MINE = Wording(
    "这件事不归我管，我只熟悉专业技术资格证书。我们接着说证书的事。",
    "That is not something I can help with; I know about title certificates only. Let us go on with yours.",
)
CHOOSE_ONE = Wording("可以回答：{choices}。", "You can answer: {choices}.")
EMPTY = Wording("您还没有写内容。", "There was nothing in that message.")
UNREADABLE = Wording(
    "我只看得懂中文和英文。请用文字说明情况，或点选项。",
    "I read Chinese and English only. Please use words, or press one of the buttons.",
)
TOO_LONG = Wording(
    "这段话太长了，我没有读。请用一两句话说明情况。",
    "That was too long, and I have not read it. One or two sentences are enough.",
)
UNKNOWN_ANSWER = Wording("这个回答不在选项里。", "That is not among the answers.")
HOW_TO_FIND_OUT = Wording("不确定的话：{help}", "If you are not sure: {help}")
NO_SUCH_DAY = Wording("日历上没有这一天，请再核对。", "There is no such day in the calendar. Please check it.")
DAY_TO_COME = Wording("这一天还没到，请核对年份。", "That day is yet to come. Please check the year.")
NEED_THE_DAY = Wording(
    "我听到的是{heard}，还要具体到日，例如 2024-03-05。",
    "I understood {heard}; the day is needed too, for example 2024-03-05.",
)
NOT_A_DAY = Wording("请写出年月日，例如 2024年3月5日。", "Please write year, month and day, for example 2024-03-05.")
HEARD_THE_MONTH = Wording("您提到过{heard}，请补上是哪一天。", "You mentioned {heard}; please give the day.")
TEXT_NOT_KEPT = Wording(
    "好的。这一项请自己写在表上，向导不保存文字。", "Write it on the form, please; the guide keeps no text."
)
NOTHING_OPEN = Wording("现在没有要回答的问题。", "There is no open question now.")
WHY_ASKED = Wording("问这个是因为：{why}", "I ask because: {why}")
AT_THE_BEGINNING = Wording("已经是开头了。", "This is the beginning already.")
STEPPED_BACK = Wording("好的，退回一步。", "All right, one step back.")
STARTED_ANEW = Wording("好的，重新开始。", "All right, from the beginning.")
CHANGE_IT = Wording("好的，请重新回答这一项，其他回答都留着。", "Please answer this one anew; the others stay.")
NOT_ANSWERED_YET = Wording("这一项还没有回答过，不用改。", "That has not been answered yet.")
UNKNOWN_NOTICE = Wording("没有收录这份通知。", "That notice is not among those I know.")
UNKNOWN_CASE = Wording("这里没有这件事项。", "There is no such matter here.")
RULES_CHANGED = Wording("规定的数据在您上次访问后更新过。", "The rules' data has been updated since your last visit.")
ALL_STILL_HOLD = Wording("您的回答都还有效。", "All your answers still hold.")
NO_LONGER_HOLD = Wording(
    "这些回答已经用不上，去掉了：{labels}。",
    "These answers no longer fit and were left out: {labels}.",
)
WELCOME_BACK = Wording("欢迎回来，接着上次的谈。", "Welcome back. We go on where you left off.")
VERIFY = Wording(
    "查证书是真是假，请到证书核验页扫码或输入编号；核验不需要申请。",
    "To see whether a certificate is genuine, scan its code or type its number on the verification page; this needs "
    "no application.",
)
VERIFY_LINK = Wording("证书核验", "Verify a certificate")
OTHER_MATTER = Wording(
    "您说的像是另一件事：“{case}”。要转过去请点按钮；不转就继续回答下面的问题。",
    "That sounds like another matter: “{case}”. Press its button to go there, or go on with the question below.",
)
ONLY_UNITS = Wording(
    "个人不能提交，用什么办法都不行，我这里也不收申请。",
    "Individuals cannot submit, by any path, and this guide takes no applications.",
)
ONLY_UNITS_PLACE = Wording(
    "材料要由单位提交；没有单位的，各地规定不同。先告诉我按哪里的规定，我再说找谁、备什么。",
    "Papers go in through your unit; for people without one the places differ. Tell me whose rules apply, and I will "
    "say which door it is and what to prepare.",
)
RIGHT_DOOR = Wording("该找谁：", "The right door:")
TO_PREPARE = Wording("先备好：", "What to prepare:")
FEES_ARE = Wording("关于费用：", "About fees:")
WHERE_IS = Wording("去哪里、什么时候：", "Where and when:")
FORMS_ARE = Wording("要用的表：", "The forms:")
NO_FORMS = Wording("这件事通知没有列出表格。", "The notice lists no form for this matter.")
SILENT_ON_FEES = Wording(
    "{citation}没有写这件事的费用，请单位询问{office}。",
    "{citation} says nothing about a fee here; let your unit ask {office}.",
)
NO_ADDRESS = Wording(
    "通知没有写地址、电话和上班时间，请单位询问。",
    "The notice gives no address, telephone or hours; let your unit ask.",
)
ASIDE_PLACE = Wording("各地规定不同，先告诉我按哪里的。", "This differs by place. Tell me first whose rules apply.")
ON_CONDITION = Wording("（{condition}）{text}", "({condition}) {text}")
OTHERWISE = Wording("其他情况：{text}", "Otherwise: {text}")
OFFICE_IS = Wording("负责的机关：{office}", "The office in charge: {office}")
NOTICE_COMPLETE = Wording(
    "核对过了，这段声明里要求的各项都有。请对照证书再看一遍，写错一个字也可能被退回。",
    "Checked: this notice has every required item. Compare it with the certificate once more; one wrong character can "
    "mean refusal.",
)
NOTICE_FAILS = Wording(
    "这段声明不合要求：{faults}。照这样登报，以后会被退回、不予补办。",
    "This notice falls short: {faults}. Published like this it will be refused later.",
)
NOTICE_MISSING = Wording("缺{items}", "missing: {items}")
NOTICE_UNCLEAR = Wording("{items}写得不清楚", "unclear: {items}")
NOTICE_DRAFT = Wording("可以照这样写，××处请自己填：", "It can read like this; fill in every ××:")
NOTICE_JUDGE = Wording(
    "已经登出的以报纸为准，请您看过以后回答下面的问题。",
    "If it is already printed, the newspaper counts: look at it and then answer the question below.",
)
NOTICE_HELPER = Wording("核对或起草遗失声明", "Check or draft the newspaper notice")
NO_RULE_FOR_NOTICE = Wording(
    "{citation}没有规定声明要写哪些内容，登报前请单位问一下。",
    "{citation} does not say what the newspaper notice must contain; let your unit ask before you publish.",
)
SEE_CASE = Wording("转到“{case}”", "Go to “{case}”")
MAP_LINK = Wording("看这件事的全图", "See the whole case as a picture")
CALENDAR_LINK = Wording("把最早报送日加入日历", "Add the earliest day to your calendar")
CALENDAR_SUMMARY = Wording("可以请单位报送：{case}", "Your unit may submit from today: {case}")
CALENDAR_NOTE = Wording(
    "从这一天起单位可以报送。{basis}。个人不能直接办理。",
    "From this day your unit may submit. {basis}. Individuals cannot.",
)

INTENTS: dict[Intent, Wording] = {
    Intent.LOST: Wording("证书丢了", "My certificate is lost"),
    Intent.DAMAGED: Wording("证书坏了", "My certificate is damaged"),
    Intent.CONFIRM: Wording("外地、部队或中央单位来的，要确认", "Confirm a certificate from elsewhere"),
    Intent.RENEW: Wording("旧证书换新证书", "Exchange an old certificate"),
    Intent.VERIFY: Wording("查证书真假", "Check whether a certificate is genuine"),
    Intent.FORMS: Wording("要哪些表格", "Which forms are needed"),
    Intent.SELF_SUBMIT: Wording("能不能自己办", "May I submit myself?"),
    Intent.FEES: Wording("要多少钱", "What does it cost?"),
    Intent.WHERE_WHEN: Wording("去哪里办、什么时候办", "Where and when?"),
    Intent.CORRECTION: Wording("证书上印错了", "Something is misprinted"),
    Intent.GREETING: Wording("打个招呼", "Just saying hello"),
    Intent.OUT_OF_SCOPE: Wording("别的事情", "Something else"),
}
THREE_BUTTONS = (Intent.LOST, Intent.CONFIRM, Intent.RENEW)
"""What is offered where nothing is known: the matters for which most people come."""
