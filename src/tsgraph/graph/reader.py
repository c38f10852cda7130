"""The parts of a Turtle file: statements with their places, their comments and their terms.

A recursive-descent reader whose errors say what to do. `tsgraph.graph.turtle` makes triples of what it
accepts.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

from rdflib import RDF, XSD, BNode, Literal, URIRef

from tsgraph.graph.namespaces import PREFIXES
from tsgraph.graph.tokens import Text, Token, TurtleError, tokens

_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A literal: its text, its language or its datatype (never both)."""

    value: str
    language: str = ""
    datatype: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Anonymous:
    """A blank node written as `[ … ]`."""

    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """A list written as `( … )`."""

    items: tuple[Node, ...]


Node = URIRef | BNode | Quoted | Anonymous | Collection


@dataclass(frozen=True, slots=True)
class Property:
    """One property with its values, in the order written."""

    predicate: URIRef
    objects: tuple[Node, ...]


@dataclass(slots=True)
class Statement:
    """All that stands between two dots: one subject with its properties.

    Attributes:
        subject: What it is about; a blank node only where these are allowed.
        line: Line of its first word, from 1.
        end_line: Line of its dot.
        text: As written, comments inside included.
        comments: Full-line comments before it, then those inside it or at the end of its lines, each with its
            `#`. An empty string stands for blank lines.
        node: The subject as written; differs from `subject` only for `[ … ]` and `( … )`.
        properties: The properties as written.
        start: Offset of the first character.
    """

    subject: URIRef | BNode
    line: int
    end_line: int
    text: str
    comments: list[str]
    node: Node
    properties: list[Property]
    start: int


@dataclass(slots=True)
class Document:
    """The parts of one Turtle file.

    Attributes:
        text: The text with its path.
        prefixes: Prefix → namespace, in the order declared.
        header: Comments that stand before or among the prefixes.
        statements: In the order written.
        trailer: Comments after the last statement.
    """

    text: Text
    prefixes: dict[str, str] = field(default_factory=dict)
    header: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    trailer: list[str] = field(default_factory=list)


def read(text: Text, *, blank_nodes: bool = True, house_prefixes: bool = False) -> Document:
    """Take a Turtle text apart.

    Args:
        text: The text.
        blank_nodes: Whether blank nodes are allowed.
        house_prefixes: Whether the prefixes of the house may be used without being declared.

    Raises:
        TurtleError: The text is not Turtle, or is Turtle that the house rules refuse.
    """
    return _Reader(text, blank_nodes=blank_nodes, house_prefixes=house_prefixes).document()


class _Reader:
    """A recursive-descent reader of Turtle (grammar rules [1] to [18]) that keeps comments."""

    def __init__(self, text: Text, *, blank_nodes: bool, house_prefixes: bool) -> None:
        self.text = text
        self.blank_nodes = blank_nodes
        self.house_prefixes = house_prefixes
        self.result = Document(text)
        self.stream = tokens(text)
        self.last: Token | None = None  # the last word or mark taken
        self.ahead: Token | None = None
        self.comments: list[str] = []  # since the last statement
        self.inside: list[str] = []  # inside the statement being read
        self.in_statement = False
        self.end = 0  # offset after the last token of any kind
        self._advance()

    # --- tokens

    def _advance(self) -> None:
        """Move to the next word or mark and keep the comments on the way."""
        self.ahead = None
        for token in self.stream:
            blank_lines = self.text.content.count("\n", self.end, token.start) > 1
            self.end = token.end
            if token.kind != "comment":
                if blank_lines and not self.in_statement:
                    self._blank_line()
                self.ahead = token
                return
            comment = token.text.rstrip()
            if self.in_statement:
                self.inside.append(comment)
            elif self._ends_a_line(token) and self.result.statements:
                self.result.statements[-1].comments.append(comment)
            else:
                if blank_lines:
                    self._blank_line()
                self.comments.append(comment)

    def _blank_line(self) -> None:
        if not self.comments or self.comments[-1]:
            self.comments.append("")

    def _ends_a_line(self, comment: Token) -> bool:
        """Whether the comment stands on the line on which the last statement ends."""
        return (
            self.last is not None
            and not self.comments
            and self.text.line(self.last.start) == self.text.line(comment.start)
        )

    def _take(self) -> Token:
        token = self.ahead
        if token is None:
            self._unfinished()
        self.last = token
        self._advance()
        return token

    def _at(self, *marks: str) -> bool:
        return self.ahead is not None and self.ahead.kind == "mark" and self.ahead.text in marks

    # --- directives and statements

    def document(self) -> Document:
        while self.ahead is not None:
            token = self.ahead
            if token.kind == "at" or (token.kind == "word" and token.text.upper() in {"PREFIX", "BASE"}):
                self._directive(token)
            else:
                self._statement(token)
        self.result.trailer = _trimmed(self.comments)
        return self.result

    def _directive(self, token: Token) -> None:
        word = token.text.lstrip("@")
        if word.lower() == "base":
            raise self.text.error(
                token.start, "A base IRI is not used here.", "Write IRIs in full or with a prefix."
            )
        if word.lower() != "prefix" or (token.kind == "at" and word != "prefix"):
            raise self.text.error(token.start, f"{token.text} is unknown.", "Expected @prefix.")
        self.result.header += self.comments
        self.comments = []
        self._take()
        name = self.ahead
        if name is None or name.kind != "name" or not name.text.endswith(":"):
            raise self._fault(
                "A prefix with a colon must follow here.", "Example: @prefix tsr: <https://…> ."
            )
        self._take()
        iri = self.ahead
        if iri is None or iri.kind != "iri":
            raise self._fault(
                "The IRI of the prefix must follow here.", "Example: @prefix tsr: <https://…> ."
            )
        self._take()
        prefix, namespace = name.text[:-1], str(self._iri(iri))
        if self.result.prefixes.setdefault(prefix, namespace) != namespace:
            raise self.text.error(
                name.start, f"The prefix {prefix}: is declared twice, with two IRIs.", "Keep one of them."
            )
        if token.kind == "at":
            if not self._at("."):
                raise self._missing(". at the end of the prefix line", "A dot is missing here.")
            self._take()

    def _statement(self, first: Token) -> None:
        leading, self.comments, self.inside = self.comments, [], []
        if not self.result.statements and not self.result.prefixes and "" in leading[1:]:
            # No prefixes yet: what is set off by a blank line is about the file.
            cut = len(leading) - leading[::-1].index("")
            self.result.header, leading = leading[:cut], leading[cut:]
        self.in_statement = True
        node = self._subject()
        properties: list[Property] = []
        if not (isinstance(node, Anonymous) and self._at(".")):
            properties = self._properties()
        if not self._at("."):
            raise self._missing_end()
        # The dot is taken by hand, so that a comment behind it finds the statement complete.
        dot = self.ahead
        assert dot is not None  # noqa: S101
        self.last = dot
        statement = Statement(
            subject=node if isinstance(node, (URIRef, BNode)) else BNode(),
            line=self.text.line(first.start),
            end_line=self.text.line(dot.start),
            text=self.text.content[first.start : dot.end],
            comments=leading + self.inside,
            node=node,
            properties=properties,
            start=first.start,
        )
        self.result.statements.append(statement)
        self.in_statement = False
        self._advance()

    def _subject(self) -> Node:
        token = self.ahead
        if token is not None and (token.kind in {"iri", "name", "blank"} or self._at("[", "(")):
            return self._node()
        raise self._fault(
            "A statement must begin with the thing that it is about.", "Expected a name or an IRI."
        )

    def _properties(self, closing: str = ".") -> list[Property]:
        result = [self._property()]
        while self._at(";"):
            while self._at(";"):
                self._take()
            if self._at(closing) or self.ahead is None:
                break
            result.append(self._property())
        return result

    def _property(self) -> Property:
        token = self.ahead
        predicate: Node
        if token is None:
            self._unfinished()
        if token.kind == "word" and token.text == "a":
            self._take()
            predicate = RDF.type
        elif token.kind in {"iri", "name"}:
            before = self.last
            predicate = self._node()
            if (
                before is not None
                and before.text == ";"
                and self._is_word("a")
                and self._new_line(before, token)
            ):
                # "…; <new line> clm:b-0002 a tsg:Claim": the statement before was never closed.
                raise self.text.error(
                    before.start,
                    f"The statement is not closed before {token.text}: a dot is missing here.",
                    "Write . in place of the semicolon.",
                )
        else:
            raise self._fault("A property must follow here.", "Expected a name such as tsg:sender, or a.")
        assert isinstance(predicate, URIRef)  # noqa: S101
        objects = [self._object()]
        while self._at(","):
            self._take()
            objects.append(self._object())
        return Property(predicate, tuple(objects))

    def _is_word(self, word: str) -> bool:
        return self.ahead is not None and self.ahead.kind == "word" and self.ahead.text == word

    def _new_line(self, before: Token | None, token: Token) -> bool:
        return before is not None and self.text.line(before.start) < self.text.line(token.start)

    def _object(self) -> Node:
        token = self.ahead
        if token is None:
            self._unfinished()
        if token.kind in {"iri", "name", "blank", "string", "number"} or self._at("[", "("):
            return self._node()
        if token.kind == "word" and token.text in {"true", "false"}:
            return self._node()
        raise self._fault(
            "A value must follow here.", "Expected a name, an IRI, a text in quotes or a number."
        )

    # --- terms

    def _node(self) -> Node:
        token = self._take()
        match token.kind:
            case "iri":
                node: Node = self._iri(token)
            case "name":
                node = self._name(token)
            case "number":
                node = Quoted(token.text, datatype=_number_type(token.text))
            case "word":
                node = Quoted(token.text, datatype=XSD.boolean)
            case "string":
                node = self._quoted(token)
            case _:
                node = self._blank(token)
        return node

    def _blank(self, token: Token) -> Node:
        if not self.blank_nodes:
            raise self.text.error(
                token.start, "Data have no blank nodes.", "Give the thing a name of its own, such as tsr:… ."
            )
        if token.kind == "blank":
            return BNode(token.text[2:])
        return self._anonymous() if token.text == "[" else self._collection()

    def _iri(self, token: Token) -> URIRef:
        iri = self._unescape(token, token.text[1:-1], 1)
        if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
            raise self.text.error(
                token.start, f"The IRI {token.text} is not complete.", "Write it in full: <https://…>."
            )
        return URIRef(iri)

    def _name(self, token: Token) -> URIRef:
        prefix, _, local = token.text.partition(":")
        namespace = self.result.prefixes.get(prefix)
        if namespace is None and self.house_prefixes:
            namespace = PREFIXES.get(prefix)
        if namespace is None:
            if prefix in PREFIXES:
                expected = f"Add the line: @prefix {prefix}: <{PREFIXES[prefix]}> ."
            else:
                near = get_close_matches(prefix, [*self.result.prefixes, *PREFIXES], 1)
                expected = f"Did you mean {near[0]}:{local}?" if near else "Declare it with @prefix."
            raise self.text.error(token.start, f"The prefix {prefix}: is not declared.", expected)
        return URIRef(namespace + re.sub(r"\\(.)", r"\1", local))

    def _quoted(self, token: Token) -> Quoted:
        width = 3 if token.text[:3] in {'"""', "'''"} else 1
        value = self._unescape(token, token.text[width:-width], width)
        tag = self.ahead
        if tag is not None and tag.kind == "at" and tag.start == token.end:
            self._take()
            return Quoted(value, language=tag.text[1:])
        if not self._at("^^"):
            return Quoted(value)
        self._take()
        kind = self.ahead
        if kind is None or kind.kind not in {"iri", "name"}:
            raise self._fault("A datatype must follow ^^.", "Example: ^^xsd:date")
        datatype = self._node()
        assert isinstance(datatype, URIRef)  # noqa: S101
        if not _well_typed(value, datatype):
            raise self.text.error(
                token.start,
                f"{token.text} is not of the datatype {kind.text}.",
                "Mend the text or its datatype.",
            )
        return Quoted(value, datatype=None if datatype == XSD.string else datatype)

    def _unescape(self, token: Token, raw: str, width: int) -> str:
        if "\\" not in raw:
            return raw

        def character(match: re.Match[str]) -> str:
            code = match[0][1:]
            if code[0] not in "uU":
                return _ESCAPES[code]
            number = int(code[1:], 16)
            if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:  # noqa: PLR2004
                raise self.text.error(
                    token.start + width + match.start(),
                    f"{match[0]} is no character.",
                    "Write the character itself.",
                )
            return chr(number)

        return re.sub(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", character, raw)

    def _anonymous(self) -> Anonymous:
        properties = [] if self._at("]") else self._properties("]")
        if not self._at("]"):
            raise self._missing("] or ;", "A bracket is not closed here.")
        self._take()
        return Anonymous(tuple(properties))

    def _collection(self) -> Collection:
        items: list[Node] = []
        while not self._at(")"):
            items.append(self._object())
        self._take()
        return Collection(tuple(items))

    # --- faults

    def _unfinished(self) -> NoReturn:
        raise self._missing("a dot", "The file ends inside a statement.")

    def _fault(self, message: str, expected: str) -> TurtleError:
        if self.ahead is None:
            return self._missing("a dot", "The file ends inside a statement.")
        return self.text.error(self.ahead.start, message, expected)

    def _missing(self, expected: str, message: str) -> TurtleError:
        """Something is missing right after the last word."""
        place = self.last.end if self.last else 0
        return self.text.error(place, message, f"Expected {expected}.")

    def _missing_end(self) -> TurtleError:
        """A value is followed by no separator: say which is likely to be missing, and where."""
        last, token = self.last, self.ahead
        assert last is not None  # noqa: S101
        if token is None:
            return self._missing("a dot", "The last statement is not closed: a dot is missing here.")
        if last.kind == "string" and token.start == last.end:
            return self.text.error(
                token.start,
                f"The text ends before {token.text}, but no separator follows.",
                'A quotation mark inside a text is written \\"; or a text before is not closed.',
            )
        if self._new_line(last, token) and self.text.column(token.start) == 1:
            return self._missing(
                "a dot, or a semicolon if a property follows",
                f"The statement is not closed before {token.text}: a dot is missing here.",
            )
        if token.kind in {"string", "number", "blank"} or token.text in {"[", "("}:
            return self._missing("a comma", f"A comma is missing before {token.text}.")
        return self._missing(
            "a semicolon (next property), a comma (next value) or a dot",
            f"A semicolon is missing before {token.text}.",
        )


def _well_typed(value: str, datatype: URIRef) -> bool:
    """Whether a text is in the lexical space of its datatype; true where rdflib does not know the latter."""
    logger = logging.getLogger("rdflib.term")  # it writes a traceback for every such text
    disabled, logger.disabled = logger.disabled, True
    try:
        return not Literal(value, datatype=datatype).ill_typed
    finally:
        logger.disabled = disabled


def _number_type(text: str) -> URIRef:
    if "e" in text.lower():
        return XSD.double
    return XSD.decimal if "." in text else XSD.integer


def _trimmed(comments: list[str]) -> list[str]:
    """Without blank lines at the end."""
    return comments[: max((i + 1 for i, c in enumerate(comments) if c), default=0)]
