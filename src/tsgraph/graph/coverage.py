"""Coverage: what became of each sentence of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from tsgraph.graph.namespaces import TSG, VOC

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.graph import _TripleType

HAS_CLAIMS = VOC["coverage-claims"]
NOTHING = VOC["coverage-nothing"]
OPEN = VOC["coverage-open"]


def coverage(sources: Graph, claims: Iterable[Graph]) -> Iterator[_TripleType]:
    """Say of each passage whether claims were taken from it.

    A passage that states nothing to model is marked so by hand, with the reason; every other passage
    has claims, or is still open.

    Args:
        sources: The graph of the passages.
        claims: The graphs of claims.

    Yields:
        One triple for each passage that is not marked by hand.
    """
    stated = {passage for graph in claims for passage in graph.objects(None, TSG.statedIn)}
    for passage in set(sources.subjects(TSG.passageOf)):
        if (passage, TSG.coverage, None) not in sources:
            yield (passage, TSG.coverage, HAS_CLAIMS if passage in stated else OPEN)


def open_passages(graph: Graph) -> list[URIRef]:
    """The passages that nobody has read for claims yet."""
    return sorted(URIRef(str(passage)) for passage in graph.subjects(TSG.coverage, OPEN))
