"""The address behind a QR code, and finding a code in whatever a person scanned, copied or typed.

    address = Address.parse("https://zc.example")
    address.of("2183…")                       # HTTPS://ZC.EXAMPLE/V/2183…
    address.code_in("zc.example/v/２１８３…")    # 2183…

A QR symbol holds upper-case letters, digits and `:/.` in 5.5 bits each, which is why the address is upper-case
(RFC 3986 section 6.2.2.1: scheme and host do not distinguish case; the site answers `/V/` as it stands).
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from signing.errors import CodeTooLong, ForeignAddress, InvalidAddress, NotACode

MAX_TYPED = 4_000
MAX_PREFIX = 40  # what the size table in FORMAT.md section 6 counts with
MAX_HOST = MAX_PREFIX - len("HTTPS://" + "/V/")
MAX_HOST_SHOWN = 253  # RFC 1035 section 3.1

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS = re.compile(rf"(https?)://({_LABEL}(?:\.{_LABEL})*(?::[1-9][0-9]{{0,4}})?)/?")
_IGNORED = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_PATH = re.compile(r"/?[Vv]/([0-9]+)/?(?:[?#].*)?")
_WEB = re.compile(r"(?:[Hh][Tt][Tt][Pp][Ss]?:)?//([^/?#]*)(.*)")
# Without a scheme only a dotted name or a port tells a host from other text.
_BARE = re.compile(r"([^/?#:]+\.[^/?#:]+(?::[0-9]+)?|[^/?#:]+:[0-9]+)(/.*)")


@dataclass(frozen=True, slots=True)
class Address:
    """The official address: `scheme` (http only for demonstrations) and `authority`, host and port in lower case."""

    scheme: str
    authority: str

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `https://host[:port]`; raises `InvalidAddress` for anything that cannot stand in a small QR symbol."""
        match = _ADDRESS.fullmatch(text.strip().lower())
        if match is None or len(match[2]) > MAX_HOST:
            raise InvalidAddress(limit=MAX_HOST)
        return cls(match[1], match[2])

    @property
    def origin(self) -> str:
        """What a person types into the address bar: `https://host`."""
        return f"{self.scheme}://{self.authority}"

    @property
    def prefix(self) -> str:
        """What stands before the digits, at most 40 characters: `HTTPS://HOST/V/`."""
        return f"{self.scheme}://{self.authority}/V/".upper()

    def of(self, code: str) -> str:
        """The address of a code, as its QR symbol holds it."""
        return self.prefix + code

    def code_in(self, text: str) -> str:
        """The digits in a whole address of this site, its path, or digits alone; they are not verified.

        Full-width characters and white space, also within the digits, are accepted. Raises `ForeignAddress` for an
        address of any other host or port, `NotACode` where there is nothing to find, `CodeTooLong` above 4,000
        characters.
        """
        if len(text) > MAX_TYPED:
            raise CodeTooLong(limit=MAX_TYPED)
        if text.isascii() and text.encode().isdigit():
            return text  # what a scan arrives as
        plain = _IGNORED.sub("", unicodedata.normalize("NFKC", text))
        if plain.isascii() and plain.isdigit():
            return plain
        path = _PATH.fullmatch(plain)
        if path is None:
            path = _PATH.fullmatch(self._path_on_this_site(plain))
        if path is None:
            raise NotACode
        return path[1]

    def _path_on_this_site(self, text: str) -> str:
        """The part behind our own host. Compared as a whole: user names, ports and dots make it another's."""
        match = _WEB.fullmatch(text) or _BARE.fullmatch(text)
        if match is None:
            raise NotACode
        if match[1].lower() == self.authority:
            return match[2]
        host = _shown(match[1])
        # With a user name or a backslash it may lead here after all, but nothing that we made is written like that.
        raise NotACode if host == self.authority else ForeignAddress(host=host)


def _shown(authority: str) -> str:
    """The host and port that a browser would go to, in characters that cannot imitate others or break out of a page.

    Browsers take a backslash for a slash and whatever stands before `@` for a user name (WHATWG URL, host state).
    """
    host = authority.partition("\\")[0].rpartition("@")[2].lower()[:MAX_HOST_SHOWN]
    with suppress(UnicodeError):  # not a possible host name: what is not ASCII is replaced below
        host = host.encode("idna").decode()
    return re.sub(r"[^a-z0-9.:\[\]_-]", "?", host)[:MAX_HOST_SHOWN] or "?"
