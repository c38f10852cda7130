"""A worker: a forked process that shares the store with its parent and answers one query at a time.

It is disposable: whatever a query does to it (time, memory, a crash of native code), another takes its place.
"""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
from typing import IO, TYPE_CHECKING, TypeAlias, cast

import pyoxigraph as ox

from .wire import FrameWriter, OutputTooLarge, Request, receive_request

if TYPE_CHECKING:
    import socket

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
OUT_OF_MEMORY = 71
"""Exit code of a worker that met a MemoryError."""

GRACE_SECONDS = 1.0
"""A worker ends itself this long after its deadline, should the pool that would kill it be gone."""

STACK_BYTES = 64 << 20
"""The parser and the evaluator recurse; the usual 8 MiB end a query of 850 nested EXISTS with a crash."""

_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
_NamedGraph: TypeAlias = ox.NamedNode | ox.BlankNode
_Graph: TypeAlias = _NamedGraph | ox.DefaultGraph
_ERROR_AT = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def evaluate(store: ox.Store, request: Request, out: FrameWriter) -> None:
    """Answer one query; every failure that leaves the process alive becomes a failure frame.

    Raises:
        MemoryError: the process has met its limit and should not go on.
    """
    try:
        default_graph, named_graphs = _data_set(request)
        results = store.query(
            request.text, base_iri=request.base, default_graph=default_graph, named_graphs=named_graphs
        )
        file = cast("IO[bytes]", out)
        if isinstance(results, ox.QueryTriples):
            results.serialize(file, _GRAPHS[request.media_type])
        else:
            results.serialize(file, _RESULTS[request.media_type])
    except SyntaxError as error:
        match = _ERROR_AT.match(str(error))
        if match:
            out.fail("syntax", line=int(match[1]), column=int(match[2]), message=match[3])
        else:
            out.fail("syntax", message=str(error))
    except MemoryError:
        raise
    except OutputTooLarge:
        out.fail("size")
    except Exception as error:
        # pyoxigraph may hand an exception of the writer on as its own.
        if out.exceeded:
            out.fail("size")
        else:
            out.fail("evaluation", message=str(error))
    else:
        out.finish()


def _data_set(request: Request) -> tuple[list[_Graph] | None, list[_NamedGraph] | None]:
    """The data set of the protocol, which replaces that of the query (SPARQL 1.1 Protocol 2.1.4).

    If one of the two lists is given, the other is empty and not the store's (SPARQL 1.1 Query 13.2).
    `use_default_graph_as_union` is never used: it overrides FROM without a word.
    """
    if request.default_graphs is None and request.named_graphs is None:
        return None, None
    default_graph: list[_Graph] = [ox.NamedNode(iri) for iri in request.default_graphs or ()]
    named_graphs: list[_NamedGraph] = [ox.NamedNode(iri) for iri in request.named_graphs or ()]
    return default_graph, named_graphs


def answer_requests(store: ox.Store, sock: socket.socket, base_memory: int = 0) -> int:
    """Answer requests until the pool hangs up.

    Args:
        store: the data.
        sock: the stream to the pool.
        base_memory: address space of the process before its first query in bytes, to which a query's limit is
            added; 0 sets no limits on memory and time, for use inside another process.

    Returns:
        The exit code for the process.
    """
    while (request := receive_request(sock)) is not None:
        if base_memory:
            _limit(request, base_memory)
        try:
            evaluate(store, request, FrameWriter(sock.sendall, request.result_bytes))
        except MemoryError:
            return OUT_OF_MEMORY
        except OSError:
            return 0
        if base_memory:
            signal.setitimer(signal.ITIMER_REAL, 0)
    return 0


def _limit(request: Request, base_memory: int) -> None:
    """Bound memory, and arm a timer whose signal ends the process by the kernel's default action."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (base_memory + request.memory_bytes, hard))
    signal.setitimer(signal.ITIMER_REAL, request.seconds + GRACE_SECONDS)


def confine(parent: int) -> None:  # pragma: no cover - a confined process can write no report
    """Take from this process what a query does not need: files, core dumps, privileges, a life of its own.

    Args:
        parent: the process id of the parent, with which this process shall die.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)  # Rust writes about failed allocations there
    os.close(null)
    # No new file descriptor: no file, no socket, whatever the text of a query asks for.
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def address_space() -> int:
    """Bytes of address space of this process."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()
