"""Answers of an immutable data set, kept within a number of bytes."""

from __future__ import annotations

import collections
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

_OVERHEAD = 500  # bytes of an entry beside its body and key, roughly
_LARGEST_SHARE = 8


class AnswerCache:
    """Keeps what was used last.

    Args:
        capacity: bytes; 0 keeps nothing.
    """

    def __init__(self, capacity: int) -> None:
        """Start empty."""
        self._capacity = capacity
        self._lock = threading.Lock()
        self._entries: collections.OrderedDict[Hashable, tuple[bytes, int]] = collections.OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> bytes | None:
        """The body kept under a key."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                self.misses += 1
                return None
            self.hits += 1
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, body: bytes, key_size: int = 0) -> None:
        """Keep a body unless it alone would take more than an eighth of the room."""
        size = len(body) + key_size + _OVERHEAD
        if size > self._capacity // _LARGEST_SHARE:
            return
        with self._lock:
            if key in self._entries:
                self.size -= self._entries.pop(key)[1]
            self._entries[key] = (body, size)
            self.size += size
            while self.size > self._capacity:
                _, (_, freed) = self._entries.popitem(last=False)
                self.size -= freed
