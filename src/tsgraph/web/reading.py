"""Reading the graph for a page: its queries, bound, run and kept for as long as the data stay the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Generic, TypeVar

from tsgraph.engine.errors import EngineError
from tsgraph.engine.interface import Query
from tsgraph.questions.answers import RESULTS_JSON, Table
from tsgraph.questions.binding import Template

if TYPE_CHECKING:
    from tsgraph.engine.interface import Engine


Kept = TypeVar("Kept")


class Cache(Generic[Kept]):
    """What was last asked for, within a number of bytes; safe between threads."""

    def __init__(self, capacity: int) -> None:
        """Keep at most `capacity` bytes."""
        self._capacity, self._held = capacity, 0
        self._entries: OrderedDict[tuple[str, ...], tuple[Kept, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, ...]) -> Kept | None:
        """What is kept under a key, if there is something."""
        with self._lock:
            if (entry := self._entries.get(key)) is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: tuple[str, ...], kept: Kept, size: int) -> None:
        """Keep something and let the oldest go."""
        with self._lock:
            if key in self._entries or size > self._capacity // 4:
                return
            self._entries[key] = (kept, size)
            self._held += size
            while self._held > self._capacity:
                self._held -= self._entries.popitem(last=False)[1][1]


class Reader:
    """Runs queries for pages.

    Args:
        engine: What answers them.
        capacity: Bytes of answers to keep.
    """

    # a row costs several times its JSON once parsed, so the JSON is counted that often
    _WEIGHT = 6

    def __init__(self, engine: Engine, capacity: int) -> None:
        """Read the page queries of the package."""
        self.engine = engine
        self._cache: Cache[Table] = Cache(capacity)
        folder = files("tsgraph.web").joinpath("queries")
        self._templates = {
            entry.name.removesuffix(".rq"): Template(entry.read_text(encoding="utf-8"))
            for entry in folder.iterdir()
            if entry.name.endswith(".rq")
        }

    @property
    def version(self) -> str:
        """The version of the data, "" while the engine cannot say."""
        try:
            return self.engine.version
        except (EngineError, OSError):
            return ""

    def text(self, name: str, terms: Mapping[str, str | Iterable[str]]) -> str:
        """A page query with its blanks filled."""
        return self._templates[name].fill(terms)

    def page(self, name: str, **terms: str | Iterable[str]) -> Table:
        """The answer to a page query.

        Args:
            name: The query's file without `.rq`.
            terms: What its blanks hold, as `tsgraph.questions.binding` writes terms.

        Raises:
            EngineError: It could not be answered.
        """
        return self.table(self.text(name, terms))

    def table(self, text: str) -> Table:
        """The answer to a SELECT query, from the cache if it was asked before.

        Raises:
            EngineError: It could not be answered.
        """
        key = (self.version, text)
        if (kept := self._cache.get(key)) is not None:
            return kept
        answer = self.engine.query(Query(text, media_type=RESULTS_JSON))
        table = Table.parse(answer.body)
        self._cache.put(key, table, len(answer.body) * self._WEIGHT)
        return table
