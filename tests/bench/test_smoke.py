"""The parts of the comparison that need no server."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bench import answers, environments, figures, http11, report, verdict, workload
from bench.client import Measured
from bench.comparison import Examined, Plan, Result, Round
from bench.servers import OURS, OURS_UNCACHED, OXIGRAPH, SERVERS
from tsgraph.project import Project


def test_percentile_is_the_nearest_rank() -> None:
    values = [float(n) for n in range(1, 201)]
    assert figures.percentile(values, 0.5) == 100
    assert figures.percentile(values, 0.99) == 198
    assert figures.percentile([7.0], 0.99) == 7


def test_ratios_are_taken_within_a_round() -> None:
    assert figures.ratio([10.0, 100.0, None], [5.0, 10.0, 1.0]) == 6
    assert figures.ratio([None], [1.0]) is None


def test_numbers_show_three_digits() -> None:
    shown = [figures.number(value) for value in (20712.4, 141.2, 3.118, 0.25, 0, None)]
    assert shown == ["20,700", "141", "3.12", "0.250", "0", "–"]


def test_an_answer_is_complete_when_its_length_or_last_chunk_has_come() -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
    assert http11.parse(whole) == (200, 3, False)
    assert http11.parse(whole[:-1]) is None
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"
    assert http11.parse(chunked) == (200, 5, False)
    assert http11.body(chunked) == b"abcde"
    assert all(http11.parse(chunked[:length]) is None for length in range(len(chunked)))
    assert http11.parse(b"HTTP/1.1 503 Busy\r\nConnection: close\r\n\r\n") == (503, 0, True)


def test_answers_are_compared_whatever_their_order_and_spelling() -> None:
    string = "http://www.w3.org/2001/XMLSchema#string"
    one, two = {"x": {"type": "literal", "value": "a"}}, {"x": {"type": "uri", "value": "urn:b"}}
    spelled = {"x": {"type": "typed-literal", "value": "a", "datatype": string}}
    first, second, other = (
        answers.read(json.dumps({"results": {"bindings": rows}}).encode(), workload.ROWS)
        for rows in ([one, two], [two, spelled], [two, two])
    )
    assert first == second
    assert first.rows == other.rows == 2
    assert first != other


def test_triples_are_counted_once() -> None:
    assert answers.read(b"<a:a> <a:b> <a:c> .\n<a:a> <a:b> <a:c> .\n", workload.TRIPLES).rows == 1


@pytest.mark.parametrize("media_type", [workload.ROWS, workload.TRIPLES])
def test_an_unreadable_answer_is_told_from_an_empty_one(media_type: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answers.read(b"{}", media_type)


def test_the_author_of_a_query_decides_which_count_is_right() -> None:
    assert answers.agreed(1, {"a": 3, "b": 3, "c": 1}) == 1
    assert answers.agreed(2, {"a": 3, "b": 3, "c": 1}) == 3
    assert answers.agreed(None, {}) is None


def test_there_are_ten_queries() -> None:
    queries = workload.load(Project.find())
    assert len({query.name for query in queries}) == 10
    assert sum(query.rows is not None for query in queries) == 6


def test_rivals_are_pinned_with_hashes_and_no_address() -> None:
    for name in (server.program for server in SERVERS if isinstance(server.program, str)):
        lock = environments.FOLDER / f"{name}.lock"
        text = lock.read_text(encoding="utf-8")
        pins = environments.versions(lock)
        assert name in pins
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text


def _results() -> tuple[list[workload.Query], list[Result]]:
    queries = [workload.Query("easy", "ASK {}", rows=1), workload.Query("hard", "ASK {}", rows=2)]
    results = []
    for server, rate in ((OURS, 900), (OURS_UNCACHED, 100), (OXIGRAPH, 200)):
        measured = Measured(1.0, rate, {}, 1.0, 2.0, 0.1, 0.2)
        examined = {"easy": Examined(1, 0.5, "e", 10), "hard": Examined(2, 5.0, "h", 20)}
        results.append(Result(server, examined, [Round(0.5, 1 << 20, "PSS", measured)]))
    results[2].examined["hard"] = Examined(3, 1.0, "x", 30, "3 rows instead of 2")
    return queries, results


def test_a_server_that_differs_is_named() -> None:
    assert verdict.findings(*_results()) == ["oxigraph, hard: 3 rows instead of 2; not part of its load."]


def test_failures_under_load_and_a_busy_client_are_named() -> None:
    queries, results = _results()
    results[0].rounds = [Round(measured=Measured(1.0, 10, {"status 503": 2}, client_share=0.95))]
    results[1].rounds = [Round(problem="it ended")]
    found = "\n".join(verdict.findings(queries, results))
    assert "tsgraph, under load: status 503: 2, beside 10 right answers." in found
    assert "tsgraph: the load generator used nearly a whole core" in found
    assert "tsgraph, answer cache off: it ended" in found


def test_aims_are_held_against_the_bound() -> None:
    reached = {aim.what: aim.reached for aim in verdict.aims(_results()[1])}
    assert reached["requests a second as a multiple of oxigraph, answers repeat"]
    assert reached["requests a second as a multiple of oxigraph, cache off"]
    assert not reached["requests a second as a multiple of rdflib-endpoint, cache off"]  # not measured
    assert reached["start to first answer"]


def test_tables_hold_every_server_and_replace_their_predecessors() -> None:
    machine = dict.fromkeys(("processor", "cores", "memory", "kernel", "python"), "x")
    facts = report.Facts(date(2026, 1, 2), machine, {"oxigraph": "1"}, "abc", 3, 0.1, Plan())
    queries, results = _results()
    table = report.markdown(facts, queries, results)
    assert (
        "| oxigraph | 0.500 s | 200 (200 to 200) | 1.00 ms | 2.00 ms | 500 µs | 1.00 MiB | 20.0 % |" in table
    )
    assert "| oxigraph | 4.50 | 0.500 |" in table
    assert "| hard | 2 | 5.00 | 5.00 | 3 rows instead of 2 |" in table
    assert "| 1.00 | 1.00 | 1.00 |" in table
    assert json.loads(json.dumps(report.document(facts, queries, results)))["day"] == "2026-01-02"
    text = report.insert("# Performance\n\nWords.\n", "old")
    assert report.insert(text, "new") == text.replace("old", "new")
    assert text.startswith("# Performance\n\nWords.\n\n## Comparison\n")
