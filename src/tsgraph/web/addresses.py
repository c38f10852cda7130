"""Addresses: which page of this server shows the thing that an IRI names."""

from __future__ import annotations

from urllib.parse import quote, unquote

from tsgraph.graph.namespaces import BASE, ONTOLOGY, PREFIXES

KINDS = ("id", "claim", "passage", "source", "vocab", "graph")
"""Spaces of names under the base; each has pages at `/{language}/{kind}/{name}`."""


def local_path(iri: str, lang: str = "") -> str | None:
    """The path on this server for one of the graph's IRIs.

    Args:
        iri: The IRI.
        lang: A language for the page; without it the path that negotiates.

    Returns:
        The path, or None if the IRI is not under the graph's base.
    """
    prefix = f"/{lang}" if lang else ""
    if iri == str(ONTOLOGY):
        return f"{prefix}/ontology"
    if iri.startswith(f"{ONTOLOGY}#"):
        return f"{prefix}/ontology#{quote(iri.removeprefix(f'{ONTOLOGY}#'), safe='')}"
    for kind in KINDS:
        space = f"{BASE}{kind}/"
        if iri.startswith(space) and "/" not in (name := iri.removeprefix(space)) and name:
            return f"{prefix}/{kind}/{quote(unquote(name), safe='')}"
    return None


def link(iri: str, lang: str) -> str | None:
    """Where a link to an IRI leads: to the page here, else to the web, else nowhere."""
    path = local_path(iri, lang)
    if path is None and iri.startswith(("http://", "https://")):
        return iri
    return path


def compact(iri: str) -> str:
    """An IRI with its prefix, as queries write it; the IRI itself if no prefix fits."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local and not set(local) & set("/#?"):
            return f"{prefix}:{local}"
    return iri


def data_path(kind: str, name: str, suffix: str) -> str:
    """The path of a thing's data in one format."""
    space = "" if kind == "id" else f"{kind}/"
    return f"/data/{space}{quote(name, safe='')}.{suffix}"
