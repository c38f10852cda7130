"""What each graph is and what it was made from (PROV-O, VoID)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import OWL, PROV, RDF, RDFS, XSD, Dataset, Literal, URIRef
from rdflib.namespace import DCTERMS

from tsgraph.graph.namespaces import DATASET, VOID, G

if TYPE_CHECKING:
    from rdflib import Graph

NAME = G["provenance"]
CC0 = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
_TITLES = (
    ("Turkish-Soviet relations, 1924-1953", "en"),
    ("Türk-Sovyet ilişkileri, 1924-1953", "tr"),
    ("Советско-турецкие отношения, 1924—1953", "ru"),
)
_LABELS = {
    "ontology": ("Ontology", "Ontoloji", "Онтология"),
    "vocabulary": ("Vocabularies", "Söz dağarcıkları", "Словари"),
    "entities": ("Entities", "Varlıklar", "Сущности"),
    "sources": ("Sources and passages", "Kaynaklar ve pasajlar", "Источники и фрагменты"),
    "claims-external": ("Claims of records", "Kayıtların iddiaları", "Утверждения записей"),
    "review": ("Review of differences", "Farkların incelenmesi", "Разбор расхождений"),
    "links": ("Links to Wikidata", "Wikidata bağlantıları", "Ссылки на Викиданные"),
    "reviewed": ("Best value per property", "Özellik başına en iyi değer", "Лучшее значение свойства"),
    "inferred": ("Superclasses, superproperties", "Üst sınıflar, üst özellikler", "Надклассы, надсвойства"),
    "coverage": ("Coverage of the sentences", "Cümlelerin işlenme durumu", "Охват предложений"),
    "provenance": ("Origin of the graphs", "Grafların kökeni", "Происхождение графов"),
}  # fmt: skip
_PATTERNS = {
    "claims-": ("Claims of {}", "{} iddiaları", "Утверждения: {}"),
    "said-": ("What {} says", "{} ne diyor", "Что говорит {}"),
}
_DERIVED_FROM = {
    "said-": ("claims-",),
    "reviewed": ("claims-", "ontology"),
    "inferred": ("said-", "entities", "sources", "ontology"),
    "coverage": ("claims-", "sources"),
}


def labels(name: str) -> tuple[str, str, str]:
    """The label of a graph in English, Turkish and Russian.

    Args:
        name: The local name of the graph, such as `said-benhur`.
    """
    if name in _LABELS:
        return _LABELS[name]
    for start, (en, tr, ru) in _PATTERNS.items():
        if name.startswith(start):
            source = name.removeprefix(start).capitalize()
            return en.format(source), tr.format(source), ru.format(source)
    return name, name, name


def describe(dataset: Dataset, files: dict[URIRef, list[str]], version: str) -> Graph:
    """Fill the graph that describes the data set and its graphs.

    Nothing in it depends on the clock or on the machine, so that two builds of the same files agree.

    Args:
        dataset: The data set, complete but for this description.
        files: The authored files of each graph.
        version: The version of the data set.

    Returns:
        The graph, which is part of the data set.
    """
    about = dataset.graph(NAME)
    names = sorted(
        local_name(graph.identifier) for graph in dataset.graphs() if _is_named(graph) and len(graph)
    )
    about.add((DATASET, RDF.type, VOID.Dataset))
    about.add((DATASET, RDF.type, PROV.Entity))
    for title, language in _TITLES:
        about.add((DATASET, DCTERMS.title, Literal(title, language)))
        about.add((DATASET, RDFS.label, Literal(title, language)))
    about.add((DATASET, DCTERMS.license, CC0))
    about.add((DATASET, OWL.versionInfo, Literal(version)))
    for name in sorted({*names, "provenance"}):
        graph = G[name]
        about.add((graph, RDF.type, PROV.Entity))
        about.add((DATASET, DCTERMS.hasPart, graph))
        about.add((graph, DCTERMS.license, CC_BY if name in {"ontology", "vocabulary"} else CC0))
        for label, language in zip(labels(name), ("en", "tr", "ru"), strict=True):
            about.add((graph, RDFS.label, Literal(label, language)))
        if name != "provenance":
            count = Literal(len(dataset.graph(graph)), datatype=XSD.integer)
            about.add((graph, VOID.triples, count))
        for start, origins in _DERIVED_FROM.items():
            if name.startswith(start):
                for origin in names:
                    if origin.startswith(origins):
                        about.add((graph, PROV.wasDerivedFrom, G[origin]))
        for file in files.get(graph, ()):
            about.add((graph, DCTERMS.source, Literal(file)))
    return about


def local_name(graph: object) -> str:
    """The name of a graph after the prefix `g:`."""
    return str(graph).removeprefix(str(G))


def _is_named(graph: Graph) -> bool:
    return str(graph.identifier).startswith(str(G))
