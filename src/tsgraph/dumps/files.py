"""The files that readers download."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tsgraph.dumps.serialise import FORMATS, serialise

if TYPE_CHECKING:
    from pathlib import Path

NAME = "tsgraph"
# The default graph as Turtle, for those who want one graph; everything in the two formats for data sets.
OFFERED = ("ttl", "trig", "nq")
CHECKSUMS = "SHA256SUMS"


def write_dumps(quads: bytes, folder: Path) -> list[Path]:
    """Write the dumps and their checksums.

    Args:
        quads: The data set in N-Quads.
        folder: Where to; made if it is missing.

    Returns:
        The files, checksums last.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files, sums = [], []
    for name in OFFERED:
        path = folder / f"{NAME}.{name}"
        content = serialise(quads, FORMATS[name])
        path.write_bytes(content)
        files.append(path)
        sums.append(f"{hashlib.sha256(content).hexdigest()}  {path.name}\n")
    checksums = folder / CHECKSUMS
    checksums.write_text("".join(sums), encoding="utf-8")
    return [*files, checksums]
