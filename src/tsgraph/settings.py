"""The settings: one table from which flags, environment variables and the documentation come."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any


class SettingError(ValueError):
    """A setting has a value that it cannot take."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: The field of `Settings`; the flag is `--name`, the variable `TSGRAPH_NAME`.
        type: `str`, `int` or `float`.
        default: The value when nothing is said.
        unit: The unit of a number, else "".
        help: One line for `--help` and the documentation.
        section: The heading that it stands under.
        minimum: The smallest value that a number may take.
        maximum: The largest.
    """

    name: str
    type: type[str] | type[int] | type[float]
    default: str | int | float
    unit: str
    help: str
    section: str
    minimum: float = 0
    maximum: float = float("inf")

    @property
    def variable(self) -> str:
        """The environment variable."""
        return "TSGRAPH_" + self.name.upper()

    @property
    def flag(self) -> str:
        """The command-line flag."""
        return "--" + self.name.replace("_", "-")

    def parse(self, value: object) -> Any:
        """Read a value.

        Raises:
            SettingError: It is not of the setting's type, or too small.
        """
        if self.type is str:
            return str(value)
        try:
            number = int(str(value)) if self.type is int else float(str(value))
        except ValueError:
            kind = "a whole number" if self.type is int else "a number"
            raise SettingError(f"{self.variable} must be {kind}, not {str(value)!r}.") from None
        if not number >= self.minimum:
            raise SettingError(f"{self.variable} must be at least {self.minimum:g}, not {value}.")
        if number > self.maximum:
            raise SettingError(f"{self.variable} must be at most {self.maximum:g}, not {value}.")
        return number


SETTINGS: tuple[Setting, ...] = (
    Setting("host", str, "127.0.0.1", "", "Address to listen on.", "Server"),
    Setting("port", int, 8000, "", "Port to listen on; 0 takes a free one.", "Server", 0, 65535),
    Setting("processes", int, 2, "processes", "Web processes.", "Server", 1),
    Setting("request_kb", int, 1024, "KiB", "Largest request body.", "Server", 1),
    Setting("base_url", str, "", "", "Public address of the site, when a proxy stands before it.", "Server"),
    Setting("client_header", str, "", "", "Header in which a proxy names the client; empty: none.", "Server"),
    Setting("query_seconds", float, 10.0, "s", "Time that a query may take.", "Queries", 0.01),
    Setting("query_memory_mb", int, 512, "MiB", "Memory that a query may take.", "Queries", 16),
    Setting("result_mb", int, 64, "MiB", "Largest answer.", "Queries", 1),
    Setting("query_length", int, 65536, "bytes", "Longest query.", "Queries", 1),
    Setting("query_depth", int, 100, "levels", "Deepest nesting of a query.", "Queries", 1),
    Setting("query_patterns", int, 100, "patterns", "Most triple patterns in a query.", "Queries", 1),
    Setting("query_operators", int, 400, "operators", "Most operators in a query.", "Queries", 1),
    Setting("workers", int, 2, "processes", "Places for quick queries, per web process.", "Lanes", 1),
    Setting("slow_workers", int, 1, "processes", "Places for slow queries, per web process.", "Lanes", 1),
    Setting("slow_queue", int, 4, "queries", "Slow queries that may wait for a place.", "Lanes"),
    Setting("slice_ms", int, 30, "ms", "Processor time before a query counts as slow.", "Lanes", 1),
    Setting("cache_mb", int, 64, "MiB", "Memory for answers that repeat, per web process.", "Cache"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server. See `SETTINGS` for what each means."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    request_kb: int = 1024
    base_url: str = ""
    client_header: str = ""
    query_seconds: float = 10.0
    query_memory_mb: int = 512
    result_mb: int = 64
    query_length: int = 65536
    query_depth: int = 100
    query_patterns: int = 100
    query_operators: int = 400
    workers: int = 2
    slow_workers: int = 1
    slow_queue: int = 4
    slice_ms: int = 30
    cache_mb: int = 64

    @classmethod
    def load(cls, environment: Mapping[str, str] | None = None, **flags: object) -> Settings:
        """Read the settings: a flag beats the environment, which beats the default.

        Args:
            environment: Variables to read; the process's own when not given.
            flags: Values given on the command line; None means not given.

        Returns:
            The settings.

        Raises:
            SettingError: A value cannot be read.
        """
        variables = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for setting in SETTINGS:
            if flags.get(setting.name) is not None:
                values[setting.name] = setting.parse(flags[setting.name])
            elif variables.get(setting.variable):
                values[setting.name] = setting.parse(variables[setting.variable])
        return cls(**values)

    def with_values(self, **values: Any) -> Settings:
        """The same settings with some changed."""
        return replace(self, **values)

    def as_dict(self) -> dict[str, str | int | float]:
        """Name and value of each setting."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def reference() -> str:
    """The page of the documentation that lists the settings, in Markdown."""
    lines = [
        "# Settings",
        "",
        "Each setting has a flag of `tsgraph serve` and an environment variable; the flag goes before the",
        "variable. `tsgraph settings` shows the values in force.",
        "This page is made by `tsgraph settings --markdown`.",
    ]
    section = ""
    for setting in SETTINGS:
        if setting.section != section:
            section = setting.section
            lines += ["", f"## {section}", "", "| flag | variable | default | what |", "|---|---|---|---|"]
        default = f"{setting.default} {setting.unit}".strip() or "none"
        lines.append(f"| `{setting.flag}` | `{setting.variable}` | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"
