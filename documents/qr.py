"""QR codes of addresses: what is dark, as a picture, as a drawing for paper, and as text for a terminal.

    code = symbol("HTTPS://HOST/V/4202…")
    print(terminal(code))

Always error correction M. The part up to the last slash is one alphanumeric segment, the digits after it one numeric
segment (3⅓ bits each), which keeps a typical certificate at version 10.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Final

from PIL import Image
from qrcode import ERROR_CORRECT_M, QRCode
from qrcode.exceptions import DataOverflowError
from qrcode.util import BIT_LIMIT_TABLE, QRData, length_in_bits

from documents.errors import BadAddress, SymbolTooLarge

QUIET_MODULES = 4  # light modules that ISO/IEC 18004 wants around a symbol
LARGEST_VERSION = 40

# Mode indicators of ISO/IEC 18004; `qrcode` chooses these two by itself from what a segment holds.
NUMERIC: Final = 1
ALPHANUMERIC: Final = 2

# ISO/IEC 18004 chooses the mask by penalty points so that no large plain area arises. The digits come from a signature
# and are as good as random, so any mask does; searching all eight costs six times as much as the symbol itself.
MASK = 2

ADDRESS = re.compile(r"(?P<prefix>[A-Z0-9$%*+\-./:]+/)(?P<digits>[0-9]+)", re.ASCII)
DARK_RUN = re.compile(b"\x01+")
BARS = [f"h{length}v1h-{length}z" for length in range(4 * LARGEST_VERSION + 18)]
DARK_ON_LIGHT = "\x1b[38;5;16;48;5;231m"
PLAIN = "\x1b[0m"
HALF_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code: `modules[row][column]` is True where dark; no quiet zone."""

    version: int
    modules: tuple[tuple[bool, ...], ...]

    @property
    def size(self) -> int:
        """Modules along one side: 57 for version 10."""
        return len(self.modules)


def symbol(address: str) -> Symbol:
    """The QR code of an upper-case URL that ends in digits; raises `BadAddress` or `SymbolTooLarge`."""
    match = ADDRESS.fullmatch(address)
    if match is None:
        raise BadAddress()
    version = _smallest_version(len(match["prefix"]), len(match["digits"]))
    code = QRCode(version, ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(QRData(match["prefix"]), optimize=0)
    code.add_data(QRData(match["digits"]), optimize=0)
    code.make(fit=False)
    return Symbol(version, tuple(tuple(map(bool, row)) for row in code.modules))


def link_symbol(url: str) -> Symbol:
    """The QR code of any URL, as bytes; for a link that nobody types. Raises `SymbolTooLarge`."""
    code = QRCode(None, ERROR_CORRECT_M, border=0)
    code.add_data(url)
    try:
        code.make(fit=True)
    except DataOverflowError as error:
        raise SymbolTooLarge(version="> 40", limit=LARGEST_VERSION) from error
    return Symbol(code.version, tuple(tuple(map(bool, row)) for row in code.modules))


def _smallest_version(letters: int, digits: int) -> int:
    """Counting bits here spares `qrcode` a trial encoding, a third of its time."""
    body = letters // 2 * 11 + letters % 2 * 6 + digits // 3 * 10 + (0, 4, 7)[digits % 3]
    for version in range(1, LARGEST_VERSION + 1):
        headers = 8 + length_in_bits(ALPHANUMERIC, version) + length_in_bits(NUMERIC, version)
        if headers + body <= BIT_LIMIT_TABLE[ERROR_CORRECT_M][version]:
            return version
    raise SymbolTooLarge(version="> 40", limit=LARGEST_VERSION)


def png(symbol: Symbol, scale: int = 8) -> bytes:
    """A black and white PNG with its quiet zone; `scale` pixels along the side of a module."""
    side = symbol.size + 2 * QUIET_MODULES
    picture = Image.new("1", (side, side), 1)
    dark = [not module for row in symbol.modules for module in row]
    core = Image.new("1", (symbol.size, symbol.size))
    core.putdata(dark)
    picture.paste(core, (QUIET_MODULES, QUIET_MODULES))
    file = io.BytesIO()
    picture.resize((side * scale, side * scale), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()


def svg(symbol: Symbol) -> str:
    """A drawing for print, one unit per module, no quiet zone, no background: the runs of dark modules as one path."""
    runs = [
        f"M{run.start()} {y}{BARS[len(run[0])]}"
        for y, row in enumerate(symbol.modules)
        for run in DARK_RUN.finditer(bytes(row))
    ]
    size = symbol.size
    return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {size} {size}'><path d='{''.join(runs)}'/></svg>"


def terminal(symbol: Symbol) -> str:
    """Lines of half blocks with quiet zone, black on white by explicit colours, so that a dark terminal scans too."""
    width = symbol.size + 2 * QUIET_MODULES
    light = (False,) * width
    margin = (False,) * QUIET_MODULES
    rows = [light] * QUIET_MODULES + [margin + row + margin for row in symbol.modules] + [light] * QUIET_MODULES
    rows += [light] * (len(rows) % 2)
    lines = ("".join(HALF_BLOCKS[pair] for pair in zip(*rows[i : i + 2], strict=True)) for i in range(0, len(rows), 2))
    return "\n".join(f"{DARK_ON_LIGHT}{line}{PLAIN}" for line in lines)
