"""The query operation of the SPARQL 1.1 Protocol, and the HTTP around it."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.namespace import RDF, Namespace

from tsgraph.engine.embedded import EmbeddedEngine
from tsgraph.engine.interface import GRAPH_TYPES, JSON, RESULT_TYPES, Answer
from tsgraph.sparql import problems, protocol

from .conftest import SETTINGS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
SELECT = "SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)"
BOTH = "SELECT * { { ?s ?p ?o BIND('-' AS ?g) FILTER(isLiteral(?o)) } UNION { GRAPH ?g { ?s ?p ?o } } }"
CROWD = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(14))
DOUBLING = "".join(f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1}) " for n in range(16))
FORM, SPARQL = "application/x-www-form-urlencoded", "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def get(client: FlaskClient, query: str | None = None, accept: str = "", **parameters: Any) -> Any:
    headers = {"Accept": accept} if accept else {}
    given = {**({"query": query} if query is not None else {}), **parameters}
    return client.get("/sparql", query_string=given, headers=headers)


def values(response: Any) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["o"]["value"] for row in json.loads(response.data)["results"]["bindings"]]


EXPECTED = ["", "0", "Kişi", "default", "false"]


def test_query_by_get(client: FlaskClient) -> None:
    """Protocol 2.1.1."""
    response = get(client, SELECT)
    assert response.mimetype == JSON
    assert values(response) == EXPECTED


def test_query_by_post_of_a_form(client: FlaskClient) -> None:
    """Protocol 2.1.2."""
    assert values(client.post("/sparql", data={"query": SELECT})) == EXPECTED


def test_query_by_post_of_the_text(client: FlaskClient) -> None:
    """Protocol 2.1.3."""
    for content_type in ("application/sparql-query", "application/sparql-query; charset=UTF-8"):
        assert values(client.post("/sparql", data=SELECT, content_type=content_type)) == EXPECTED


def test_query_by_the_query_method(client: FlaskClient) -> None:
    """The HTTP QUERY method carries the query as its body, safely and repeatably."""
    answer = client.open("/sparql", method="QUERY", data=SELECT, content_type="application/sparql-query")
    assert values(answer) == EXPECTED


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    """RFC 9110 9.3.2."""
    full, head = get(client, SELECT), client.head("/sparql", query_string={"query": SELECT})
    assert head.data == b""
    assert head.headers == full.headers


def test_options_names_the_methods_and_permits_other_origins(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, POST, QUERY, OPTIONS"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused_with_those_that_exist(client: FlaskClient, method: str) -> None:
    """RFC 9110 15.5.6."""
    response = client.open("/sparql", method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        ([], [], {"-:default", "one:one", "two:two"}),
        (["http://x/one"], [], {"-:one"}),
        (["http://x/one", "http://x/two"], [], {"-:one", "-:two"}),
        ([], ["http://x/one"], {"one:one"}),
        (["http://x/two"], ["http://x/one"], {"-:two", "one:one"}),
        (["http://x/none"], ["http://x/none"], set()),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_the_data_set_of_the_protocol(
    client: FlaskClient, default: list[str], named: list[str], expected: set[str], way: str
) -> None:
    """Protocol 2.1.4; an unknown graph is an empty graph."""
    text = (
        BOTH.replace("SELECT *", "SELECT * FROM <http://x/two> FROM NAMED <http://x/two>")
        if default + named
        else BOTH
    )
    parameters: Any = [("default-graph-uri", iri) for iri in default] + [
        ("named-graph-uri", iri) for iri in named
    ]
    if way == "get":
        response = client.get("/sparql", query_string=_encode([("query", text), *parameters]))
    elif way == "form":
        response = client.post(
            "/sparql",
            data=_encode([("query", text), *parameters]),
            content_type="application/x-www-form-urlencoded",
        )
    else:
        response = client.post(
            "/sparql", query_string=_encode(parameters), data=text, content_type="application/sparql-query"
        )
    rows = json.loads(response.data)["results"]["bindings"]
    seen = {f"{row['g']['value'].rpartition('/')[2]}:{row['o']['value']}" for row in rows}
    assert {value for value in seen if value.rpartition(":")[2] in ("default", "one", "two")} == expected


def _encode(parameters: list[tuple[str, str]]) -> str:
    return urlencode(parameters)


def test_a_graph_name_that_is_no_iri_is_refused(client: FlaskClient) -> None:
    response = get(client, "ASK {}", **{"default-graph-uri": "relative"})
    assert response.status_code == 400
    assert response.json["type"].endswith("bad-graph-name")


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_results_in_each_format_hold_the_same_values(client: FlaskClient, media_type: str) -> None:
    response = get(client, SELECT, media_type)
    assert response.status_code == 200
    assert response.mimetype == media_type
    assert "Kişi" in response.text
    assert response.headers["Vary"] == "Accept"
    if media_type == "text/csv":
        rows = list(csv.reader(io.StringIO(response.text, newline="")))
        assert [row[0] if row else "" for row in rows[1:]] == EXPECTED


@pytest.mark.parametrize("media_type", RESULT_TYPES)
def test_ask_is_answered_in_each_result_format(client: FlaskClient, media_type: str) -> None:
    """The specification gives ASK no CSV or TSV; as elsewhere, they carry the one word."""
    assert "true" in get(client, "ASK {}", media_type).text


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <http://x/s>"])
def test_graphs_come_in_each_graph_format(client: FlaskClient, media_type: str, query: str) -> None:
    response = get(client, query, media_type)
    assert response.mimetype == media_type
    form = ox.RdfFormat.from_media_type(media_type)
    assert len(list(ox.parse(response.data, form))) == 5


def test_the_format_may_stand_in_the_address(client: FlaskClient) -> None:
    assert get(client, "ASK {}", JSON, format="csv").mimetype == "text/csv"
    assert get(client, "CONSTRUCT WHERE {?s ?p ?o}", output="json").mimetype == "application/ld+json"
    assert get(client, "ASK {}", format="pdf").status_code == 406


def test_what_does_not_exist_is_not_acceptable_and_the_rest_is_listed(client: FlaskClient) -> None:
    """RFC 9110 15.5.7."""
    for query, offers in (("ASK {}", RESULT_TYPES), ("DESCRIBE <http://x/s>", GRAPH_TYPES)):
        response = get(client, query, "image/png")
        assert response.status_code == 406
        assert response.json["available"].split(", ") == list(offers)


def test_a_browser_gets_json_where_nobody_makes_pages(client: FlaskClient) -> None:
    assert get(client, SELECT, BROWSER).mimetype == JSON


def test_a_browser_gets_a_page_where_somebody_makes_them(app: Flask) -> None:
    def page(text: str, answer: Answer) -> str:
        return f"<p>{text}: {len(answer.body)}, {answer.kind}"

    app.extensions[protocol.RESULT_PAGE] = page
    app.extensions[protocol.QUERY_PAGE] = lambda: "<p>write here"
    client = app.test_client()
    assert get(client, "ASK {}", BROWSER).text == "<p>ASK {}: 26, ask"
    assert get(client, SELECT, BROWSER).text.endswith(", select")
    assert get(client, "DESCRIBE <http://x/s>", BROWSER).mimetype == "text/turtle"
    assert get(client, None, BROWSER).text == "<p>write here"
    assert get(client, SELECT).mimetype == JSON


def test_an_answer_has_a_tag_and_is_not_sent_twice(client: FlaskClient) -> None:
    """RFC 9110 13.1.2."""
    first = get(client, SELECT)
    assert first.headers["Cache-Control"] == "public, no-cache"
    tag = first.headers["ETag"]
    again = client.get("/sparql", query_string={"query": SELECT}, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    others = [
        get(client, SELECT + " "),
        get(client, SELECT, "text/csv"),
        get(client, SELECT, **{"default-graph-uri": "http://x/one"}),
    ]
    assert len({tag, *(other.headers["ETag"] for other in others)}) == 4


def test_a_tag_of_anything_does_not_hide_an_error(client: FlaskClient) -> None:
    response = client.get("/sparql", query_string={"query": "ASK {"}, headers={"If-None-Match": "*"})
    assert response.status_code == 400


@pytest.mark.parametrize("query", ["SELECT (UUID() AS ?o) {}", "SELECT (RAND() AS ?o) {}"])
def test_what_differs_from_run_to_run_is_never_kept(client: FlaskClient, query: str) -> None:
    first, second = get(client, query), get(client, query)
    assert values(first) != values(second)
    assert "ETag" not in first.headers
    assert first.headers["Cache-Control"] == "no-store"


def test_repeated_queries_are_answered_from_memory(app: Flask, engine: EmbeddedEngine) -> None:
    client = app.test_client()
    values(get(client, SELECT))
    before = engine.status().counters["answered"]
    for _ in range(5):
        assert values(get(client, SELECT)) == EXPECTED
    assert engine.status().counters["answered"] == before


def test_answers_may_be_read_from_any_origin_and_are_not_sniffed(client: FlaskClient) -> None:
    for response in (get(client, SELECT), get(client, "ASK {"), get(client)):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_syntax_error_is_a_problem_document_with_its_place(client: FlaskClient) -> None:
    """RFC 9457; Protocol 2.1.6."""
    response = get(client, "SELECT *\n{ ?s foaf:name ?o }", "application/sparql-results+json, */*;q=0.1")
    assert response.status_code == 400
    assert response.mimetype == "application/problem+json"
    document: Any = response.json
    assert (document["line"], document["column"]) == (2, 6)
    assert document["excerpt"] == "{ ?s foaf:name ?o }"
    assert "PREFIX foaf:" in document["hint"]
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "never closed"), ("tr-TR,en;q=0.5", "kapatılmamış"), ("ru", "не закрыта"), ("de", "never")],
)
def test_errors_speak_the_language_of_the_reader(client: FlaskClient, language: str, word: str) -> None:
    headers = {"Accept": "text/plain, */*;q=0.1", "Accept-Language": language}
    response = client.get("/sparql", query_string={"query": "ASK {"}, headers=headers)
    assert word in response.text
    assert "ASK {\n    ^" in response.text
    assert response.headers["Content-Language"] in ("en", "tr", "ru")
    assert "Accept-Language" in response.headers["Vary"]


def test_a_browser_gets_an_error_as_a_page_where_somebody_makes_them(app: Flask) -> None:
    app.extensions[problems.RENDER_ERROR] = lambda problem: f"<p>{problem.title}"
    response = get(app.test_client(), "ASK {", BROWSER)
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert response.text == "<p>The query cannot be read"


def test_a_browser_gets_plain_words_where_nobody_makes_pages(client: FlaskClient) -> None:
    assert get(client, "ASK {", BROWSER).mimetype == "text/plain"


@pytest.mark.parametrize(
    ("request_", "slug"),
    [
        ({"query_string": {"query": "DROP ALL"}}, "update-refused"),
        ({"query_string": {"update": "DROP ALL"}}, "update-refused"),
        ({"method": "POST", "data": {"update": "DROP ALL"}}, "update-refused"),
        ({"method": "POST", "data": {"query": "insert data {}"}}, "update-refused"),
        (
            {"method": "POST", "data": "DROP ALL", "content_type": "application/sparql-update"},
            "update-refused",
        ),
        (
            {"method": "POST", "data": "DROP ALL", "content_type": "application/sparql-query"},
            "update-refused",
        ),
        ({"query_string": {"query": "ASK { SERVICE <http://x> {} }"}}, "service-refused"),
    ],
)
def test_updates_and_service_are_forbidden_in_any_spelling(
    client: FlaskClient, request_: dict[str, Any], slug: str
) -> None:
    response: Any = client.open("/sparql", **request_)
    assert response.status_code == 403
    assert response.json["type"].endswith(slug)
    assert values(get(client, SELECT)) == EXPECTED


@pytest.mark.parametrize(
    ("query_string", "slug"),
    [
        ("query=%", "bad-encoding"),
        ("query=ASK%20%7B%FF%7D", "bad-utf8"),
        ("query=ASK%20%7B%7D%00", "nul-character"),
        ("query=ASK%7B%7D&query=ASK%7B%7D", "repeated-parameter"),
        ("query=ASK%7B%7D&default-graph-uri=%E0", "bad-utf8"),
        ("query=", "syntax-error"),
        ("query=EXPLAIN", "syntax-error"),
    ],
)
def test_broken_requests_are_bad_requests(client: FlaskClient, query_string: str, slug: str) -> None:
    response: Any = client.get("/sparql", query_string=query_string)
    assert response.status_code == 400
    assert response.json["type"].endswith(slug)


@pytest.mark.parametrize(
    ("content_type", "body", "status", "slug"),
    [
        (SPARQL, b"ASK {\xff}", 400, "bad-utf8"),
        (SPARQL, b"ASK {}\0", 400, "nul-character"),
        (FORM, b"query=%zz", 400, "bad-encoding"),
        (FORM, b"x=y", 400, "missing-query"),
        (None, b"ASK {}", 415, "unsupported-media-type"),
        ("text/plain", b"ASK {}", 415, "unsupported-media-type"),
        (SPARQL + "; charset=latin1", b"ASK {}", 415, "unsupported-media-type"),
        (SPARQL, b"ASK {}" + b" " * (129 << 10), 413, "request-too-large"),
        (SPARQL, b"ASK {}" + b" " * (100 << 10), 413, "query-too-complex"),
    ],
)
def test_broken_posts_are_refused(
    client: FlaskClient, content_type: str | None, body: bytes, status: int, slug: str
) -> None:
    response: Any = client.post("/sparql", data=body, content_type=content_type)
    assert response.status_code == status
    assert response.json["type"].endswith(slug)


def test_a_query_may_not_stand_in_the_address_and_in_the_body(client: FlaskClient) -> None:
    response = client.post("/sparql?query=ASK%7B%7D", data="ASK {}", content_type=SPARQL)
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("query", "problems_"),
    [
        (f"SELECT (COUNT(*) AS ?n) {{ {CROWD} }}", {(504, "timeout")}),
        ("ASK { FILTER(" + "STR(" * 1000 + "1" + ")" * 1000 + ") }", {(400, "query-too-complex")}),
        # On a busy machine time may run out first.
        (f"SELECT * {{ {CROWD} }}", {(507, "result-too-large"), (504, "timeout")}),
        (
            f'SELECT ?v16 {{ BIND("aaaaaaaa" AS ?v0) {DOUBLING} }}',
            {(507, "memory-exceeded"), (504, "timeout")},
        ),
    ],
)
def test_limits_answer_with_their_status(
    client: FlaskClient, query: str, problems_: set[tuple[int, str]]
) -> None:
    response: Any = get(client, query)
    assert (response.status_code, response.json["type"].rpartition("/")[2]) in problems_
    assert ("Retry-After" in response.headers) is (response.status_code == 504)


def test_relative_iris_are_resolved_against_the_address_of_the_service(client: FlaskClient) -> None:
    """Query 4.1.1, RFC 3986 5.1.3."""
    response = get(client, "SELECT (STR(<x>) AS ?o) {}")
    assert values(response) == ["http://localhost/x"]


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_without_a_query_the_service_describes_itself(
    client: FlaskClient, media_type: str, engine: EmbeddedEngine
) -> None:
    """Service Description 2."""
    response = get(client, None, media_type)
    assert response.mimetype == media_type
    if media_type != "text/turtle":
        return
    graph = Graph().parse(data=response.data, format="turtle")
    service = graph.value(None, RDF.type, SD.Service)
    assert str(graph.value(service, SD.endpoint)) == "http://localhost/sparql"
    data_set = graph.value(service, SD.defaultDataset)
    default = graph.value(data_set, SD.defaultGraph)
    count = json.loads(get(client, "SELECT (COUNT(*) AS ?o) { ?s ?p ?o }").data)
    assert int(str(graph.value(default, VOID.triples))) == int(count["results"]["bindings"][0]["o"]["value"])
    names = {str(graph.value(node, SD.name)) for node in graph.objects(data_set, SD.namedGraph)}
    assert names == set(engine.status().graphs)
    assert get(client, None, media_type).headers["ETag"] == response.headers["ETag"]


def test_without_a_query_a_browser_gets_a_form(client: FlaskClient) -> None:
    response = get(client, None, BROWSER)
    assert response.mimetype == "text/html"
    assert '<textarea id="query" name="query"' in response.text


def test_health_tells_the_truth(client: FlaskClient, engine: EmbeddedEngine) -> None:
    response = client.get("/health")
    assert response.json == {"status": "ok", "version": engine.version, "quads": 7}


def test_health_without_an_engine_is_not_well(tmp_path: Any) -> None:
    with EmbeddedEngine(tmp_path, SETTINGS) as engine:
        app = Flask(__name__)
        app.register_blueprint(protocol.create_blueprint(engine, SETTINGS))
        response = app.test_client().get("/health")
        assert response.status_code == 503
        assert response.headers["Retry-After"]


def test_the_public_address_comes_from_the_settings(engine: EmbeddedEngine) -> None:
    app = Flask(__name__)
    app.register_blueprint(
        protocol.create_blueprint(engine, SETTINGS.with_values(base_url="https://example.org/"))
    )
    assert "<https://example.org/sparql> a sd:Service" in get(app.test_client()).text
