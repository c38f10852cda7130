from __future__ import annotations

from tsgraph.sparql.cache import AnswerCache


def test_an_answer_is_found_again() -> None:
    cache = AnswerCache(1 << 20)
    assert cache.get("a") is None
    cache.put("a", b"x")
    assert cache.get("a") == b"x"
    assert (cache.hits, cache.misses) == (1, 1)


def test_the_cache_stays_within_its_bytes_and_forgets_what_was_used_longest_ago() -> None:
    cache = AnswerCache(20_000)
    for n in range(100):
        cache.put(n, b"x" * 1000)
        cache.get(0)
    assert cache.size <= 20_000
    assert cache.get(0) is not None
    assert cache.get(1) is None
    assert cache.get(99) is not None


def test_an_answer_that_would_push_out_all_others_is_not_kept() -> None:
    cache = AnswerCache(20_000)
    cache.put("big", b"x" * 10_000)
    assert cache.get("big") is None


def test_storing_again_does_not_count_twice() -> None:
    cache = AnswerCache(20_000)
    for _ in range(50):
        cache.put("a", b"x" * 1000)
    assert cache.size < 2000


def test_a_cache_without_room_keeps_nothing() -> None:
    cache = AnswerCache(0)
    cache.put("a", b"")
    assert cache.get("a") is None
