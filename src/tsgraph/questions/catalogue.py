"""The catalogue: every question of a folder, read from its file and checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from tsgraph.questions import binding, header
from tsgraph.questions.binding import UNDEF, BindingError, Template
from tsgraph.questions.header import CatalogueError

LANGUAGES = ("en", "tr", "ru")
ParameterType = Literal["entity", "concept", "choice", "day", "year", "number", "word"]
ColumnKind = Literal["text", "thing", "date", "number", "value"]

_TYPES: tuple[ParameterType, ...] = ("entity", "concept", "choice", "day", "year", "number", "word")
_KINDS: tuple[ColumnKind, ...] = ("text", "thing", "date", "number", "value")
_LITERALS: dict[str, Callable[[str, str], str]] = {
    "day": binding.day_term,
    "year": binding.year_term,
    "number": binding.number_term,
    "word": binding.word_term,
}
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VARIABLE = re.compile(r"[A-Za-z]\w*")
_SELECT = re.compile(r"\bSELECT\s+(?:DISTINCT\s+)?((?:\?\w+\s+)+)WHERE\b", re.IGNORECASE)
_HOLE = re.compile(r"\{(\w+)\}")

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a choice: its key in addresses, its term as N-Triples writes it, its name."""

    key: str
    term: str
    label: Texts


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a question.

    Attributes:
        name: The variable, and the name in addresses.
        type: What it takes.
        label: Its name by language.
        default: What it holds when nothing is given, in the form a person types; None if nothing.
        optional: Whether it may be left open, which means "any".
        of: IRIs of the classes (or concept schemes) that values come from; empty: any.
        namespace: The namespace of short ids.
        options: The values of a choice.
    """

    name: str
    type: ParameterType
    label: Texts
    default: str | None = None
    optional: bool = False
    of: tuple[str, ...] = ()
    namespace: str = ""
    options: tuple[Option, ...] = ()
    prefixes: dict[str, str] = field(default_factory=dict, repr=False)

    def term(self, text: str | None) -> str:
        """The term that a text stands for, as N-Triples writes it, or `UNDEF`.

        Args:
            text: What was given; None or blank: nothing.

        Raises:
            BindingError: The text does not fit, or is missing where it must not be.
        """
        given = self.default if text is None else text
        if given is None or not given.strip():
            if self.optional:
                return UNDEF
            raise BindingError(self.name, "empty", "This blank must be filled in.")
        if self.type == "choice":
            for option in self.options:
                if given.strip() == option.key:
                    return option.term
            keys = ", ".join(option.key for option in self.options)
            raise BindingError(self.name, "choice", f"Choose one of {keys}.")
        if self.type in ("entity", "concept"):
            return binding.entity_term(self.name, given, self.prefixes, self.namespace)
        return _LITERALS[self.type](self.name, given)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer; `?nameLabel`, if the query has it, holds the names of its things."""

    name: str
    label: Texts
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Example:
    """A call whose number of rows is known."""

    values: dict[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a sentence with blanks, and the query that answers it."""

    name: str
    path: Path
    title: Texts
    sentence: Texts
    note: Texts
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: Example
    template: Template

    def parameter(self, name: str) -> Parameter:
        """The blank of that name.

        Raises:
            BindingError: There is none.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        names = ", ".join(p.name for p in self.parameters) or "none"
        raise BindingError(name, "unknown", f"This question has no such blank. Its blanks: {names}.")

    def bind(self, values: Mapping[str, str | None] | None = None, lang: str = "en") -> str:
        """Write values into the blanks.

        Args:
            values: What was given, by blank. A blank that is not named takes its default; an
                empty text leaves an optional blank open.
            lang: The language of the labels in the answer.

        Returns:
            The query, which differs from the file's only between the braces of its blanks.

        Raises:
            BindingError: A value does not fit its blank, or there is no such blank.
        """
        given = dict(values or {})
        for name in given:
            self.parameter(name)
        terms = {p.name: p.term(given.get(p.name)) for p in self.parameters}
        return self.template.fill({**terms, "lang": binding.language_term(lang)})

    def phrase(self, lang: str) -> list[str | Parameter]:
        """The sentence as texts and blanks in their order."""
        parts: list[str | Parameter] = []
        for index, part in enumerate(_HOLE.split(self.sentence[lang])):
            if part:
                parts.append(self.parameter(part) if index % 2 else part)
        return parts


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The questions of a folder, in the order of their names."""

    questions: dict[str, Question]

    @classmethod
    def load(cls, folder: Path) -> Catalogue:
        """Read every `.rq` file of a folder.

        Raises:
            CatalogueError: A file is not as it should be.
        """
        return cls({path.stem: read(path) for path in sorted(folder.glob("*.rq"))})

    def __getitem__(self, name: str) -> Question:
        """The question of that name; KeyError if there is none."""
        return self.questions[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is a question of that name."""
        return name in self.questions

    def __iter__(self) -> Iterator[Question]:
        """The questions in the order of their names."""
        return iter(self.questions.values())

    def __len__(self) -> int:
        """The number of questions."""
        return len(self.questions)


class _Entries:
    """Typed access to a mapping of the header; whatever is left over at the end is an error."""

    def __init__(self, path: Path, node: header.Node, what: str) -> None:
        if not isinstance(node, header.Mapping):
            raise CatalogueError(path, node.line, f'{what}: expected "key: value" lines.')
        self.path, self.line, self.what, self.left = path, node.line, what, dict(node.entries)

    def take(self, key: str) -> header.Node:
        if (node := self.left.pop(key, None)) is None:
            raise CatalogueError(self.path, self.line, f"{self.what}: {key} is missing.")
        return node

    def text(self, key: str) -> header.Scalar:
        node = self.take(key)
        if not isinstance(node, header.Scalar):
            raise CatalogueError(self.path, node.line, f"{key}: expected one text.")
        return node

    def maybe(self, key: str) -> str | None:
        return self.text(key).text if key in self.left else None

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        if default is not None and key not in self.left:
            return default
        value = self.text(key)
        if value.text not in allowed:
            known = ", ".join(allowed)
            raise CatalogueError(self.path, value.line, f"{key}: {value.text} is not one of {known}.")
        return value.text

    def texts(self, key: str) -> Texts:
        entries = _Entries(self.path, self.take(key), key)
        found = {language: entries.text(language).text for language in LANGUAGES}
        entries.done()
        return found

    def items(self, key: str) -> tuple[header.Node, ...]:
        if key not in self.left:
            return ()
        node = self.take(key)
        if not isinstance(node, header.Sequence):
            raise CatalogueError(self.path, node.line, f'{key}: expected a list, each item after "- ".')
        return node.items

    def done(self) -> None:
        for key, node in self.left.items():
            raise CatalogueError(self.path, node.line, f"{self.what}: {key} is not known here.")


def _iris(path: Path, node: header.Scalar, known: Mapping[str, str]) -> tuple[str, ...]:
    """Prefixed names of the header as IRIs."""
    found = []
    for word in node.text.split():
        prefix, colon, local = word.partition(":")
        if not colon or prefix not in known:
            raise CatalogueError(path, node.line, f"{word} is not a prefixed name of the query's prefixes.")
        found.append(known[prefix] + local)
    return tuple(found)


def _parameter(path: Path, node: header.Node, known: dict[str, str]) -> Parameter:
    entries = _Entries(path, node, "parameter")
    name = entries.text("name")
    if not _VARIABLE.fullmatch(name.text) or name.text == "lang":
        raise CatalogueError(path, name.line, f"name: {name.text} cannot be a blank's name.")
    kind: ParameterType = entries.one_of("type", _TYPES)  # type: ignore[assignment]
    label = entries.texts("label")
    optional = entries.one_of("optional", ("yes", "no"), "no") == "yes"
    default = entries.maybe("default")
    of = _iris(path, entries.text("of"), known) if "of" in entries.left else ()
    namespace = ""
    if kind in ("entity", "concept"):
        prefix = entries.text("namespace")
        if prefix.text not in known:
            raise CatalogueError(path, prefix.line, f"namespace: the query declares no prefix {prefix.text}.")
        namespace = known[prefix.text]
    options = []
    for item in entries.items("options"):
        option = _Entries(path, item, "option")
        key, term = option.text("key").text, _iris(path, option.text("term"), known)[0]
        options.append(Option(key, f"<{term}>", option.texts("label")))
        option.done()
    if (kind == "choice") != bool(options):
        raise CatalogueError(path, name.line, f"{name.text}: a choice, and only a choice, has options.")
    entries.done()
    parameter = Parameter(name.text, kind, label, default, optional, of, namespace, tuple(options), known)
    try:
        parameter.term(None)
    except BindingError as error:
        raise CatalogueError(path, name.line, f"default: {error}") from None
    return parameter


def _column(path: Path, node: header.Node) -> Column:
    entries = _Entries(path, node, "column")
    kind: ColumnKind = entries.one_of("kind", _KINDS, "text")  # type: ignore[assignment]
    column = Column(entries.text("name").text, entries.texts("label"), kind)
    entries.done()
    return column


def _example(path: Path, node: header.Node) -> Example:
    entries = _Entries(path, node, "example")
    rows = entries.text("rows")
    if not re.fullmatch(r"[0-9]+", rows.text):
        raise CatalogueError(path, rows.line, "rows: expected a whole number.")
    values: dict[str, str] = {}
    if "values" in entries.left:
        given = _Entries(path, entries.take("values"), "values")
        values = {key: given.text(key).text for key in list(given.left)}
    entries.done()
    return Example(values, int(rows.text))


def read(path: Path) -> Question:
    """Read and check one question file.

    Args:
        path: The file; its name without `.rq` is the question's.

    Returns:
        The question.

    Raises:
        CatalogueError: The file is not as it should be; the message names file and line.
    """
    if not _NAME.fullmatch(path.stem):
        raise CatalogueError(path, 1, "A question's name is lower-case words joined by hyphens.")
    node, body, first = header.split(path, path.read_text(encoding="utf-8"))
    entries = _Entries(path, node, "header")
    known = binding.prefixes(body)
    title, sentence = entries.texts("title"), entries.texts("sentence")
    note = entries.texts("note") if "note" in entries.left else {}
    parameters = tuple(_parameter(path, item, known) for item in entries.items("parameters"))
    columns = tuple(_column(path, item) for item in entries.items("columns"))
    example = _example(path, entries.take("example"))
    entries.done()
    try:
        template = Template(body)
    except ValueError as error:
        raise CatalogueError(path, first, str(error)) from None
    question = Question(path.stem, path, title, sentence, note, parameters, columns, example, template)
    _check_blanks(question, first)
    _check_columns(question, first)
    try:
        question.bind(example.values)
    except BindingError as error:
        raise CatalogueError(path, node.entries["example"].line, f"example: {error}") from None
    return question


def _check_blanks(question: Question, line: int) -> None:
    """Blanks, header and sentences name the same parameters, and the query holds the defaults."""
    names = [parameter.name for parameter in question.parameters]
    if len(set(names)) != len(names):
        raise CatalogueError(question.path, 1, "Two parameters have the same name.")
    blanks = question.template.blanks
    for name in [*names, "lang"]:
        if name not in blanks:
            raise CatalogueError(question.path, line, f"The query has no line VALUES ?{name} {{ … }}.")
    for language, sentence in question.sentence.items():
        if sorted(_HOLE.findall(sentence)) != sorted(names):
            raise CatalogueError(
                question.path, 1, f"sentence, {language}: its blanks must be {', '.join(names) or 'none'}."
            )
    for parameter in question.parameters:
        if _expanded(blanks[parameter.name], parameter.prefixes) != parameter.term(None):
            raise CatalogueError(
                question.path, line, f"VALUES ?{parameter.name} does not hold the default of the header."
            )


def _expanded(content: str, known: Mapping[str, str]) -> str:
    """A term as an author writes it, in the form that N-Triples gives it."""
    if content == UNDEF:
        return content
    if re.fullmatch(r"[+-]?\d+", content):
        return binding.literal(content, "integer")
    text = re.sub(r"\^\^xsd:(\w+)$", rf"^^<{binding.XSD}\1>", content)
    match = re.fullmatch(r"([A-Za-z][\w-]*):([\w.-]+)", text)
    return f"<{known.get(match.group(1), '')}{match.group(2)}>" if match else text


def _check_columns(question: Question, line: int) -> None:
    """The described columns are the query's, in its order; labels belong to a column."""
    match = _SELECT.search(question.template.text)
    if match is None:
        raise CatalogueError(question.path, line, "Expected SELECT with plain variables, then WHERE.")
    variables = [variable[1:] for variable in match.group(1).split()]
    plain = [v for v in variables if not (v.endswith("Label") and v.removesuffix("Label") in variables)]
    described = [column.name for column in question.columns]
    if plain != described:
        raise CatalogueError(
            question.path,
            line,
            f"The query selects {', '.join(plain)}; columns describes {', '.join(described)}.",
        )
