"""The canonical layout of the authored Turtle files, and running numbers for new claims (`tsgraph fmt`).

Two layouts. Under `claims/`, `sources/` and `review/` each statement is one line, so that a diff shows whole
claims. Everywhere else a statement has one property a line, so that a diff shows single labels.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import OWL, RDF, RDFS, SKOS, XSD, BNode, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS

from tsgraph.graph.namespaces import BIBO, CLM, GEO, PREFIXES, PSG, SRC, TSG
from tsgraph.graph.reader import Anonymous, Collection, Document, Node, Property, Quoted, Statement, read
from tsgraph.graph.tokens import PLAIN_LOCAL, Text
from tsgraph.graph.turtle import NEW_CLAIM, graph_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LINE_FOLDERS = {"claims", "sources", "review"}
LINE_LENGTH = 120

_LANGUAGES = {"en": 0, "tr": 1, "ru": 2}
_PRAGMA = re.compile(r"#\s*ids:\s*([A-Za-z]+)\s+([0-9]+)\s*")
_HEADING = re.compile(r"# (?:[ph][0-9]+(?:\.s[0-9]+)?|ext-\S+)")
_SUBJECT = re.compile(r"<[^>]*>|[^\s<]+")
_NUMBERED = re.compile(r"([A-Za-z]+)-([0-9]+)")
_BARE: dict[URIRef | None, str] = {
    XSD.integer: r"[+-]?[0-9]+",
    XSD.decimal: r"[+-]?[0-9]*\.[0-9]+",
    XSD.boolean: "true|false",
}
_STRING_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}

# Properties in reading order. What is not named here follows in alphabetical order, then rdfs:comment.
_CLAIM_ORDER = [
    *(TSG[name] for name in ("subject", "predicate", "object", "value", "statedIn", "recordedIn")),
    *(TSG[name] for name in ("spanStart", "spanEnd", "claimKind", "basis", "rank")),
]
_LINE_ORDER = [
    RDF.type,
    *_CLAIM_ORDER,
    *(
        TSG[name]
        for name in ("claimUnderReview", "comparedClaim", "discrepancyKind", "differenceDays", "verdict")
    ),
    *(TSG[name] for name in ("footnoteNumber", "markOffset", "passageOf", "segment", "locator")),
    *(TSG[name] for name in ("pageLabel", "pageEndLabel", "pageBasis", "paragraph", "sentence")),
    *(
        TSG[name]
        for name in ("charStart", "charEnd", "textPart", "textHash", "footnote", "hasCitation", "damaged")
    ),
    *(TSG[name] for name in ("citedWork", "citedPages", "citationForm", "resolvedFrom", "alternativeWork")),
    DCTERMS.title,
    DCTERMS.creator,
    TSG.authorList,
    TSG.editorList,
    TSG.translatorList,
    TSG.partOf,
    DCTERMS.isPartOf,
    BIBO.volume,
    BIBO.issue,
    BIBO.pages,
    DCTERMS.publisher,
    TSG.publicationPlace,
    DCTERMS.issued,
    DCTERMS.language,
    TSG.recordIdentifier,
    TSG.checkedOn,
    DCTERMS.license,
    RDFS.seeAlso,
    RDFS.label,
]
_BLOCK_ORDER = [
    RDF.type,
    OWL.versionIRI,
    OWL.versionInfo,
    DCTERMS.title,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    RDFS.domain,
    RDFS.range,
    SKOS.inScheme,
    SKOS.topConceptOf,
    SKOS.notation,
    SKOS.prefLabel,
    RDFS.label,
    SKOS.altLabel,
    SKOS.definition,
    DCTERMS.description,
    RDFS.comment,
    RDFS.isDefinedBy,
    TSG.officeOf,
    TSG.postedTo,
    TSG.bodyOf,
    TSG.locatedIn,
    GEO.lat,
    GEO.long,
]


def format_paths(paths: Iterable[Path], check: bool = False) -> list[Path]:
    """Format files, and every `.ttl` file below folders.

    Args:
        paths: Files and folders.
        check: Write nothing.

    Returns:
        The files that were changed, or that `check` finds not to be in canonical form.

    Raises:
        TurtleError: A file cannot be read. Those before it are done; it and those after it are not touched.
    """
    files = [file for path in paths for file in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    return [file for file in dict.fromkeys(files) if format_file(file, check)]


def format_file(path: Path, check: bool = False) -> bool:
    """Bring one file into canonical form.

    Args:
        path: The file; the folder that it stands in decides on the layout.
        check: Write nothing.

    Returns:
        Whether the file was, or would be, changed.

    Raises:
        TurtleError: The file is not Turtle, or `clm:new` is used and nothing says which letter the ids have.
        RuntimeError: The new text would not say the same as the old one, a fault of this module; the file is
            left as it was.
    """
    before = Text.read(path)
    after = format_text(before, one_line=path.absolute().parent.name in LINE_FOLDERS)
    if after.encode() == path.read_bytes():
        return False
    if not check:
        _replace(path, after)
    return True


def format_text(text: Text, *, one_line: bool) -> str:
    """The canonical form of a text; see `format_file`."""
    document = read(text, house_prefixes=True)
    _check_prefixes(document)
    claims = any(_first(s, TSG.subject) for s in document.statements)
    statements = sorted(document.statements, key=_article_order(document)) if claims else document.statements
    ids = _take_pragma(document)
    names = _number(document, statements, ids)
    writer = _Writer(document.prefixes, names)
    if claims:
        body = _claims(statements, writer)
    else:
        body = _lines(statements, writer) if one_line else _blocks(statements, writer)
    header = _squeezed(document.header)
    if ids.letters:
        header.append(f"# ids: {ids.letters} {ids.last:04d}")
    trailer = _squeezed(c for c in document.trailer if not (claims and _HEADING.fullmatch(c)))
    parts = ["\n".join(part) for part in (header + writer.prefix_lines(), body, trailer) if part]
    result = "".join(f"{part}\n" for part in "\n\n".join(parts).split("\n")) if parts else ""
    if result != text.content:
        _check_same(document, names, result)
    return result


def _check_prefixes(document: Document) -> None:
    for prefix, namespace in document.prefixes.items():
        if PREFIXES.get(prefix, namespace) != namespace:
            raise document.text.error(
                max(document.text.content.find(f"{prefix}:"), 0),
                f"The prefix {prefix}: stands for another namespace in this project.",
                f"Choose another prefix; {prefix}: is <{PREFIXES[prefix]}>.",
            )


def _check_same(document: Document, names: dict[int, URIRef], result: str) -> None:
    """Compare the triples before and after, with the new ids put into the old text."""
    content = document.text.content
    for start, name in sorted(names.items(), reverse=True):
        end = start + len(_SUBJECT.match(content, start)[0])  # type: ignore[index]  # `read` has seen a name there
        content = f"{content[:start]}<{name}>{content[end:]}"
    missing = (f"@prefix {p}: <{n}> ." for p, n in PREFIXES.items() if p not in document.prefixes)
    path = document.text.path
    old = graph_of(Text(path, "\n".join((*missing, content))))
    new = graph_of(Text(path, result))
    if set(old) != set(new) and not isomorphic(old, new):
        raise RuntimeError(f"{path}: formatting would change the meaning; the file is left as it is.")


def _replace(path: Path, content: str) -> None:
    """Write beside the file and rename, so that nobody ever sees half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
        shutil.copymode(path, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


# --- running numbers


@dataclass(slots=True)
class _Ids:
    """The letters of a file's ids and the last number ever given; no letters if the file has no such ids."""

    letters: str = ""
    last: int = 0


def _take_pragma(document: Document) -> _Ids:
    """Read `# ids: b 0042` and take it out of the comments; without it, learn from the ids in use."""
    ids = _Ids()
    for comments in (document.header, *(s.comments for s in document.statements), document.trailer):
        for comment in list(comments):
            if found := _PRAGMA.fullmatch(comment):
                comments.remove(comment)
                if ids.letters not in {"", found[1]}:
                    raise document.text.error(
                        document.text.content.index(comment), "The file has two '# ids:' lines.", "Keep one."
                    )
                ids = _Ids(found[1], max(ids.last, int(found[2])))
    used = [
        (found[1], int(found[2]))
        for statement in document.statements
        if statement.subject.startswith(CLM) and (found := _NUMBERED.fullmatch(statement.subject[len(CLM) :]))
    ]
    if not ids.letters and len({letters for letters, _ in used}) == 1:
        ids.letters = used[0][0]
    ids.last = max([ids.last, *(number for letters, number in used if letters == ids.letters)])
    return ids


def _number(document: Document, statements: Sequence[Statement], ids: _Ids) -> dict[int, URIRef]:
    """Give every `clm:new` its number, in the order of the result; returns statement start → id."""
    names: dict[int, URIRef] = {}
    for statement in statements:
        if any(NEW_CLAIM in p.objects for p in statement.properties):
            raise document.text.error(
                statement.start,
                "clm:new cannot be referred to.",
                "Run 'tsgraph fmt' first, then use its number.",
            )
        if statement.subject == NEW_CLAIM:
            if not ids.letters:
                raise document.text.error(
                    statement.start,
                    "Nothing says which letter the ids of this file begin with.",
                    "Write a first line such as: # ids: b 0000",
                )
            ids.last += 1
            names[statement.start] = CLM[f"{ids.letters}-{ids.last:04d}"]
    return names


# --- order


def _first(statement: Statement, predicate: URIRef) -> Node | None:
    """The value that stands first once the statement is laid out."""
    values = (o for p in statement.properties if p.predicate == predicate for o in p.objects)
    return min(values, key=_language_order, default=None)


def _article_order(document: Document) -> Callable[[Statement], tuple[object, ...]]:
    """Claims by passage in the order of the article and then by span; then external ones by record; the rest.

    Records keep the order in which they first appear, and equals keep the order in which they are written.
    """
    records = {
        r: i for i, r in enumerate(dict.fromkeys(_first(s, TSG.recordedIn) for s in document.statements))
    }

    def key(statement: Statement) -> tuple[object, ...]:
        passage, record = _first(statement, TSG.statedIn), _first(statement, TSG.recordedIn)
        if isinstance(passage, URIRef):
            span = _first(statement, TSG.spanStart)
            start = int(span.value) if isinstance(span, Quoted) and span.value.isdecimal() else sys.maxsize
            parts = re.split(r"([0-9]+)", passage)
            return (0, [int(p) if i % 2 else p for i, p in enumerate(parts)], start)
        return (1, records[record]) if record else (2,)

    return key


def _heading(statement: Statement) -> str:
    """The comment that heads the group of a claim; empty where the passage or record has an unusual name."""
    place = _first(statement, TSG.statedIn) or _first(statement, TSG.recordedIn)
    if not isinstance(place, URIRef):
        return ""
    name = f"# {place.removeprefix(SRC).removeprefix(PSG)}"
    segment = name.rpartition("-")[2]
    return next((h for h in (name, f"# {segment}") if _HEADING.fullmatch(h)), "")


# --- layout


def _claims(statements: Sequence[Statement], writer: _Writer) -> list[str]:
    lines: list[str] = []
    for heading, group in groupby(statements, _heading):
        lines += [""] if lines else []
        lines += [heading] if heading else []
        for statement in group:
            lines += [c for c in statement.comments if c and not _HEADING.fullmatch(c)]
            lines.append(writer.line(statement))
    return lines


def _lines(statements: Sequence[Statement], writer: _Writer) -> list[str]:
    lines: list[str] = []
    for statement in statements:
        lines += [*statement.comments, writer.line(statement)]
    return _squeezed(lines)


def _blocks(statements: Sequence[Statement], writer: _Writer) -> list[str]:
    lines: list[str] = []
    for statement in statements:
        lines += ["", *statement.comments, *writer.block(statement)]
    return _squeezed(lines)


def _squeezed(lines: Iterable[str]) -> list[str]:
    """Without blank lines at the ends and without two in a row."""
    result: list[str] = []
    for line in lines:
        if line or (result and result[-1]):
            result.append(line)
    return result[:-1] if result and not result[-1] else result


class _Writer:
    """Writes terms and statements, and remembers which prefixes were needed."""

    def __init__(self, prefixes: dict[str, str], names: dict[int, URIRef]) -> None:
        own = {p: n for p, n in prefixes.items() if p not in PREFIXES and n not in PREFIXES.values()}
        self.prefixes = PREFIXES | dict(sorted(own.items()))
        self.by_length = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self.names = names
        self.used: set[str] = set()

    def prefix_lines(self) -> list[str]:
        return [f"@prefix {p}: <{n}> ." for p, n in self.prefixes.items() if p in self.used]

    def line(self, statement: Statement) -> str:
        parts = (f"{p} {' , '.join(o)}" for p, o in self.properties(statement.properties, _LINE_ORDER))
        return f"{self.subject(statement)} {' ; '.join(parts)}".rstrip() + " ."

    def block(self, statement: Statement) -> list[str]:
        properties = self.properties(statement.properties, _BLOCK_ORDER, long_texts=True)
        lines, opening = [], f"{self.subject(statement)} "
        for predicate, objects in properties:
            line = f"{opening}{predicate} {' , '.join(objects)} ;"
            if len(line) > LINE_LENGTH and len(objects) > 1:
                line = f"{opening}{predicate} " + " ,\n    ".join(objects) + " ;"
            lines.append(line)
            opening = "  "
        if not lines:
            return [f"{opening}."]
        lines[-1] = lines[-1][:-1] + "."
        return lines

    def subject(self, statement: Statement) -> str:
        return self.term(self.names.get(statement.start, statement.node))

    def properties(
        self, properties: Iterable[Property], order: list[URIRef], *, long_texts: bool = False
    ) -> list[tuple[str, list[str]]]:
        """Each property once with all its values, in order, as text."""
        merged: dict[URIRef, list[Node]] = {}
        for item in properties:
            values = merged.setdefault(item.predicate, [])
            values += [o for o in item.objects if isinstance(o, (Anonymous, Collection)) or o not in values]
        named = [("a" if p == RDF.type else self.term(p), p, values) for p, values in merged.items()]
        return [
            (name, [self.term(v, long_texts=long_texts) for v in sorted(values, key=_language_order)])
            for name, p, values in sorted(named, key=lambda item: (_property_order(item[1], order), item[0]))
        ]

    def term(self, node: Node, *, long_texts: bool = False) -> str:
        match node:
            case Quoted():
                return self.quoted(node, long_texts)
            case Anonymous(properties):
                inner = self.properties(properties, _BLOCK_ORDER, long_texts=long_texts)
                return f"[ {' ; '.join(f'{p} ' + ' , '.join(o) for p, o in inner)} ]" if inner else "[]"
            case Collection(items):
                return f"({''.join(f' {self.term(i, long_texts=long_texts)}' for i in items)} )"
            case BNode():
                return f"_:{node}"
            case _:
                return self.name(node)

    def name(self, iri: URIRef) -> str:
        for prefix, namespace in self.by_length:
            if iri.startswith(namespace) and PLAIN_LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def quoted(self, node: Quoted, long_texts: bool) -> str:
        if node.datatype in _BARE and re.fullmatch(_BARE[node.datatype], node.value):
            return node.value
        if long_texts and "\n" in node.value:
            text = _escaped(node.value, keep='\n"').replace('"""', '\\"\\"\\"')
            text = f'"""{text[:-1]}\\""""' if text.endswith('"') else f'"""{text}"""'
        else:
            text = f'"{_escaped(node.value)}"'
        if node.language:
            return f"{text}@{node.language}"
        return f"{text}^^{self.name(node.datatype)}" if node.datatype else text


def _escaped(text: str, keep: str = "") -> str:
    def character(match: re.Match[str]) -> str:
        char = match[0]
        return char if char in keep else _STRING_ESCAPES.get(char, f"\\u{ord(char):04X}")

    return re.sub(r'[\x00-\x1f\x7f"\\]', character, text)


def _property_order(predicate: URIRef, order: list[URIRef]) -> int:
    if predicate in order:
        return order.index(predicate)
    return len(order) + (predicate == RDFS.comment)


def _language_order(node: Node) -> tuple[int, str]:
    """Values in no language first and as written; then en, tr, ru; then other languages by their tag."""
    if not isinstance(node, Quoted) or not node.language:
        return (-1, "")
    language = node.language.lower()
    return (_LANGUAGES.get(language, len(_LANGUAGES)), "" if language in _LANGUAGES else language)
