"""Dates in words: what EDTF says, in three languages, and never more."""

from __future__ import annotations

import pytest

from tsgraph.web.dates import in_words, is_edtf


@pytest.mark.parametrize(
    ("edtf", "en", "tr", "ru"),
    [
        ("1925-12-17", "17 December 1925", "17 Aralık 1925", "17 декабря 1925 г."),
        ("1939-04", "April 1939", "Nisan 1939", "апрель 1939 г."),
        ("1938", "1938", "1938", "1938 г."),
        ("193X", "the 1930s", "1930’lar", "1930-е годы"),
        ("193X~", "about the 1930s", "yaklaşık 1930’lar", "около 1930-х годов"),
        ("1945-02-05/1945-02-11", "5–11 February 1945", "5–11 Şubat 1945", "5–11 февраля 1945 г."),
        (
            "1945-06-07/1945-07-01",
            "7 June – 1 July 1945",
            "7 Haziran – 1 Temmuz 1945",
            "7 июня – 1 июля 1945 г.",
        ),
        (
            "1939-05-03/1949-03-04",
            "3 May 1939 – 4 March 1949",
            "3 Mayıs 1939 – 4 Mart 1949",
            "3 мая 1939 г. – 4 марта 1949 г.",
        ),
        (
            "1946-10~/1946-12~",
            "about October–December 1946",
            "yaklaşık Ekim–Aralık 1946",
            "около октября–декабря 1946 г.",
        ),
        (
            "1946-10/1947-01",
            "October 1946 – January 1947",
            "Ekim 1946 – Ocak 1947",
            "октябрь 1946 г. – январь 1947 г.",
        ),
        ("1924/1953", "1924–1953", "1924–1953", "1924–1953 гг."),
        ("1941~", "about 1941", "yaklaşık 1941", "около 1941 г."),
        ("1941-06?", "perhaps June 1941", "belki Haziran 1941", "возможно, июнь 1941 г."),
        ("1941%", "perhaps about 1941", "belki yaklaşık 1941", "возможно, около 1941 г."),
        ("1920/1921~", "1920 – about 1921", "1920 – yaklaşık 1921", "1920 г. – около 1921 г."),
        (
            "1939-09/1945-05-09",
            "September 1939 – 9 May 1945",
            "Eylül 1939 – 9 Mayıs 1945",
            "сентябрь 1939 г. – 9 мая 1945 г.",
        ),
    ],
)
def test_a_date_is_put_into_words(edtf: str, en: str, tr: str, ru: str) -> None:
    assert [in_words(edtf, lang) for lang in ("en", "tr", "ru")] == [en, tr, ru]
    assert is_edtf(edtf)


@pytest.mark.parametrize(
    "text", ["", "soon", "1941-02-30", "193X-01", "1/2/3", "1939/1940/1941", "1939/", "1939-09-01/.."]
)
def test_what_is_not_covered_is_shown_as_it_is(text: str) -> None:
    assert in_words(text, "en") == text
    assert not is_edtf(text)
