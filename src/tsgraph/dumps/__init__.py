"""The data set as files: Turtle, TriG, N-Quads, with checksums."""

from tsgraph.dumps.files import write_dumps
from tsgraph.dumps.serialise import FORMATS, DumpError, serialise

__all__ = ["FORMATS", "DumpError", "serialise", "write_dumps"]
