"""Loads RDF files into a store, each as it is written: no union, no inference, nothing fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from .errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
"""The format of a file by the ending of its name."""

LISTED_GRAPHS = 1000
"""Most named graphs that a summary lists."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a data set holds; `version` is a hash of the files' contents unless another was given."""

    version: str
    quads: int
    default_triples: int
    graph_count: int
    graphs: dict[str, int] = field(default_factory=dict)


def load(files: Sequence[str], version: str = "") -> tuple[ox.Store, Summary]:
    """Load files into one store.

    A file with named graphs (TriG, N-Quads, JSON-LD) fills them and the default graph as written; the others
    fill the default graph. Blank nodes of different files stay apart.

    Args:
        files: paths; the endings say the formats, see `FORMATS`.
        version: what the data set calls itself; without it a hash of the contents.

    Raises:
        DataError: a file is missing, of an unknown kind or broken.
    """
    store = ox.Store()
    digest = hashlib.sha256()
    for file in files:
        _load(store, file)
        with open(file, "rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return store, summarise(store, version or digest.hexdigest()[:16])


def summarise(store: ox.Store, version: str) -> Summary:
    """Count a store's graphs."""
    counts: dict[str, int] = {}
    for row in store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"):  # type: ignore[union-attr]
        counts[row["g"].value] = int(row["n"].value)
    listed = dict(sorted(counts.items())[:LISTED_GRAPHS])
    quads = len(store)
    return Summary(version, quads, quads - sum(counts.values()), len(counts), listed)


def _load(store: ox.Store, file: str) -> None:
    path = Path(file)
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        endings = ", ".join(FORMATS)
        raise DataError(file, 0, 0, f"the ending of the name must say the format, one of {endings}")
    try:
        store.load(path=file, format=rdf_format, base_iri=path.absolute().as_uri())
    except SyntaxError as error:
        raise DataError(file, error.lineno or 0, error.offset or 0, _plain(error)) from None
    except FileNotFoundError:
        raise DataError(file, 0, 0, "there is no such file") from None
    except OSError as error:
        raise DataError(file, 0, 0, f"cannot be read: {error.strerror or error}") from None


def _plain(error: SyntaxError) -> str:
    """The message without the position, which stands beside it."""
    message = error.msg or str(error)
    return message.partition(": ")[2] if message.startswith("Parser error at") else message
