"""Chooses a format for an answer (RFC 9110 section 12, SPARQL 1.1 Protocol 2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tsgraph.engine import interface as types

if TYPE_CHECKING:
    from collections.abc import Sequence

HTML = "text/html"
PROBLEM = "application/problem+json"

SHORT_NAMES = {
    "json": types.JSON,
    "srj": types.JSON,
    "xml": types.XML,
    "srx": types.XML,
    "csv": types.CSV,
    "tsv": types.TSV,
    "turtle": types.TURTLE,
    "ttl": types.TURTLE,
    "ntriples": types.N_TRIPLES,
    "n-triples": types.N_TRIPLES,
    "nt": types.N_TRIPLES,
    "json-ld": types.JSON_LD,
    "jsonld": types.JSON_LD,
    "rdfxml": types.RDF_XML,
    "rdf": types.RDF_XML,
    "trig": types.TRIG,
    "nquads": types.N_QUADS,
    "nq": types.N_QUADS,
    "html": HTML,
}
"""Values of `format=` beside full media types; `json` and `xml` mean JSON-LD and RDF/XML for graphs."""

_ALIASES = {
    "application/json": (types.JSON, types.JSON_LD, PROBLEM),
    "application/xml": (types.XML, types.RDF_XML),
    "text/xml": (types.XML, types.RDF_XML),
    "application/xhtml+xml": (HTML,),
    "application/x-turtle": (types.TURTLE,),
}
"""Names under which programs ask for a format that has a proper name of its own."""

_RANGE = re.compile(r"\s*([^\s;,/]+)/([^\s;,]+)\s*((?:;[^,;]*)*)\s*")
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?=;|$)", re.IGNORECASE)
_MOST_RANGES = 100


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header: `type/subtype`, its quality, its place in the header."""

    media_type: str
    quality: float

    @property
    def specificity(self) -> int:
        """0 for `*/*`, 1 for `text/*`, 2 for a type."""
        return 0 if self.media_type == "*/*" else 1 if self.media_type.endswith("/*") else 2


def parse_accept(header: str) -> list[Range]:
    """The media ranges of an Accept header; what is no media range is passed over (RFC 9110 12.5.1)."""
    ranges = []
    for part in header.split(",")[:_MOST_RANGES]:
        match = _RANGE.fullmatch(part)
        if match:
            quality = _QUALITY.search(match[3])
            value = min(1.0, float(quality[1])) if quality else 1.0
            ranges.append(Range(f"{match[1]}/{match[2]}".lower(), value))
    return ranges


def choose(header: str | None, offers: Sequence[str]) -> tuple[str, str] | None:
    """The best offer.

    Each offer has the quality of the most specific range that names it; among equals the first offer wins.

    Args:
        header: the Accept header; None or empty accepts everything.
        offers: media types, the preferred one first.

    Returns:
        The offer, and the media type to answer with, which is the name that the client used for it; None if
        nothing is acceptable.
    """
    if not header or not header.strip():
        return offers[0], offers[0]
    ranges = parse_accept(header)
    best: tuple[float, str, str] | None = None
    for offer in offers:
        quality, name = _quality(ranges, offer)
        if quality > 0 and (best is None or quality > best[0]):
            best = (quality, offer, name)
    return best and (best[1], best[2])


def _quality(ranges: Sequence[Range], offer: str) -> tuple[float, str]:
    """Quality of an offer and the name the client has for it."""
    group = offer.partition("/")[0] + "/*"
    found: tuple[int, float, str] = (-1, 0.0, offer)
    for item in ranges:
        alias = offer in _ALIASES.get(item.media_type, ())
        if item.media_type in (offer, group, "*/*") or alias:
            # The proper name is more specific than an alias.
            specificity = item.specificity * 2 - alias
            name = item.media_type if alias and offer not in (HTML, PROBLEM) else offer
            if specificity > found[0] or (specificity == found[0] and item.quality > found[1]):
                found = (specificity, item.quality, name)
    return found[1], found[2]


def by_name(name: str, offers: Sequence[str]) -> str | None:
    """The offer that `format=` names, by a short name or a media type."""
    wanted = name.strip().lower()
    candidates = [SHORT_NAMES.get(wanted, wanted), *_ALIASES.get(wanted, ())]
    if wanted in ("json", "xml"):
        candidates.append(types.JSON_LD if wanted == "json" else types.RDF_XML)
    return next((candidate for candidate in candidates if candidate in offers), None)


def prefers_html(header: str | None) -> bool:
    """Whether a person asks: HTML is named, and nothing that a program would name has a higher quality."""
    ranges = parse_accept(header or "")
    html = max((r.quality for r in ranges if r.media_type in (HTML, "application/xhtml+xml")), default=0.0)
    others = max(
        (r.quality for r in ranges if r.media_type not in (HTML, "application/xhtml+xml")), default=0.0
    )
    return html > 0 and html >= others
