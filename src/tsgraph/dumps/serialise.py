"""One serialisation of a data set or of one of its graphs."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pyoxigraph as ox

from tsgraph.graph.namespaces import PREFIXES, G


class DumpError(Exception):
    """A dump that was asked for cannot be made."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of a dump.

    Attributes:
        name: What it is called on the command line; also the file's extension.
        rdf: The format as pyoxigraph names it.
        quads: Whether it holds named graphs.
    """

    name: str
    rdf: ox.RdfFormat
    quads: bool


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("ttl", ox.RdfFormat.TURTLE, quads=False),
        Format("nt", ox.RdfFormat.N_TRIPLES, quads=False),
        Format("trig", ox.RdfFormat.TRIG, quads=True),
        Format("nq", ox.RdfFormat.N_QUADS, quads=True),
    )
}


def serialise(quads: bytes, form: Format, graph: str | None = None) -> bytes:
    """Serialise a data set.

    Args:
        quads: The data set in N-Quads, in the order in which the dump shall have it.
        form: The format. One without named graphs takes the default graph, or `graph`.
        graph: A graph to take alone: its name after `g:`, or its IRI.

    Returns:
        The dump in UTF-8; the same bytes for the same data set.

    Raises:
        DumpError: There is no such graph.
    """
    wanted: ox.NamedNode | ox.DefaultGraph | None = None if form.quads else ox.DefaultGraph()
    if graph is not None:
        wanted = ox.NamedNode(graph if "://" in graph else str(G[graph.removeprefix("g:")]))
    names = set()
    chosen = []
    for quad in ox.parse(quads, ox.RdfFormat.N_QUADS):
        names.add(quad.graph_name)
        if wanted is None or quad.graph_name == wanted:
            chosen.append(quad if form.quads else quad.triple)
    if isinstance(wanted, ox.NamedNode) and wanted not in names:
        known = ", ".join(sorted(n.value.removeprefix(str(G)) for n in names if isinstance(n, ox.NamedNode)))
        raise DumpError(f"There is no graph {graph}. There are: {known}.")
    if form.rdf == ox.RdfFormat.TRIG:
        # pyoxigraph opens a block whenever the graph changes, so each graph must come in one piece.
        chosen.sort(key=lambda quad: str(quad.graph_name) if isinstance(quad, ox.Quad) else "")
    buffer = io.BytesIO()
    if form.rdf not in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        ox.serialize(chosen, buffer, form.rdf)
        return buffer.getvalue()
    ox.serialize(chosen, buffer, form.rdf, prefixes=PREFIXES)
    # pyoxigraph 0.5.13 writes the prefixes in an order that differs from run to run.
    body = buffer.getvalue().split(b"\n", len(PREFIXES))[-1]
    header = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
    return header.encode() + b"\n" + body
