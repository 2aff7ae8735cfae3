"""Against harvesting: a network that missed often pays for each further typed look-up with work or with time.

`puzzle` makes and checks the challenge (pure), `gate` asks for it. docs/adr/0012-harvesting.md says why it is so.
"""
