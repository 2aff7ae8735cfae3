"""How large a list may be. Each is checked before, or while, the bytes are read, never after."""

MAX_FILE_BYTES = 40 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 100
MAX_CELL = 1_000
"""Characters of one cell: the longest code with its address has 960. What is longer is cut one character later, so that
the field's own limit refuses it.
"""

MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
MAX_RATIO = 100
"""Unpacked to packed bytes of one member; real sheets stay below 40."""

RATIO_MATTERS_FROM = 8 * 1024 * 1024
"""Unpacked bytes below which a member's ratio does not matter."""

MAX_SMALL_PART_BYTES = 8 * 1024 * 1024
"""Of the workbook's own parts: its list of sheets, relations and styles."""

MAX_SHARED_STRINGS = 1_000_000
MAX_TAGS_PER_ROW = 6 * MAX_COLUMNS
"""Opening and closing ones; a cell has two to six."""

MAX_TAGS_PER_STRING = 100
"""A run of rich text has some twenty."""

MAX_DEPTH = 64
HEADING_ROWS = 20
"""The heading row is looked for among the first 20 rows that hold anything."""
