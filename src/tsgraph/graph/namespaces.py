"""The namespaces of the graph and their prefixes, in the order in which files declare them."""

from __future__ import annotations

from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import DCTERMS

BASE = "https://w3id.org/tsgraph/"
ONTOLOGY = URIRef(BASE + "ontology")
DATASET = URIRef(BASE + "dataset")

TSG = Namespace(BASE + "ontology#")
TSR = Namespace(BASE + "id/")
CLM = Namespace(BASE + "claim/")
PSG = Namespace(BASE + "passage/")
SRC = Namespace(BASE + "source/")
VOC = Namespace(BASE + "vocab/")
G = Namespace(BASE + "graph/")
SHP = Namespace(BASE + "shapes#")
WD = Namespace("http://www.wikidata.org/entity/")
SCHEMA = Namespace("http://schema.org/")
BIBO = Namespace("http://purl.org/ontology/bibo/")
GEO = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
VOID = Namespace("http://rdfs.org/ns/void#")

PREFIXES: dict[str, str] = {
    "tsg": str(TSG),
    "tsr": str(TSR),
    "clm": str(CLM),
    "psg": str(PSG),
    "src": str(SRC),
    "voc": str(VOC),
    "g": str(G),
    "shp": str(SHP),
    "wd": str(WD),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "owl": str(OWL),
    "xsd": str(XSD),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "bibo": str(BIBO),
    "geo": str(GEO),
    "prov": str(PROV),
    "schema": str(SCHEMA),
    "void": str(VOID),
}
