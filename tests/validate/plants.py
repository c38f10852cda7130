"""A small project that violates no rule, and errors to plant into it, one for each rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Workshop
    from tsgraph.validate.report import Severity

HASH = "0123456789abcdef" * 4
FILES = {
    "e": "entities/things.ttl",
    "s": "sources/benhur.ttl",
    "c": "claims/benhur.ttl",
    "x": "claims/external.ttl",
    "r": "review/discrepancies.ttl",
}
ONTOLOGY_FILES = {"o": "tsgraph.ttl", "v": "vocab.ttl"}
PLACES = {
    **{key: f"data/{name}" for key, name in FILES.items()},
    **{key: f"ontology/{name}" for key, name in ONTOLOGY_FILES.items()},
}


def thing(name: str, kind: str, more: str = "") -> str:
    return f'tsr:{name} a {kind} ; rdfs:label "{name}"@en , "{name}"@tr , "{name}"@ru {more}.'


def claim(number: int, says: str, where: str = "p1.s1", more: str = "") -> str:
    """A claim `subject predicate value`, at characters 10 to 20 of the first sentence if not said."""
    subject, predicate, value = says.split(" ", 2)
    kind = "object" if value.startswith(("tsr:", "voc:")) else "value"
    place = (
        f"tsg:recordedIn src:{where}"
        if where.startswith("ext-")
        else f"tsg:statedIn psg:benhur-{where} ; tsg:spanStart 10 ; tsg:spanEnd 20"
    )
    letter = "x" if where.startswith("ext-") else "b"
    return (
        f"clm:{letter}-{number:04d} a tsg:Claim ; tsg:subject {subject} ; tsg:predicate {predicate} ; "
        f"tsg:{kind} {value} ; {place} {more}."
    )


def passage(name: str, start: int, end: int, more: str = "", text_hash: str = HASH) -> str:
    paragraph, sentence = name[1:].split(".s")
    return (
        f'psg:benhur-{name} a tsg:Passage ; tsg:passageOf src:benhur ; tsg:segment "{name}" ; '
        f'tsg:pageLabel "327" ; '
        f"tsg:pageBasis voc:page-inferred ; tsg:paragraph {paragraph} ; tsg:sentence {sentence} ; "
        f'tsg:charStart {start} ; tsg:charEnd {end} ; tsg:textHash "{text_hash}" {more}.'
    )


def discrepancy(number: int, under_review: str, compared: str, more: str) -> str:
    texts = 'rdfs:label "d"@en , "d"@tr , "d"@ru ; rdfs:comment "why"@en , "neden"@tr , "почему"@ru'
    return (
        f"clm:d-{number:04d} a tsg:Discrepancy ; tsg:claimUnderReview clm:{under_review} ; "
        f"tsg:comparedClaim clm:{compared} ; {more} ; {texts} ."
    )


def term(name: str, kind: str, more: str = "") -> str:
    """A term of the ontology."""
    texts = 'rdfs:label "x"@en , "x"@tr , "x"@ru ; rdfs:comment "a"@en , "b"@tr'
    return f"tsg:{name} a {kind} ; {texts} ; rdfs:isDefinedBy <https://w3id.org/tsgraph/ontology> {more}."


def concept(name: str, more: str = "") -> str:
    labels = 'skos:prefLabel "P"@en , "P"@tr , "P"@ru ; rdfs:label "P"@en , "P"@tr , "P"@ru'
    return f'voc:{name} a skos:Concept ; {labels} ; skos:definition "a"@en , "b"@tr {more}.'


BASE = {
    "e": [
        thing("turkey", "tsg:State"),
        thing("ussr", "tsg:State"),
        thing("molotov", "tsg:Person"),
        thing("sarper", "tsg:Person"),
        thing("paris", "tsg:Place", "; geo:lat 48.85 ; geo:long 2.35 "),
        thing("minister", "tsg:Office", "; tsg:officeOf tsr:ussr "),
        thing("ambassador", "tsg:Office", "; tsg:officeOf tsr:turkey ; tsg:postedTo tsr:ussr "),
        thing("tenure-molotov", "tsg:OfficeHolding"),
        thing("tenure-sarper", "tsg:OfficeHolding"),
        thing("treaty-1925", "tsg:Treaty"),
        thing("protocol-1929", "tsg:Protocol"),
        thing("note-1945", "tsg:DiplomaticNote"),
        thing("reply-1945", "tsg:OralStatement"),
        thing("yalta", "tsg:Conference"),
    ],
    "s": [
        'src:benhur a tsg:Source ; dcterms:title "T"@tr ; dcterms:creator "Benhür" ; '
        'rdfs:label "B"@en , "B"@tr , "B"@ru .',
        'src:ext-record a tsg:ExternalRecord ; dcterms:title "R"@en ; tsg:recordIdentifier "d650" ; '
        'tsg:checkedOn "2026-11-22" ; dcterms:license <https://example.org/licence> ; '
        'rdfs:label "R"@en , "R"@tr , "R"@ru .',
        passage("p1.s1", 0, 100, "; tsg:footnote psg:benhur-fn1 "),
        passage("p1.s2", 101, 200),
        passage(
            "p1.s3", 201, 300, '; tsg:coverage voc:coverage-nothing ; rdfs:comment "a"@en , "b"@tr , "c"@ru '
        ),
        'psg:benhur-fn1 a tsg:Footnote ; tsg:footnoteNumber 1 ; tsg:markOffset 90 ; tsg:pageLabel "327" ; '
        "tsg:hasCitation psg:benhur-fn1-c1 .",
        'psg:benhur-fn1-c1 a tsg:Citation ; tsg:citedWork src:soysal ; tsg:citedPages "271" ; '
        "tsg:citationForm voc:citation-full .",
        'src:soysal a tsg:Source ; dcterms:title "S"@tr ; dcterms:creator "Soysal" ; '
        'rdfs:label "S"@en , "S"@tr , "S"@ru .',
    ],
    "c": [
        claim(1, 'tsr:treaty-1925 tsg:signedOn "1925-12-17"'),
        claim(2, "tsr:treaty-1925 tsg:signedAt tsr:paris"),
        claim(3, "tsr:protocol-1929 tsg:extends tsr:treaty-1925"),
        claim(4, "tsr:protocol-1929 tsg:extensionYears 2"),
        claim(5, 'tsr:protocol-1929 tsg:signedOn "1929-12-17"'),
        claim(6, "tsr:note-1945 tsg:sender tsr:molotov"),
        claim(7, "tsr:note-1945 tsg:senderState tsr:ussr"),
        claim(8, "tsr:note-1945 tsg:recipientState tsr:turkey"),
        claim(9, 'tsr:note-1945 tsg:date "1945-03-19"'),
        claim(10, "tsr:tenure-molotov tsg:holder tsr:molotov"),
        claim(11, "tsr:tenure-molotov tsg:office tsr:minister"),
        claim(12, 'tsr:tenure-molotov tsg:date "1939-05/1949-03"'),
        claim(13, "tsr:tenure-sarper tsg:holder tsr:sarper"),
        claim(14, "tsr:tenure-sarper tsg:office tsr:ambassador"),
        claim(15, 'tsr:tenure-sarper tsg:attestedOn "1945-06-07"'),
        claim(16, "tsr:reply-1945 tsg:sender tsr:sarper"),
        claim(17, "tsr:reply-1945 tsg:senderState tsr:turkey"),
        claim(18, 'tsr:reply-1945 tsg:date "1945-06-07"'),
        claim(19, "tsr:yalta tsg:participant tsr:ussr"),
        claim(
            20, 'tsr:yalta tsg:date "1945-02-05/1945-02-11"', "p1.s2", "; tsg:rank voc:rank-deprecated "
        ).replace("tsg:spanStart 10 ; tsg:spanEnd 20", "tsg:spanStart 110 ; tsg:spanEnd 120"),
    ],
    "x": [
        claim(1, 'tsr:yalta tsg:date "1945-02-04/1945-02-11"', "ext-record", "; tsg:rank voc:rank-preferred ")
    ],
    "r": [
        discrepancy(
            1,
            "b-0020",
            "x-0001",
            "tsg:discrepancyKind voc:differs-date ; tsg:verdict voc:verdict-source-slip",
        )
    ],
}
LINKS = [
    f"tsr:{n}\tskos:exactMatch\twd:Q{i}"
    for i, n in enumerate(("turkey", "ussr", "molotov", "sarper", "paris"), 1)
]


@dataclass(frozen=True, slots=True)
class Plant:
    """One planted error.

    Attributes:
        shape: The shape that is meant to find it, and the only one that may.
        focus: What is at fault, as a prefixed name.
        place: File (key of PLACES) and begin of the line that the report must name; None if it is in no file.
        lines: Lines to add, by file.
        triples: Triples to add to the built default graph, for what the build would refuse or never makes.
        reviewed: Triples to add to the built reviewed graph.
        severity: As expected.
    """

    shape: str
    focus: str
    place: tuple[str, str] | None
    lines: dict[str, list[str]]
    triples: str = ""
    reviewed: str = ""
    severity: Severity = "violation"


def _note(number: int, name: str, *parts: str) -> list[str]:
    """Claims of a note of June 1945, each part as `predicate value`."""
    return [
        claim(number + i, f"tsr:{name} {part}") for i, part in enumerate(('tsg:date "1945-06-07"', *parts))
    ]


TO_TURKEY = "tsg:recipientState tsr:turkey"
BY_USSR = "tsg:senderState tsr:ussr"

PLANTS = [
    Plant(
        "label",
        "tsr:e1",
        ("e", "tsr:e1 "),
        {
            "e": ['tsr:e1 a tsg:Period ; rdfs:label "x"@en , "x"@tr .'],
            "c": [claim(101, 'tsr:e1 tsg:date "1938"')],
        },
    ),
    Plant(
        "noteSender",
        "tsr:n2",
        ("e", "tsr:n2 "),
        {
            "e": [thing("n2", "tsg:DiplomaticNote")],
            "c": _note(110, "n2", TO_TURKEY, "tsg:sender tsr:molotov"),
        },
    ),
    Plant(
        "senderNotRecipient",
        "tsr:n3",
        ("c", "clm:b-0121 "),
        {
            "e": [thing("n3", "tsg:DiplomaticNote")],
            "c": _note(120, "n3", "tsg:senderState tsr:turkey", TO_TURKEY),
        },
    ),
    Plant(
        "senderServesState",
        "tsr:n4",
        ("c", "clm:b-0130 "),
        {
            "e": [thing("n4", "tsg:DiplomaticNote")],
            "c": _note(130, "n4", BY_USSR, TO_TURKEY, "tsg:sender tsr:sarper"),
        },
        severity="warning",
    ),
    Plant(
        "senderNotCarrier",
        "tsr:n5",
        ("c", "clm:b-0144 "),
        {
            "e": [thing("n5", "tsg:DiplomaticNote")],
            "c": _note(
                140, "n5", BY_USSR, TO_TURKEY, "tsg:sender tsr:molotov", "tsg:deliveredBy tsr:molotov"
            ),
        },
    ),
    Plant(
        "edtf",
        "tsr:t6",
        ("c", "clm:b-0151 "),
        {
            "e": [thing("t6", "tsg:Treaty")],
            "c": [
                claim(150, 'tsr:t6 tsg:signedOn "1945"'),
                claim(151, 'tsr:t6 tsg:expiresOn "1945-11-07/.."'),
            ],
        },
    ),
    Plant(
        "boundsInOrder",
        "tsr:e7",
        ("e", "tsr:e7 "),
        {"e": [thing("e7", "tsg:Period")], "c": [claim(155, "tsr:e7 tsg:about voc:topic-straits")]},
        'tsr:e7 tsg:earliest "1946-01-01"^^xsd:date ; tsg:latest "1945-01-01"^^xsd:date .',
    ),
    Plant(
        "chainInOrder",
        "tsr:p8",
        ("c", "clm:b-0160 "),
        {
            "e": [thing("p8", "tsg:Protocol")],
            "c": [
                claim(160, 'tsr:p8 tsg:signedOn "1920-01-01"'),
                claim(161, "tsr:p8 tsg:extends tsr:treaty-1925"),
            ],
        },
    ),
    Plant(
        "extends",
        "tsr:p9",
        ("e", "tsr:p9 "),
        {
            "e": [thing("p9", "tsg:Protocol")],
            "c": [
                claim(165, "tsr:p9 tsg:supplements tsr:treaty-1925"),
                claim(166, "tsr:p9 tsg:extensionYears 2"),
                claim(167, 'tsr:p9 tsg:signedOn "1931"'),
            ],
        },
    ),
    Plant(
        "predicateKnown",
        "clm:b-0170",
        ("c", "clm:b-0170 "),
        {"c": [claim(170, "tsr:yalta tsg:sendr tsr:ussr")]},
    ),
    Plant(
        "claimRange",
        "clm:b-0171",
        ("c", "clm:b-0171 "),
        {"c": [claim(171, "tsr:note-1945 tsg:handedTo tsr:turkey")]},
    ),
    Plant(
        "claimDomain",
        "clm:b-0172",
        ("c", "clm:b-0172 "),
        {"c": [claim(172, "tsr:turkey tsg:place tsr:paris")]},
    ),
    Plant(
        "objectExists",
        "clm:b-0173",
        ("c", "clm:b-0173 "),
        {"c": [claim(173, "tsr:yalta tsg:participant tsr:nobody")]},
    ),
    Plant(
        "subjectExists",
        "clm:b-0174",
        ("c", "clm:b-0174 "),
        {"c": [claim(174, "tsr:nothing tsg:place tsr:paris")]},
    ),
    Plant(
        "spanInPassage",
        "clm:b-0175",
        ("c", "clm:b-0175 "),
        {"c": [claim(175, "tsr:yalta tsg:place tsr:paris").replace("spanEnd 20", "spanEnd 101")]},
    ),
    Plant(
        "ClaimFromContext",
        "clm:b-0176",
        ("c", "clm:b-0176 "),
        {
            "c": [
                claim(
                    176,
                    "tsr:yalta tsg:participant tsr:turkey",
                    more='; tsg:basis voc:basis-context ; rdfs:comment "the year"@en , "год"@ru ',
                )
            ]
        },
    ),
    Plant(
        "claimForm",
        "clm:b-0177",
        ("c", "clm:b-0177 "),
        {"c": [claim(177, 'tsr:note-1945 tsg:copiedTo "France"')]},
    ),
    Plant(
        "claimDatatype",
        "clm:b-0178",
        ("c", "clm:b-0178 "),
        {"c": [claim(178, 'tsr:p8 tsg:finalExtension "yes"')]},
    ),
    Plant(
        "claimNotCircular",
        "clm:b-0179",
        ("c", "clm:b-0179 "),
        {
            "e": [thing("m", "tsg:Meeting")],
            "c": [
                claim(179, "tsr:m tsg:subEventOf tsr:m"),
                claim(180, "tsr:m tsg:participant tsr:ussr"),
                claim(181, "tsr:m tsg:participant tsr:turkey"),
            ],
        },
    ),
    Plant(
        "claimOnce",
        "clm:b-0182",
        ("c", "clm:b-0182 "),
        {"c": [claim(182, "tsr:yalta tsg:participant tsr:ussr")]},
        severity="warning",
    ),
    Plant(
        "conflictFunctional",
        "clm:b-0184",
        ("c", "clm:b-0184 "),
        {
            "e": [thing("p16", "tsg:Protocol")],
            "c": [
                claim(183, "tsr:p16 tsg:extends tsr:treaty-1925"),
                claim(184, "tsr:p16 tsg:extensionYears 2"),
                claim(185, "tsr:p16 tsg:extensionYears 5", more="; tsg:rank voc:rank-deprecated "),
                claim(186, 'tsr:p16 tsg:signedOn "1935"'),
            ],
        },
    ),
    Plant(
        "conflictDate",
        "clm:b-0190",
        ("c", "clm:b-0190 "),
        {
            "e": [thing("w", "tsg:Period")],
            "c": [
                claim(190, 'tsr:w tsg:date "1945-02-04"'),
                claim(191, 'tsr:w tsg:date "1945-02-05"'),
                claim(192, 'tsr:w tsg:date "1945-02"', more="; tsg:rank voc:rank-deprecated "),
            ],
        },
        severity="warning",
    ),
    Plant(
        "entitiesClaimNothing",
        "tsr:e18",
        ("c", "clm:b-0195 "),
        {
            "e": [thing("e18", "tsg:Period", "; tsg:about voc:topic-border ")],
            "c": [claim(195, "tsr:e18 tsg:about voc:topic-border")],
        },
    ),
    Plant(
        "directIsClaimed",
        "tsr:note-1945",
        ("c", "clm:b-0171 "),
        {},
        "tsr:note-1945 tsg:handedTo tsr:sarper .",
    ),
    Plant(
        "oneKind",
        "tsr:e20",
        ("e", "tsr:e20 "),
        {
            "e": [thing("e20", "tsg:Decision , tsg:Provision")],
            "c": [claim(200, "tsr:treaty-1925 tsg:hasProvision tsr:e20")],
        },
    ),
    Plant(
        "kindTooGeneral",
        "tsr:e21",
        ("e", "tsr:e21 "),
        {"e": [thing("e21", "tsg:Actor")], "c": [claim(201, "tsr:yalta tsg:participant tsr:e21")]},
    ),
    Plant("sameItem", "tsr:ussr", ("e", "tsr:ussr "), {}, "tsr:ussr schema:sameAs wd:Q1 ."),
    Plant(
        "sameName",
        "tsr:zz",
        ("e", "tsr:zz "),
        {
            "e": ['tsr:zz a tsg:GroupOfStates ; rdfs:label "turkey"@en , "b"@tr , "c"@ru .'],
            "c": [claim(202, "tsr:yalta tsg:participant tsr:zz")],
        },
        severity="warning",
    ),
    Plant(
        "mentioned",
        "tsr:lonely",
        ("e", "tsr:lonely "),
        {"e": [thing("lonely", "tsg:Assertion")]},
        severity="warning",
    ),
    Plant(
        "holder",
        "tsr:tenure",
        ("e", "tsr:tenure "),
        {
            "e": [thing("tenure", "tsg:OfficeHolding")],
            "c": [claim(205, "tsr:tenure tsg:office tsr:minister"), claim(206, 'tsr:tenure tsg:date "1939"')],
        },
    ),
    Plant(
        "latitude",
        "tsr:nowhere",
        ("e", "tsr:nowhere "),
        {
            "e": [thing("nowhere", "tsg:Place", "; geo:long 2.3 ; geo:lat 91.0 ; rdfs:seeAlso wd:Q99 ")],
            "c": [claim(207, "tsr:yalta tsg:place tsr:nowhere")],
        },
    ),
    Plant(
        "discrepancySameFact",
        "clm:d-0010",
        ("r", "clm:d-0010 "),
        {
            "r": [
                discrepancy(
                    10,
                    "b-0001",
                    "b-0005",
                    "tsg:discrepancyKind voc:differs-name ; tsg:verdict voc:verdict-precision",
                )
            ]
        },
    ),
    Plant(
        "disputedHasRecordedDate",
        "tsr:d11",
        ("c", "clm:b-0210 "),
        {
            "e": [thing("d11", "tsg:Period")],
            "c": [claim(210, 'tsr:d11 tsg:date "1945-03-09"')],
            "x": [claim(11, 'tsr:d11 tsg:date "1945-03-10"', "ext-record")],
            "r": [
                discrepancy(
                    11,
                    "b-0210",
                    "x-0011",
                    "tsg:discrepancyKind voc:differs-date ; tsg:differenceDays 1 ; "
                    "tsg:verdict voc:verdict-record-varies",
                )
            ],
        },
    ),
    Plant(
        "differenceDays",
        "clm:d-0012",
        ("r", "clm:d-0012 "),
        {
            "e": [thing("d12", "tsg:Period")],
            "c": [claim(211, 'tsr:d12 tsg:date "1941-06-25"')],
            "x": [claim(12, 'tsr:d12 tsg:date "1941-06-22"', "ext-record", "; tsg:rank voc:rank-preferred ")],
            "r": [
                discrepancy(
                    12,
                    "b-0211",
                    "x-0012",
                    "tsg:discrepancyKind voc:differs-date ; tsg:differenceDays 3 ; "
                    "tsg:verdict voc:verdict-record-varies",
                )
            ],
        },
    ),
    Plant(
        "discrepancyComment",
        "clm:d-0013",
        ("r", "clm:d-0013 "),
        {
            "e": [thing("d13", "tsg:Period")],
            "c": [claim(212, "tsr:d13 tsg:about voc:topic-straits")],
            "x": [claim(13, "tsr:d13 tsg:about voc:topic-border", "ext-record")],
            "r": [
                discrepancy(
                    13,
                    "b-0212",
                    "x-0013",
                    "tsg:discrepancyKind voc:differs-name ; tsg:verdict voc:verdict-unresolved",
                ).replace(' , "почему"@ru', "")
            ],
        },
    ),
    Plant(
        "Footnote",
        "psg:benhur-fn20",
        ("s", "psg:benhur-fn20 "),
        {
            "s": [
                passage("p2.s1", 400, 500, "; tsg:footnote psg:benhur-fn20 "),
                "psg:benhur-fn20 a tsg:Footnote ; tsg:footnoteNumber 20 ; tsg:markOffset 450 ; "
                'tsg:pageLabel "328" .',
            ]
        },
    ),
    Plant(
        "Citation",
        "psg:benhur-fn21-c1",
        ("s", "psg:benhur-fn21-c1 "),
        {
            "s": [
                passage("p2.s2", 501, 600, "; tsg:footnote psg:benhur-fn21 "),
                "psg:benhur-fn21 a tsg:Footnote ; tsg:footnoteNumber 21 ; tsg:markOffset 550 ; "
                'tsg:pageLabel "328" ; tsg:hasCitation psg:benhur-fn21-c1 .',
                'psg:benhur-fn21-c1 a tsg:Citation ; tsg:citedPages "1" .',
            ]
        },
    ),
    Plant(
        "SourceAuthors",
        "src:anonymous",
        ("s", "src:anonymous "),
        {
            "s": [
                'src:anonymous a tsg:Source ; dcterms:title "A"@tr ; rdfs:label "A"@en , "A"@tr , "A"@ru .',
                "psg:benhur-fn1-c1 tsg:alternativeWork src:anonymous .",
            ]
        },
    ),
    Plant(
        "workCited",
        "src:forgotten",
        ("s", "src:forgotten "),
        {
            "s": [
                'src:forgotten a tsg:Source ; dcterms:title "A"@tr ; dcterms:creator "F" ; '
                'rdfs:label "F"@en , "F"@tr , "F"@ru .'
            ]
        },
        severity="warning",
    ),
    Plant(
        "textHash",
        "psg:benhur-p3.s1",
        ("s", "psg:benhur-p3.s1 "),
        {"s": [passage("p3.s1", 700, 710, text_hash="ABC")]},
    ),
    Plant(
        "segmentFits",
        "psg:benhur-p3.s2",
        ("s", "psg:benhur-p3.s2 "),
        {"s": [passage("p3.s2", 711, 720).replace('segment "p3.s2"', 'segment "p3.s9"')]},
    ),
    Plant(
        "passagesApart",
        "psg:benhur-p3.s4",
        ("s", "psg:benhur-p3.s4 "),
        {"s": [passage("p3.s3", 721, 740), passage("p3.s4", 735, 750)]},
    ),
    Plant(
        "markInPassage",
        "psg:benhur-p3.s6",
        ("s", "psg:benhur-p3.s6 "),
        {"s": [passage("p3.s6", 770, 780, "; tsg:footnote psg:benhur-fn1 ")]},
    ),
    Plant(
        "coverageTrue",
        "psg:benhur-p3.s8",
        ("s", "psg:benhur-p3.s8 "),
        {
            "s": [
                passage(
                    "p3.s8",
                    800,
                    900,
                    '; tsg:coverage voc:coverage-nothing ; rdfs:comment "a"@en , "b"@tr , "c"@ru ',
                )
            ],
            "c": [
                claim(220, "tsr:yalta tsg:place tsr:paris", "p3.s8").replace(
                    "tsg:spanStart 10 ; tsg:spanEnd 20", "tsg:spanStart 810 ; tsg:spanEnd 820"
                )
            ],
        },
    ),
    Plant(
        "nothingExplained",
        "psg:benhur-p4.s1",
        ("s", "psg:benhur-p4.s1 "),
        {
            "s": [
                passage(
                    "p4.s1", 901, 950, '; tsg:coverage voc:coverage-nothing ; rdfs:comment "a"@en , "b"@tr '
                )
            ]
        },
    ),
    Plant(
        "noQuotation",
        "src:soysal",
        ("s", "src:soysal "),
        {"s": ['src:soysal dcterms:abstract "Words."@en .']},
    ),
    Plant(
        "PassageClosed",
        "psg:benhur-p4.s3",
        ("s", "psg:benhur-p4.s3 "),
        {"s": [passage("p4.s3", 960, 970, '; skos:note "Words."@en ')]},
    ),
    Plant(
        "ClaimClosed",
        "clm:b-0230",
        ("c", "clm:b-0230 "),
        {"c": [claim(230, "tsr:yalta tsg:about voc:topic-straits", more='; skos:note "Words."@en ')]},
    ),
    Plant(
        "ClaimOneSource",
        "clm:b-0231",
        ("c", "clm:b-0231 "),
        {"c": [claim(231, "tsr:yalta tsg:about voc:topic-border", more="; tsg:recordedIn src:ext-record ")]},
    ),
    Plant(
        "claimHasSpanEnd",
        "clm:b-0232",
        ("c", "clm:b-0232 "),
        {"c": [claim(232, "tsr:yalta tsg:about voc:topic-trade").replace("; tsg:spanEnd 20", "")]},
    ),
    Plant(
        "claimKind",
        "clm:b-0233",
        ("c", "clm:b-0233 "),
        {"c": [claim(233, "tsr:yalta tsg:about voc:topic-credit", more="; tsg:claimKind voc:rank-normal ")]},
    ),
    Plant(
        "claimRank",
        "clm:b-0234",
        ("c", "clm:b-0234 "),
        {"c": [claim(234, "tsr:yalta tsg:about voc:topic-bases", more="; tsg:rank voc:kind-hedged ")]},
    ),
    Plant(
        "ClaimOneValue",
        "clm:b-0300",
        None,
        {},
        "clm:b-0300 a tsg:Claim ; tsg:subject tsr:yalta ; tsg:predicate tsg:place ; "
        "tsg:statedIn psg:benhur-p1.s1 ; "
        "tsg:spanStart 1 ; tsg:spanEnd 2 ; tsg:basis voc:basis-stated ; tsg:rank voc:rank-normal ; "
        "tsg:claimKind voc:kind-factual .",
    ),
    Plant(
        "claimSupport",
        "clm:b-0002",
        ("c", "clm:b-0002 "),
        {},
        "clm:b-0002 tsg:nearbyFootnote psg:benhur-fn20 .",
    ),
    Plant(
        "directInside",
        "clm:b-0020",
        ("c", "clm:b-0020 "),
        {},
        "clm:b-0020 tsg:directFootnote psg:benhur-fn20 .",
    ),
    Plant(
        "reviewedOnce",
        "tsr:treaty-1925",
        ("e", "tsr:treaty-1925 "),
        {},
        reviewed="tsr:treaty-1925 tsg:termYears 3 , 5 .",
    ),
    Plant(
        "reviewedBounds",
        "tsr:e7",
        ("e", "tsr:e7 "),
        {},
        reviewed='tsr:e7 tsg:earliest "1938-01-01"^^xsd:date ; tsg:latest "1937-01-01"^^xsd:date .',
    ),
    Plant(
        "demandBy",
        "tsr:demand",
        ("e", "tsr:demand "),
        {"e": [thing("demand", "tsg:Demand")], "c": [claim(240, "tsr:demand tsg:demandOn tsr:turkey")]},
        severity="info",
    ),
    Plant(
        "meetingParticipants",
        "tsr:alone",
        ("c", "clm:b-0241 "),
        {"e": [thing("alone", "tsg:Meeting")], "c": [claim(241, "tsr:alone tsg:participant tsr:ussr")]},
        severity="warning",
    ),
    Plant(
        "partWithinWhole",
        "tsr:part",
        ("c", "clm:b-0243 "),
        {
            "e": [thing("part", "tsg:War")],
            "c": [claim(243, "tsr:part tsg:subEventOf tsr:yalta"), claim(244, 'tsr:part tsg:date "1946"')],
        },
        severity="warning",
    ),
    Plant("termCase", "tsg:small", ("o", "tsg:small "), {"o": [term("small", "owl:Class")]}),
    Plant(
        "termDefinitionTr",
        "tsg:NoTurkish",
        ("o", "tsg:NoTurkish "),
        {"o": [term("NoTurkish", "owl:Class").replace(' , "b"@tr', "")]},
    ),
    Plant(
        "termHasRange", "tsg:noRange", ("o", "tsg:noRange "), {"o": [term("noRange", "owl:DatatypeProperty")]}
    ),
    Plant(
        "termOneKind",
        "tsg:both",
        ("o", "tsg:both "),
        {"o": [term("both", "owl:ObjectProperty , owl:AnnotationProperty")]},
    ),
    Plant(
        "termExists",
        "tsg:Under",
        ("o", "tsg:Under "),
        {"o": [term("Under", "owl:Class", "; rdfs:subClassOf tsg:Nil ")]},
    ),
    Plant("termHasSource", "tsg:Homeless", ("o", "tsg:Homeless "), {"o": ["tsg:Homeless a owl:Class ."]}),
    Plant("inScheme", "voc:stray", ("v", "voc:stray "), {"v": [concept("stray")]}),
    Plant(
        "conceptName",
        "voc:nameless",
        ("v", "voc:nameless "),
        {"v": [concept("nameless", "; skos:inScheme voc:rank ").replace(' , "P"@ru', "", 1)]},
    ),
]


def write(workshop: Workshop, plants: list[Plant]) -> None:
    """Write the base project with the plants added."""
    lines: dict[str, list[str]] = defaultdict(list)
    for key, name in FILES.items():
        lines[key] = [*BASE[key], *(line for plant in plants for line in plant.lines.get(key, []))]
        workshop.write(name, "\n".join(lines[key]) + "\n")
    for key, name in ONTOLOGY_FILES.items():
        with (workshop.project.ontology / name).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for plant in plants for line in plant.lines.get(key, []))
    folder = workshop.project.data / "links"
    folder.mkdir()
    header = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence"
    rows = [f"{row}\tsemapv:ManualMappingCuration\t1" for row in LINKS]
    (folder / "wikidata.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
