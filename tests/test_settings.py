from dataclasses import fields

import pytest

from tsgraph.settings import SETTINGS, SettingError, Settings


def test_table_and_settings_agree_in_names_and_defaults() -> None:
    defaults = Settings()
    assert [field.name for field in fields(Settings)] == [setting.name for setting in SETTINGS]
    for setting in SETTINGS:
        assert getattr(defaults, setting.name) == setting.default
        assert type(getattr(defaults, setting.name)) is setting.type


def test_a_flag_beats_the_environment_which_beats_the_default() -> None:
    environment = {"TSGRAPH_PORT": "9000", "TSGRAPH_HOST": "::1"}
    settings = Settings.load(environment, port=9001)
    assert (settings.port, settings.host, settings.workers) == (9001, "::1", 2)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PORT", "high", "TSGRAPH_PORT must be a whole number, not 'high'"),
        ("QUERY_SECONDS", "soon", "TSGRAPH_QUERY_SECONDS must be a number, not 'soon'"),
        ("QUERY_SECONDS", "nan", "TSGRAPH_QUERY_SECONDS must be at least 0.01"),
        ("WORKERS", "0", "TSGRAPH_WORKERS must be at least 1, not 0"),
        ("PORT", "99999", "TSGRAPH_PORT must be at most 65535, not 99999"),
    ],
)
def test_a_value_that_a_setting_cannot_take_is_named(name: str, value: str, message: str) -> None:
    with pytest.raises(SettingError, match=message):
        Settings.load({f"TSGRAPH_{name}": value})


def test_settings_can_be_varied() -> None:
    assert Settings().with_values(port=1).as_dict()["port"] == 1
