"""Statements for pages: claims with their evidence, grouped by the sentence that makes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from tsgraph.questions.answers import Row, Table, Term

ROLES = (
    "claim",
    "subject",
    "recorded-subject",
    "stated",
    "recorded",
    "reviewed",
    "compared",
    "noted",
    "cited",
    "object",
)
"""The ways in which a claim can belong to a page, in the order in which pages show them."""


@dataclass(frozen=True, slots=True)
class Named:
    """A term with its name in the reader's language, if it has one."""

    term: Term
    label: Term | None = None

    @property
    def iri(self) -> str:
        """The IRI, or "" of a literal."""
        return self.term.text if self.term.kind == "iri" else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A work cited in a footnote."""

    work: Named
    pages: str = ""
    form: Named | None = None


@dataclass(slots=True)
class Support:
    """A footnote behind a claim, and how it supports it."""

    kind: Named
    footnote: Named
    number: str
    citations: list[Citation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Difference:
    """What another record says, and what the reviewers conclude."""

    discrepancy: Named
    other: Named
    value: Named
    record: Named | None
    verdict: Named | None
    days: str
    explanation: Term | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim is made: a sentence of a source, or an external record."""

    iri: str
    row: Row

    def get(self, name: str) -> str:
        """A part of the place, such as its page, or ""."""
        return self.row[name].text if name in self.row else ""

    @property
    def named(self) -> Named:
        """The passage or record with its name."""
        if "passage" in self.row:
            return Named(self.row["passage"], self.row.get("segment"))
        return Named(self.row["record"], self.row.get("recordLabel"))

    @property
    def is_passage(self) -> bool:
        """Whether it is a sentence of a source."""
        return "passage" in self.row


@dataclass(slots=True)
class Statement:
    """One claim in words."""

    claim: Term
    subject: Named
    subject_date: str
    subject_day: str
    predicate: Named
    value: Named
    kind: Named | None
    rank: Named | None
    basis: Named | None
    comment: Term | None
    place: Place
    support: list[Support] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """Statements that share a sentence and its footnotes, or a subject."""

    place: Place
    support: list[Support]
    statements: list[Statement]

    @property
    def by_subject(self) -> list[tuple[Named, Group]]:
        """The same statements by what they are about, in the order in which that first comes up."""
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.subject.term.text, []).append(statement)
        return [(ss[0].subject, Group(self.place, self.support, ss)) for ss in found.values()]

    @property
    def lines(self) -> list[list[Statement]]:
        """Neighbours that give values of one property of one thing, which read as one line."""
        by = groupby(self.statements, lambda s: (s.subject.iri, s.predicate.iri))
        return [list(members) for _, members in by]


@dataclass(slots=True)
class Section:
    """The statements that belong to a page in one way."""

    role: str
    groups: list[Group]

    @property
    def statements(self) -> list[Statement]:
        """All of them in order."""
        return [statement for group in self.groups for statement in group.statements]


def named(row: Row, name: str) -> Named | None:
    """A variable of a row with its label."""
    return Named(row[name], row.get(f"{name}Label")) if name in row else None


def _support(table: Table) -> dict[str, list[Support]]:
    found: dict[str, dict[str, Support]] = {}
    for row in table:
        by_footnote = found.setdefault(row["claim"].text, {})
        footnote = row["footnote"]
        support = by_footnote.setdefault(
            footnote.text,
            Support(Named(row["support"], row.get("supportLabel")), Named(footnote), row["number"].text),
        )
        if work := named(row, "work"):
            pages = row["pages"].text if "pages" in row else ""
            citation = Citation(work, pages, named(row, "form"))
            if citation not in support.citations:
                support.citations.append(citation)
    return {claim: list(by_footnote.values()) for claim, by_footnote in found.items()}


def _differences(table: Table) -> dict[str, list[Difference]]:
    found: dict[str, list[Difference]] = {}
    for row in table:
        difference = Difference(
            discrepancy=Named(row["discrepancy"], row.get("discrepancyLabel")),
            other=Named(row["other"]),
            value=Named(row["value"], row.get("valueLabel")),
            record=named(row, "record"),
            verdict=named(row, "verdict"),
            days=row["days"].text if "days" in row else "",
            explanation=row.get("explanation"),
        )
        known = found.setdefault(row["claim"].text, [])
        if difference not in known:
            known.append(difference)
    return found


def _statement(row: Row) -> Statement:
    anchor = row.get("passage") or row.get("record") or row["claim"]
    return Statement(
        claim=row["claim"],
        subject=Named(row["subject"], row.get("subjectLabel")),
        subject_date=row["subjectDate"].text if "subjectDate" in row else "",
        subject_day=row["subjectDay"].text if "subjectDay" in row else "",
        predicate=Named(row["predicate"], row.get("predicateLabel")),
        value=Named(row["value"], row.get("valueLabel")),
        kind=named(row, "kind"),
        rank=named(row, "rank"),
        basis=named(row, "basis"),
        comment=row.get("comment"),
        place=Place(anchor.text, row),
    )


def sections(claims: Table, evidence: Table, differences: Table) -> list[Section]:
    """Arrange the claims of a page.

    Args:
        claims: The answer to `claims.rq`.
        evidence: The answer to `evidence.rq`.
        differences: The answer to `differences.rq`.

    Returns:
        A section for each way in which claims belong to the page. Claims about the page's thing
        stand in the order of the text; claims that name it, in the order of what they are about.
    """
    support, disputes = _support(evidence), _differences(differences)
    by_role: dict[str, dict[str, Statement]] = {}
    for row in claims:
        role = row["role"].text
        if role == "subject" and "passage" not in row:  # the source first, then what other records say
            role = "recorded-subject"
        statements = by_role.setdefault(role, {})
        # a thing with two dates has its claims twice in the answer
        if row["claim"].text not in statements:
            statement = statements[row["claim"].text] = _statement(row)
            statement.support = support.get(row["claim"].text, [])
            statement.differences = disputes.get(row["claim"].text, [])
    beside = {d.other.iri for s in by_role.get("subject", {}).values() for d in s.differences}
    found = []
    for role in ROLES:
        ordered = list(by_role.get(role, {}).values())
        if role == "recorded-subject":  # what stands beside a disputed value is not said a second time
            ordered = [s for s in ordered if s.claim.text not in beside]
        if role == "object":
            ordered.sort(key=lambda s: (s.subject_day or "9", s.subject.term.text, not s.place.is_passage))
        else:
            ordered.sort(key=lambda s: not s.place.is_passage)
        if ordered:
            found.append(Section(role, _groups(ordered, by_subject=role == "object")))
    return found


def _groups(statements: Iterable[Statement], *, by_subject: bool) -> list[Group]:
    """Neighbours that share sentence and footnotes (and what they are about, if asked) form a group."""

    def key(statement: Statement) -> tuple[object, ...]:
        notes = tuple(s.footnote.iri for s in statement.support)
        return (statement.place.iri, notes, statement.subject.iri if by_subject else "")

    return [
        Group(members[0].place, members[0].support, members)
        for _, group in groupby(statements, key)
        if (members := list(group))
    ]
