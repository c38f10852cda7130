from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tsgraph.sparql.parameters import Parameters
from tsgraph.sparql.problems import ProtocolError


def test_values_are_decoded_once_and_in_order() -> None:
    found = Parameters.parse(b"a=1&b=%2525&a=x+y%2B&empty=&flag&%C3%BC=%26")
    assert found.all("a") == ("1", "x y+")
    assert found.one("b") == "%25"
    assert found.all("empty") == ()
    assert found.has("flag")
    assert found.one("ü") == "&"
    assert found.one("missing") is None


@pytest.mark.parametrize(
    ("encoded", "slug"),
    [
        (b"query=%", "bad-encoding"),
        (b"query=%4", "bad-encoding"),
        (b"query=%zz", "bad-encoding"),
        (b"query=%FF", "bad-utf8"),
        (b"query=\xff", "bad-utf8"),
        (b"query=%C3%28", "bad-utf8"),
        (b"query=%ED%A0%80", "bad-utf8"),
        (b"query=ASK%00", "nul-character"),
        (b"a&" * 1001, "too-many-parameters"),
    ],
)
def test_what_cannot_be_decoded_is_an_error(encoded: bytes, slug: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        Parameters.parse(encoded)
    assert (caught.value.slug, caught.value.status) == (slug, 400)


def test_a_parameter_that_may_occur_once_may_not_occur_twice() -> None:
    with pytest.raises(ProtocolError, match="repeated-parameter"):
        Parameters.parse(b"query=a&query=a").one("query")


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_any_text_survives_encoding(text: str) -> None:
    assert Parameters.parse(f"query={quote(text)}".encode()).one("query") == text
