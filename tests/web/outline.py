"""What a page is made of, read with the standard library's HTML parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "wbr"}
SVG_LEAVES = {"path", "circle", "line", "rect", "use"}


@dataclass
class Outline(HTMLParser):
    """Headings, links, form controls and whatever else the tests ask of a page."""

    html: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    controls: list[dict[str, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    alternates: dict[str, str] = field(default_factory=dict)
    language: str = ""
    title: str = ""
    text: str = ""
    tags: list[str] = field(default_factory=list)
    attributes: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.close()
        if self._open:
            self.problems.append(f"left open: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes |= set(given)
        if tag not in VOID | SVG_LEAVES:
            self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((int(tag[1]), ""))
        elif tag == "a" and "href" in given:
            self.links.append((given["href"], given.get("aria-label", "")))
        elif tag == "label":
            self.labelled.add(given.get("for", ""))
        elif tag in ("select", "textarea") or (tag == "input" and given.get("type") != "hidden"):
            self.controls.append(given)
        elif tag == "link" and given.get("rel") == "alternate":
            self.alternates[given["hreflang"]] = given["href"]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID | SVG_LEAVES:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | SVG_LEAVES:
            return
        while self._open and self._open[-1] != tag:
            if self._open[-1] not in ("li", "p", "dt", "dd", "option", "td", "th", "tr"):
                self.problems.append(f"</{tag}> closes <{self._open[-1]}>")
            self._open.pop()
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        if (
            self._open
            and self.headings
            and self._open[-1] in ("h1", "h2", "h3", "a", "span")
            and ({"h1", "h2", "h3", "h4"} & set(self._open))
        ):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    @property
    def words(self) -> str:
        """The text with single blanks."""
        return " ".join(self.text.split())
