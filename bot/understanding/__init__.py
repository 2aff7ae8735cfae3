"""What a sentence wants (one of twelve intents) and what it says (slots), offline and without heavy dependencies.

    from bot.understanding import understand

    said = understand("我是从广东调到武汉的高级工程师，证书要怎么确认", today=date(2026, 11, 20))
    said.intent          # Intent.CONFIRM
    said.choices         # () when sure, else the three likeliest intents to offer
    said.slots           # {"region_from": "440000", "region_to": "420100", "title": "高级工程师", …}

`understand` never raises for any text. The model is linear over character n-grams and was trained by
`python -m bot train` from the sentences in `examples/`; slots come from gazetteers in `data/` and patterns, and what a
sentence denies (正高级还没评) is not extracted.
"""

from bot.understanding.intents import Intent
from bot.understanding.sentence import Understanding, understand
from bot.understanding.values import (
    Level,
    Notice,
    Origin,
    PartialDate,
    Route,
    Slot,
    SlotValue,
    UnitKind,
)

__all__ = [
    "Intent",
    "Level",
    "Notice",
    "Origin",
    "PartialDate",
    "Route",
    "Slot",
    "SlotValue",
    "Understanding",
    "UnitKind",
    "understand",
]
