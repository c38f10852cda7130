"""What a validation found, as text for people, as JSON, and as a SHACL report."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef

from tsgraph.graph.namespaces import PREFIXES, SHP, TSG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

Severity = OneOf["violation", "warning", "info"]
SEVERITY_ORDER: tuple[Severity, ...] = ("violation", "warning", "info")
LISTED = 12
# Numbers whose nouns Russian inflects in ways of their own.
FEW = range(2, 5)
TEENS = range(11, 15)

_Words = dict[str, str | tuple[str, ...]]
_WORDS: dict[str, _Words] = {
    "en": {
        "violation": ("violation", "violations"),
        "warning": ("warning", "warnings"),
        "info": ("note", "notes"),
        "thing": "about",
        "claim": "claim",
        "value": "value",
        "remedy": "what to do",
        "rule": "rule",
        "more": "and {} more",
        "clean": "No rule is violated.",
        "broken": "The data cannot be served until the violations are gone.",
    },
    "tr": {
        "violation": ("ihlal", "ihlal"),
        "warning": ("uyarı", "uyarı"),
        "info": ("not", "not"),
        "thing": "ilgili",
        "claim": "iddia",
        "value": "değer",
        "remedy": "çözüm",
        "rule": "kural",
        "more": "ve {} tane daha",
        "clean": "Hiçbir kural ihlal edilmiyor.",
        "broken": "İhlaller giderilmeden veriler sunulamaz.",
    },
    "ru": {
        "violation": ("нарушение", "нарушения", "нарушений"),
        "warning": ("предупреждение", "предупреждения", "предупреждений"),
        "info": ("замечание", "замечания", "замечаний"),
        "thing": "о чём",
        "claim": "утверждение",
        "value": "значение",
        "remedy": "что делать",
        "rule": "правило",
        "more": "и ещё {}",
        "clean": "Нарушений нет.",
        "broken": "Пока есть нарушения, данные не публикуются.",
    },
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim behind a result, with its place."""

    claim: URIRef
    file: str | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """One finding.

    Attributes:
        severity: Violations keep the data from being served; warnings and infos do not.
        focus: The thing, claim, passage … at fault.
        value: The value at fault, if there is one.
        shape: The shape that found it.
        path: The property, if the shape is about a single one.
        messages: Language → what is wrong.
        remedies: Language → what to do about it; may be empty.
        claims: The claims that gave the value.
        file: Path relative to the project, of the first claim or else of the thing.
        line: Line in that file, from 1.
    """

    severity: Severity
    focus: Node
    value: Node | None
    shape: Node
    path: URIRef | None
    messages: dict[str, str]
    remedies: dict[str, str]
    claims: tuple[Evidence, ...]
    file: str | None
    line: int | None

    def order(self) -> tuple[int, str, int, str, str, str]:
        """Worst first, then by place."""
        rank = SEVERITY_ORDER.index(self.severity)
        return (rank, self.file or "", self.line or 0, str(self.shape), str(self.focus), str(self.value))


class Report:
    """All findings of one validation."""

    def __init__(self, results: Sequence[Result], data: Graph) -> None:
        """Keep the results in the order given; `data` is asked for labels and claims."""
        self.results = list(results)
        self._data = data

    @property
    def conforms(self) -> bool:
        """Whether no rule is violated; warnings do not count."""
        return all(result.severity != "violation" for result in self.results)

    def counts(self) -> dict[Severity, int]:
        """How many results each severity has."""
        counted = Counter(result.severity for result in self.results)
        return {severity: counted[severity] for severity in SEVERITY_ORDER}

    # --- text

    def to_text(self, language: str = "en") -> str:
        """The findings for people; messages that a language lacks are given in English.

        Each violation and warning is a paragraph that begins with `file:line`; infos are gathered by rule.
        """
        words = _WORDS.get(language, _WORDS["en"])
        grave = [r for r in self.results if r.severity != "info"]
        infos = sorted((r for r in self.results if r.severity == "info"), key=lambda r: str(r.shape))
        paragraphs = [self._paragraph(result, language, words) for result in grave]
        paragraphs += [
            self._gathered(list(group), language, words) for _, group in groupby(infos, key=lambda r: r.shape)
        ]
        counted = [
            f"{number} {_counted(number, words[severity])}"
            for severity, number in self.counts().items()
            if number
        ]
        verdict = words["clean"] if self.conforms else words["broken"]
        paragraphs.append(f"{', '.join(counted)}. {verdict}" if counted else str(verdict))
        return "\n\n".join(paragraphs) + "\n"

    def _paragraph(self, result: Result, language: str, words: _Words) -> str:
        place = f"{result.file}:{result.line}: " if result.file else ""
        rows = [(words["thing"], self._titled(result.focus, language))]
        rows += [
            (words["claim"], f"{self._claim(e.claim)}{f'  ({e.file}:{e.line})' if e.file else ''}")
            for e in result.claims
        ]
        if (result.focus, RDF.type, TSG.Claim) in self._data:
            rows[0] = (words["claim"], self._claim(result.focus))
        if result.value is not None:
            path = f"{short(result.path)} " if result.path is not None else ""
            rows.append((words["value"], path + self._titled(result.value, language)))
        if result.remedies:
            rows.append((words["remedy"], _in(result.remedies, language)))
        rows.append((words["rule"], short(result.shape)))
        width = max(len(str(name)) for name, _ in rows)
        lines = [f"{place}{words[result.severity][0]}: {_in(result.messages, language)}"]
        return "\n".join([*lines, *(f"    {name!s:<{width}}  {text}" for name, text in rows)])

    def _gathered(self, results: Sequence[Result], language: str, words: _Words) -> str:
        names = [short(result.focus) for result in results[:LISTED]]
        if len(results) > LISTED:
            names.append(str(words["more"]).format(len(results) - LISTED))
        message = _in(results[0].messages, language)
        return f"{words['info'][0]}: {message}\n    {', '.join(names)}"

    def _titled(self, node: Node, language: str) -> str:
        labels = {
            label.language or "": str(label)
            for label in self._data.objects(node, RDFS.label)
            if isinstance(label, Literal)
        }
        return f"{short(node)}  “{_in(labels, language)}”" if labels else short(node)

    def _claim(self, claim: Node) -> str:
        value = self._data.value(claim, TSG.object) or self._data.value(claim, TSG.value)
        parts = (self._data.value(claim, TSG.subject), self._data.value(claim, TSG.predicate), value)
        return f"{short(claim)}  {' '.join(short(part) for part in parts if part is not None)}"

    # --- for programs

    def to_json(self) -> str:
        """The findings as a JSON object: `conforms`, `counts`, `results`."""
        return json.dumps(
            {
                "conforms": self.conforms,
                "counts": self.counts(),
                "results": [
                    {
                        "severity": result.severity,
                        "shape": str(result.shape),
                        "focus": str(result.focus),
                        "path": _text(result.path),
                        "value": _text(result.value),
                        "messages": result.messages,
                        "remedies": result.remedies,
                        "claims": [
                            {"claim": str(e.claim), "file": e.file, "line": e.line} for e in result.claims
                        ],
                        "file": result.file,
                        "line": result.line,
                    }
                    for result in self.results
                ],
            },
            ensure_ascii=False,
            indent=2,
        )

    def to_turtle(self) -> str:
        """The findings as a SHACL validation report, with `shp:claim`, `shp:file` and `shp:line` added.

        As in SHACL 3.6.1, `sh:conforms` is true only without any result, warnings and infos included.
        """
        graph = Graph(bind_namespaces="none")
        for prefix, namespace in (PREFIXES | {"sh": str(SH)}).items():
            graph.bind(prefix, namespace)
        report = BNode("report")
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(not self.results)))
        for number, result in enumerate(self.results):
            node = BNode(f"r{number:05d}")
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            graph.add((node, SH.resultSeverity, SH[result.severity.capitalize()]))
            graph.add((node, SH.focusNode, result.focus))
            graph.add((node, SH.sourceShape, result.shape))
            if result.path is not None:
                graph.add((node, SH.resultPath, result.path))
            if result.value is not None:
                graph.add((node, SH.value, result.value))
            for language, message in result.messages.items():
                graph.add((node, SH.resultMessage, Literal(message, lang=language)))
            for evidence in result.claims:
                graph.add((node, SHP.claim, evidence.claim))
            if result.file is not None:
                graph.add((node, SHP.file, Literal(result.file)))
                graph.add((node, SHP.line, Literal(result.line, datatype=XSD.integer)))
        return graph.serialize(format="turtle")


def short(node: Node) -> str:
    """A term as people write it: a prefixed name, or a text in quotes."""
    for prefix, namespace in PREFIXES.items():
        if isinstance(node, URIRef) and node.startswith(namespace) and len(node) > len(namespace):
            return f"{prefix}:{node[len(namespace) :]}"
    return node.n3() if isinstance(node, (URIRef, Literal, BNode)) else str(node)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _counted(number: int, forms: Sequence[str]) -> str:
    """The form that goes with a number: of one and many, or as in Russian of one, few and many."""
    one, *few, many = forms
    if not few:
        return one if number == 1 else many
    last = 0 if number % 100 in TEENS else number % 10
    return one if last == 1 else few[0] if last in FEW else many


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)
