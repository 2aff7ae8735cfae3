"""The guide's conversation: from a person's sentence to what their case requires.

    python -m bot understand "我是从广东调到武汉的高级工程师，证书要怎么确认"
    python -m bot chat

`bot.conversation` is the pure step from a reply to a turn, over a notice of `policy`; it stores nothing and submits
nothing. `bot.understanding` reads sentences; it knows no notice, keeps no state and imports nothing of the house but
`messages`.
"""
