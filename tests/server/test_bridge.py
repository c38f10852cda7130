"""The bridge under a loop of its own; the real server is in test_serving."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from tsgraph.server import bridge
from tsgraph.server.bridge import Bridge, call, environ


class Headers:
    """As granian has them: names in lower case, each as often as it came."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = pairs

    def items(self) -> Iterable[tuple[str, str]]:
        return list(self._pairs)

    def get(self, name: str) -> str | None:
        return dict(self._pairs).get(name)


class Scope:
    proto = "http"
    http_version = "1.1"
    server = "127.0.0.1:8000"
    client = "192.0.2.7:4711"
    scheme = "http"
    method = "POST"
    path = "/ü"
    query_string = "a=b"
    authority: str | None = None

    def __init__(self, *headers: tuple[str, str], **changes: str) -> None:
        self.headers = Headers(*headers)
        for name, value in changes.items():
            setattr(self, name, value)


class Exchange:
    """A request's body and the answer to it."""

    def __init__(self, *chunks: bytes, stall: bool = False, gone: bool = False) -> None:
        self.chunks, self.stall, self.gone = chunks, stall, gone
        self.answer: tuple[int, dict[str, str], bytes] | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self.chunks:
            yield chunk
        if self.stall:
            await asyncio.Event().wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        if self.gone:
            raise RuntimeError("protocol closed")
        self.answer = (status, dict(headers), body)


def echo(environment: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    body = environment["wsgi.input"].read()
    if body == b"fail":
        raise ValueError(body)
    start_response("201 Created", [("Content-Type", "text/plain")])
    return [environment["REQUEST_METHOD"].encode(), b" ", body]


def run(*requests: tuple[Scope, Exchange], **options: Any) -> list[bool]:
    """Serve requests at once, from start to end; the list says that the application was stopped."""
    stopped: list[bool] = []
    settings = {"threads": 2, "body_bytes": 100, **options}
    served = Bridge(lambda: echo, lambda: stopped.append(True), **settings)

    async def main() -> None:
        served.__rsgi_init__(asyncio.get_running_loop())
        await asyncio.gather(*(served.__rsgi__(scope, exchange) for scope, exchange in requests))
        served.__rsgi_del__(asyncio.get_running_loop())

    asyncio.run(main())
    return stopped


def test_a_request_reaches_the_application_and_its_answer_the_client() -> None:
    exchange = Exchange(b"he", b"llo")
    assert run((Scope(("content-length", "5")), exchange)) == [True]
    assert exchange.answer == (201, {"content-type": "text/plain"}, b"POST hello")


def test_many_requests_share_few_threads() -> None:
    before = threading.active_count()
    requests = [(Scope(("content-length", "1")), Exchange(b"x")) for _ in range(50)]
    run(*requests, waiting=100)
    assert all(exchange.answer and exchange.answer[2] == b"POST x" for _, exchange in requests)
    assert threading.active_count() == before


def test_a_request_without_a_body_waits_for_none() -> None:
    exchange = Exchange(stall=True)
    run((Scope(method="GET"), exchange))
    assert exchange.answer == (201, {"content-type": "text/plain"}, b"GET ")


@pytest.mark.parametrize(
    ("headers", "chunks"),
    [
        ([("content-length", "101")], []),
        ([("transfer-encoding", "chunked")], [b"x" * 60, b"x" * 60]),
    ],
)
def test_a_body_that_is_too_long_is_refused(headers: list[tuple[str, str]], chunks: list[bytes]) -> None:
    exchange = Exchange(*chunks, stall=True)
    run((Scope(*headers), exchange))
    assert exchange.answer is not None
    assert exchange.answer[0] == 413


def test_a_body_that_does_not_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "BODY_SECONDS", 0.05)
    exchange = Exchange(b"x", stall=True)
    run((Scope(("content-length", "5")), exchange))
    assert exchange.answer is not None
    assert exchange.answer[0] == 408


def test_more_requests_than_may_wait_are_refused_at_once() -> None:
    exchange = Exchange()
    run((Scope(method="GET"), exchange), waiting=0)
    assert exchange.answer is not None
    status, headers, _ = exchange.answer
    assert (status, headers["retry-after"]) == (503, "1")


def test_a_failing_application_is_a_500_without_details(caplog: pytest.LogCaptureFixture) -> None:
    exchange = Exchange(b"fail")
    run((Scope(("content-length", "4")), exchange))
    assert exchange.answer is not None
    assert (exchange.answer[0], exchange.answer[2]) == (500, b"Internal server error\n")
    assert "ValueError" in caplog.text


def test_a_client_that_is_gone_disturbs_nobody() -> None:
    gone, other = Exchange(gone=True), Exchange()
    run((Scope(method="GET"), gone), (Scope(method="GET"), other))
    assert other.answer is not None


def test_what_is_not_http_is_left_alone() -> None:
    exchange = Exchange()
    run((Scope(proto="ws"), exchange))
    assert exchange.answer is None


def test_the_environment_follows_pep_3333() -> None:
    scope = Scope(
        ("host", "example.org"),
        ("content-type", "text/plain"),
        ("content-length", "999"),
        ("transfer-encoding", "chunked"),
        ("accept", "a/b"),
        ("accept", "c/d"),
        ("proxy", "http://evil"),
        authority="example.com",
    )
    found = environ(scope, b"body")
    assert found["PATH_INFO"].encode("latin-1").decode() == "/ü"
    assert found["CONTENT_LENGTH"] == "4"
    assert found["CONTENT_TYPE"] == "text/plain"
    assert found["HTTP_ACCEPT"] == "a/b, c/d"
    assert found["HTTP_HOST"] == "example.org"
    assert (found["SERVER_NAME"], found["SERVER_PORT"], found["REMOTE_ADDR"]) == (
        "127.0.0.1",
        "8000",
        "192.0.2.7",
    )
    assert not {"HTTP_PROXY", "HTTP_TRANSFER_ENCODING", "HTTP_CONTENT_LENGTH"} & set(found)


def test_an_answer_may_be_written_and_must_be_closed() -> None:
    closed: list[bool] = []

    class Parts:
        def __iter__(self) -> Any:
            return iter([b"b"])

        def close(self) -> None:
            closed.append(True)

    def application(_environment: WSGIEnvironment, start_response: StartResponse) -> Any:
        start_response("200 OK", [])(b"a")
        return Parts()

    assert call(application, {}) == (200, [], b"ab")
    assert closed == [True]
