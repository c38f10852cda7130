"""The ways in which a query can fail, each with its HTTP status and a name for programs."""

# ruff: noqa: D105, D107, N818
# The classes say what their arguments are; the names say what happened, and all derive from EngineError.

from __future__ import annotations

from typing import ClassVar


class EngineError(Exception):
    """Base of everything an engine raises.

    Attributes:
        slug: a stable name for programs, used in problem documents (RFC 9457).
        status: the HTTP status that fits.
        retry_after: seconds after which another try makes sense, if it does.
    """

    slug: ClassVar[str] = "engine-error"
    status: int = 500
    retry_after: int | None = None

    @property
    def details(self) -> dict[str, str | int | float]:
        """What a message in any language is made of; the keys are stable."""
        return {}


class QuerySyntaxError(EngineError):
    """The text is not a SPARQL query that the engine can read.

    Args:
        message: what is wrong, in plain English words.
        line: counted from one; 0 if unknown.
        column: in characters, counted from one; 0 if unknown.
        excerpt: the offending line.
        hint: what to try, in plain English words, or empty.
        code: a stable name of the mistake, such as `prefix`, with `subject` as its operand.
        subject: the word, prefix or character in question, if there is one.
    """

    slug = "syntax-error"
    status = 400

    def __init__(
        self,
        message: str,
        line: int = 0,
        column: int = 0,
        excerpt: str = "",
        hint: str = "",
        code: str = "syntax",
        subject: str = "",
    ) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column
        self.excerpt, self.hint, self.code, self.subject = excerpt, hint, code, subject

    def __str__(self) -> str:
        place = f"Line {self.line}, column {self.column}: " if self.line else ""
        return f"{place}{self.message}" + (f" {self.hint}" if self.hint else "")

    @property
    def details(self) -> dict[str, str | int | float]:
        """Position, excerpt, hint."""
        found: dict[str, str | int | float] = {}
        if self.line:
            found = {"line": self.line, "column": self.column, "excerpt": self.excerpt}
        if self.hint:
            found["hint"] = self.hint
        return found


class BadGraphName(QuerySyntaxError):
    """A graph name of the protocol's data set parameters is not an absolute IRI."""

    slug = "bad-graph-name"

    def __init__(self, iri: str) -> None:
        super().__init__(f"{iri!r} is not an absolute IRI.", code="graph-name", subject=iri)


class _Refused(EngineError):
    """A form of request that this endpoint does not serve."""

    status = 403
    sentence: ClassVar[str]

    def __init__(self, line: int = 0, column: int = 0, excerpt: str = "") -> None:
        place = f" (line {line}, column {column})" if line else ""
        super().__init__(f"{self.sentence}{place}.")
        self.line, self.column, self.excerpt = line, column, excerpt

    @property
    def details(self) -> dict[str, str | int | float]:
        """Position and excerpt, where known."""
        if not self.line:
            return {}
        return {"line": self.line, "column": self.column, "excerpt": self.excerpt}


class UpdateRefused(_Refused):
    """An update; the data cannot be changed through the endpoint."""

    slug = "update-refused"
    sentence = "The data are read-only: updates are not accepted"


class ServiceRefused(_Refused):
    """A SERVICE clause; the endpoint sends nothing to other hosts."""

    slug = "service-refused"
    sentence = "SERVICE is not available: this endpoint asks no other endpoints"


class QueryTooComplex(EngineError):
    """A query beyond what the guard lets through.

    Args:
        what: `length` (bytes), `depth`, `patterns`, `operators` or `recursion`.
        limit: the limit of that measure.
        found: what the query has, at least.
    """

    slug = "query-too-complex"
    status = 400

    units: ClassVar[dict[str, str]] = {
        "length": "bytes",
        "depth": "levels of nesting",
        "patterns": "triple patterns",
        "operators": "operators",
        "recursion": "levels of recursion",
    }

    def __init__(self, what: str, limit: int, found: int) -> None:
        unit = self.units[what]
        counted = f"has {found} {unit}" if found else f"has too many {unit}"
        super().__init__(f"The query {counted}" + (f"; the limit is {limit}." if limit else "."))
        self.what, self.limit, self.found = what, limit, found
        if what == "length":
            self.status = 413

    @property
    def details(self) -> dict[str, str | int | float]:
        """The measure, its limit and its value."""
        return {"what": self.what, "limit": self.limit, "found": self.found}


class QueryTimeout(EngineError):
    """The query was stopped at its deadline."""

    slug = "timeout"
    status = 504

    def __init__(self, seconds: float) -> None:
        super().__init__(f"The query was stopped after {seconds:g} seconds.")
        self.seconds = seconds
        self.retry_after = max(1, round(seconds))

    @property
    def details(self) -> dict[str, str | int | float]:
        """The limit in seconds."""
        return {"limit": self.seconds}


class _TooMuch(EngineError):
    """A limit in bytes was reached."""

    status = 507
    sentence: ClassVar[str]

    def __init__(self, limit_bytes: int) -> None:
        size = f"{limit_bytes / 2**20:g} MiB" if limit_bytes >= 2**20 else f"{limit_bytes} bytes"
        super().__init__(self.sentence.format(size))
        self.bytes = limit_bytes

    @property
    def details(self) -> dict[str, str | int | float]:
        """The limit in bytes."""
        return {"limit": self.bytes}


class MemoryExceeded(_TooMuch):
    """The query needed more memory than one query may have."""

    slug = "memory-exceeded"
    sentence = "The query needed more than {} of memory and was stopped."


class ResultTooLarge(_TooMuch):
    """The answer is larger than one answer may be."""

    slug = "result-too-large"
    sentence = "The answer is larger than {}; ask for fewer columns, add a LIMIT, or download the data."


class EngineBusy(EngineError):
    """All places for queries of this weight are taken."""

    slug = "busy"
    status = 503

    def __init__(self, retry_after: int = 1) -> None:
        super().__init__(f"The server is busy; try again in {retry_after} seconds.")
        self.retry_after = retry_after

    @property
    def details(self) -> dict[str, str | int | float]:
        """When to try again, in seconds."""
        return {"retryAfter": self.retry_after or 1}


class EngineUnavailable(EngineError):
    """The engine cannot be reached at the moment."""

    slug = "engine-unavailable"
    status = 503
    retry_after = 2

    def __init__(self, reason: str = "The query engine does not answer.") -> None:
        super().__init__(reason)


class NotAcceptable(EngineError):
    """The media type asked for cannot carry an answer of this kind."""

    slug = "not-acceptable"
    status = 406

    def __init__(self, asked: str, available: tuple[str, ...]) -> None:
        super().__init__(f"{asked} cannot carry this answer. Available: {', '.join(available)}.")
        self.asked, self.available = asked, available

    @property
    def details(self) -> dict[str, str | int | float]:
        """What exists instead."""
        return {"available": ", ".join(self.available)}


class DataError(Exception):
    """A data file cannot be loaded.

    Args:
        file: the file as the user named it.
        line: counted from one; 0 if unknown.
        column: counted from one; 0 if unknown.
        message: what is wrong.
    """

    def __init__(self, file: str, line: int, column: int, message: str) -> None:
        place = f"{file}:{line}:{column}" if line else file
        super().__init__(f"{place}: {message}")
        self.file, self.line, self.column, self.message = file, line, column, message
