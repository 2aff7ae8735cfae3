"""What can go wrong for those who train and measure; `understand` itself raises nothing."""

from __future__ import annotations

from messages import SpokenError


class BotError(SpokenError):
    """Base of everything that the guide's own commands may end with."""


class UnlabelledSentence(BotError):
    """A file of labelled sentences has a sentence without an intent."""

    zh = "{file} 中的“{line}”没有可用的意图标题。请在它前面写上 [lost] 之类的十二个意图之一。"
    en = "“{line}” in {file} stands under no known intent. Put a heading such as [lost], one of the twelve, above it."


class SlotsUnread(BotError):
    """A line of a file of sentences and their slots cannot be read."""

    zh = "{file} 中的“{line}”格式不对。应为：句子 | 槽位=值; 槽位=值"
    en = "“{line}” in {file} is not of the form: sentence | slot=value; slot=value"


class WeightsDamaged(BotError):
    """The weights file is not what `train` writes."""

    zh = "模型权重文件 {file} 无法读取。请运行 python -m bot train 重新生成。"
    en = "The weights file {file} cannot be read. Run python -m bot train to write it anew."


class TrainingLibraryMissing(BotError):
    """scikit-learn is not installed; only training needs it."""

    zh = "训练需要 scikit-learn，本环境没有安装。请先运行 make setup。"
    en = "Training needs scikit-learn, which is not installed here. Run make setup first."
