"""Reads `application/x-www-form-urlencoded` text strictly.

Libraries replace what they cannot decode, and a query with a replaced byte is another query. Here every fault
is an error (SPARQL 1.1 Protocol 2.1.1-2.1.3: percent-encoded UTF-8).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from .problems import ProtocolError

_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Parameters:
    """Names and values in the order they came."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def parse(cls, encoded: bytes) -> Parameters:
        """Decode a query string or a form.

        Raises:
            ProtocolError: broken percent-encoding, invalid UTF-8, NUL, or more than a thousand parameters.
        """
        if _BROKEN.search(encoded):
            raise ProtocolError("bad-encoding")
        parts = [part for part in encoded.split(b"&") if part]
        if len(parts) > _MOST:
            raise ProtocolError("too-many-parameters")
        pairs = []
        for part in parts:
            name, _, value = part.replace(b"+", b" ").partition(b"=")
            pairs.append((decode(unquote_to_bytes(name)), decode(unquote_to_bytes(value))))
        return cls(tuple(pairs))

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a name that are not empty; forms send empty fields along."""
        return tuple(value for key, value in self.pairs if key == name and value)

    def has(self, name: str) -> bool:
        """Whether the name occurs, with or without a value."""
        return any(key == name for key, _ in self.pairs)

    def one(self, name: str) -> str | None:
        """The value of a name that may occur once.

        Raises:
            ProtocolError: it occurs more than once.
        """
        values = [value for key, value in self.pairs if key == name]
        if len(values) > 1:
            raise ProtocolError("repeated-parameter", name=name)
        return values[0] if values else None

    def __add__(self, other: Parameters) -> Parameters:
        """Both sets, one after the other."""
        return Parameters(self.pairs + other.pairs)


def decode(data: bytes) -> str:
    """UTF-8 to text.

    Raises:
        ProtocolError: invalid UTF-8 or NUL.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ProtocolError("bad-utf8") from None
    if "\0" in text:
        raise ProtocolError("nul-character")
    return text
