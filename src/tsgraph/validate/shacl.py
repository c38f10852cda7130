"""Validate a built data set against the SHACL shapes.

What is validated are plain graphs: the default graph, and then the authored things, the reviewed values and
the ontology alone. The latter are seen only by shapes that name their graph as target node.

pySHACL does the work, but for the rules over a whole graph, which Oxigraph answers faster. pySHACL 0.40 needs
four precautions. It merges the graphs of a Dataset, so plain graphs are handed over. It drops the languages
of messages, so these are read from the shapes. It returns a failure (a constraint with VALUES, say) in place
of the report instead of raising it. And it counts sh:severity only on the shape.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyshacl
from pyparsing import ParseBaseException
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import RDFS, SH, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from tsgraph.graph.namespaces import DATASET, SHP, TSG, G
from tsgraph.graph.turtle import parse_turtle
from tsgraph.validate.constraints import Raw, ShapesError, evaluate, queries
from tsgraph.validate.report import Evidence, Report, Result, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rdflib.term import Node

    from tsgraph.graph.turtle import SourceIndex

__all__ = ["ShapesError", "load_shapes", "validate"]

# Target nodes that stand for a graph: the rules on them get that graph and the ontology, and nothing else.
VIEWS = (G["entities"], G["reviewed"], G["ontology"])
TARGETS = (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf)
SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


def load_shapes(folder: Path) -> Graph:
    """Read every shapes file of a folder.

    Raises:
        TurtleError: A file is not Turtle.
        ShapesError: The folder holds no shapes.
    """
    shapes = Graph(bind_namespaces="none")
    for path in sorted(folder.glob("*.ttl")):
        for triple in parse_turtle(path, blank_nodes=True)[0]:
            shapes.add(triple)
    if not shapes:
        raise ShapesError(f"No shapes in {folder}.")
    return shapes


def validate(dataset: Dataset, shapes: Path, lines: SourceIndex, *, fast: bool = True) -> Report:
    """Check a built data set against the shapes.

    Args:
        dataset: The data set, with its default graph filled.
        shapes: The folder of shapes.
        lines: Where each subject is written.
        fast: Let Oxigraph run the rules over the whole data set; else pySHACL runs everything.

    Returns:
        The results, worst first and then in the order of the files.

    Raises:
        TurtleError: A shapes file is not Turtle.
        ShapesError: A shape is not legal SHACL, or pySHACL cannot evaluate it.
    """
    rules = load_shapes(shapes)
    data = _merged(dataset.graph(DATASET_DEFAULT_GRAPH_ID))
    explain = _Explanation(rules, data, lines)
    found = _run(data, _aimed(rules, lambda target: target not in VIEWS), fast=fast)
    for view in VIEWS:
        graph = _merged(dataset.graph(view), dataset.graph(G["ontology"]))
        found += _run(graph, _aimed(rules, lambda target, view=view: target == view), fast=fast)  # type: ignore[misc]
    return Report(sorted((explain.result(raw) for raw in found), key=Result.order), data)


def _merged(*graphs: Graph) -> Graph:
    result = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            result.add(triple)
    return result


def _aimed(rules: Graph, keep: Callable[[Node], bool]) -> Graph:
    """A copy of the shapes in which only some targets are left; a shape without target is not applied."""
    result = _merged(rules)
    for predicate in TARGETS:
        for shape, target in list(rules.subject_objects(predicate)):
            if not keep(target):
                result.remove((shape, predicate, target))
    return result


def _run(data: Graph, rules: Graph, *, fast: bool) -> list[Raw]:
    """All results of shapes over a graph, without duplicates."""
    if not fast:
        return list(dict.fromkeys(_run_pyshacl(data, rules)))
    found = evaluate(data, rules)
    rest = _merged(rules)
    for shape in queries(rules):
        rest.remove((shape, SH.targetNode, None))
    if any((None, target, None) in rest for target in TARGETS):
        found += _run_pyshacl(data, rest)
    return list(dict.fromkeys(found))


def _run_pyshacl(data: Graph, rules: Graph) -> list[Raw]:
    try:
        _, report, text = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    except (ReportableRuntimeError, ShapeLoadError, ConstraintLoadError, ParseBaseException) as error:
        raise ShapesError(f"The shapes cannot be used: {error}") from error
    if not isinstance(report, Graph):
        raise ShapesError(f"The shapes cannot be used: {text}")
    return [
        Raw(
            report.value(node, SH.resultSeverity),
            _required(report, node, SH.focusNode),
            report.value(node, SH.value),
            _required(report, node, SH.sourceShape),
            report.value(node, SH.resultPath),
            str(report.value(node, SH.resultMessage) or ""),
        )
        for node in report.objects(None, SH.result)
    ]


def _required(report: Graph, node: Node, predicate: URIRef) -> Node:
    value = report.value(node, predicate)
    assert value is not None  # noqa: S101  # SHACL 3.6.2: every result has one
    return value


class _Explanation:
    """Turns raw results into results that name the claim, the file and the line."""

    def __init__(self, rules: Graph, data: Graph, lines: SourceIndex) -> None:
        self.rules = rules
        self.data = data
        self.lines = lines

    def result(self, raw: Raw) -> Result:
        focus, value = raw.focus, raw.value
        if focus in {DATASET, *VIEWS} and value is not None:
            focus, value = value, None
        path = raw.path if isinstance(raw.path, URIRef) else None
        claims = self.claims(focus, self.predicates(raw), value)
        file, line = self.place(focus, claims)
        return Result(
            severity=SEVERITIES.get(raw.severity, "violation"),
            focus=focus,
            value=value,
            shape=raw.shape,
            path=path,
            messages=self.texts(raw.shape, SH.message) or {"en": raw.message},
            remedies=self.texts(raw.shape, SHP.remedy),
            claims=tuple(Evidence(claim, *self.place(claim, ())) for claim in claims),
            file=file,
            line=line,
        )

    def texts(self, shape: Node, predicate: URIRef) -> dict[str, str]:
        return {
            text.language: str(text)
            for text in self.rules.objects(shape, predicate)
            if isinstance(text, Literal) and text.language
        }

    def predicates(self, raw: Raw) -> set[Node]:
        """The properties that a result is about: its path, those of shp:about, and what is below them."""
        path = self.rules.value(raw.shape, SH.path)
        named: set[Node] = {*self.rules.objects(raw.shape, SHP.about), *((raw.path,) if raw.path else ())}
        if path is not None:
            for alternatives in self.rules.objects(path, SH.alternativePath):
                named |= set(self.rules.items(alternatives))
        below = (self.data.transitive_subjects(RDFS.subPropertyOf, name) for name in named)
        return {predicate for predicates in below for predicate in predicates if predicate is not None}

    def claims(self, focus: Node, predicates: set[Node], value: Node | None) -> list[URIRef]:
        """The claims behind what a result is about, by their ids."""
        found = [
            claim
            for claim in self.data.subjects(TSG.subject, focus)
            if isinstance(claim, URIRef)
            and self.data.value(claim, TSG.predicate) in predicates
            and (value is None or value in self.data[claim : TSG.object | TSG.value])
        ]
        return sorted(found)

    def place(self, node: Node, claims: Sequence[URIRef]) -> tuple[str | None, int | None]:
        """File and line of the first claim; else of the thing; else of a claim that is about the thing."""
        for subject in (*claims, node, *sorted(self.data.subjects(TSG.subject, node), key=str)):
            if isinstance(subject, URIRef) and self.lines.get(subject):
                return self.lines[subject][0]
        return None, None
