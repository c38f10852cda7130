from datetime import date

import pytest

from tsgraph.graph.dates import DateError, day_bounds


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("1925-12-17", date(1925, 12, 17), date(1925, 12, 17)),
        ("1939-04", date(1939, 4, 1), date(1939, 4, 30)),
        ("1936-02", date(1936, 2, 1), date(1936, 2, 29)),
        ("1938", date(1938, 1, 1), date(1938, 12, 31)),
        ("193X", date(1930, 1, 1), date(1939, 12, 31)),
        ("1945-02-05/1945-02-11", date(1945, 2, 5), date(1945, 2, 11)),
        ("1946-10~/1946-12~", date(1946, 10, 1), date(1946, 12, 31)),
        ("1924/1953", date(1924, 1, 1), date(1953, 12, 31)),
    ],
)
def test_bounds_are_the_first_and_last_day_of_the_span(edtf: str, first: date, last: date) -> None:
    assert day_bounds(edtf) == (first, last)


@pytest.mark.parametrize("edtf", ["1939-09-01/..", "../1945", "1939-09-01/", "/1945"])
def test_an_open_end_is_refused(edtf: str) -> None:
    with pytest.raises(DateError, match="open end"):
        day_bounds(edtf)


@pytest.mark.parametrize("edtf", ["17.12.1925", "1925-12-17T10:00", "", "1925-1-7", "1946-36/x"])
def test_other_forms_are_refused(edtf: str) -> None:
    with pytest.raises(DateError, match="is not a date in EDTF"):
        day_bounds(edtf)


@pytest.mark.parametrize("edtf", ["1941-02-30", "1941-13-01", "1945-00"])
def test_a_day_that_does_not_exist_is_refused(edtf: str) -> None:
    with pytest.raises(DateError, match="does not exist"):
        day_bounds(edtf)


def test_a_span_that_runs_backwards_is_refused() -> None:
    with pytest.raises(DateError, match=r"ends before it begins|does not exist"):
        day_bounds("1945-02-11/1945-02-05")
