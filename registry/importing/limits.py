"""How large a holder's photo may be; the limits of lists are in `tables.limits`."""

MAX_PHOTO_BYTES = 200 * 1024
MAX_PHOTO_WIDTH = 1_200
MAX_PHOTO_HEIGHT = 1_800
"""Photo sizes in pixels."""
