"""The command line."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from tsgraph import __version__
from tsgraph.graph.build import BuildError
from tsgraph.graph.source import SourceTextError, check_copy, find_span, read_copy
from tsgraph.graph.turtle import TurtleError
from tsgraph.project import Project, ProjectError
from tsgraph.settings import SETTINGS, SettingError, Settings, reference

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rdflib import Graph

    from tsgraph.engine.interface import Engine

TABLE_FORMATS = ("table", "json", "csv", "tsv", "xml")
OK, NOT_VALID, WRONG_USE, OUT_OF_REACH = 0, 1, 2, 3
"""Exit codes: fine; the data or the answer is not; wrong use; a service is out of reach."""


class Failure(click.ClickException):
    """The data or the answer is not as it should be: one sentence, exit code 1."""


class WrongUse(click.ClickException):
    """The command was used wrongly: one sentence, exit code 2."""

    exit_code = WRONG_USE


class OutOfReach(click.ClickException):
    """A service cannot be reached: one sentence, exit code 3."""

    exit_code = OUT_OF_REACH


class Group(click.Group):
    """Commands whose known errors become one sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (TurtleError, BuildError, SourceTextError) as error:
            raise Failure(str(error)) from None
        except (ProjectError, SettingError) as error:
            raise WrongUse(str(error)) from None
        except BrokenPipeError:
            # The reader of our output has gone, as `| head` does; nothing is left to say.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(OK)
        except OSError as error:
            raise OutOfReach(
                f"{error.filename}: {error.strerror}." if error.filename else str(error)
            ) from None


def progress(message: str) -> None:
    """Say what long work is doing, to a person at a terminal and to nobody else."""
    if sys.stderr.isatty():
        click.echo(message, err=True)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="tsgraph")
@click.option(
    "--project",
    "root",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with ontology, data, shapes and queries.",
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """A citable, queryable knowledge graph of Turkish-Soviet relations, 1924-1953.

    \b
    tsgraph serve                                 the site and the SPARQL endpoint
    tsgraph ask notes-by-sender sender=molotov    a question, answered in the terminal
    tsgraph validate                              every rule, with file and line
    """  # noqa: D301  # \b tells click to keep the lines
    ctx.obj = Project.find(root)


out_option = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the built data set (default: build in a checkout, else the user's cache).",
)


@main.command()
@out_option
@click.pass_obj
def build(project: Project, out: Path | None) -> None:
    """Build the data set and the dumps, if they are valid.

    Example: tsgraph build --out /tmp/graph
    """
    from tsgraph.release import default_folder, make

    release = make(project, out or default_folder(project), say=progress, force=True)
    click.echo(f"{release.folder}: version {release.version}, {release.triples} triples in the default graph")


@main.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True
)
@click.option("--language", type=click.Choice(["en", "tr", "ru"]), default="en", show_default=True)
@click.option("--shapes", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Other shapes.")
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Another data folder."
)
@click.pass_obj
def validate(project: Project, form: str, language: str, shapes: Path | None, data: Path | None) -> None:
    """Check the data against the shapes; exit with 1 if a rule is violated.

    Example: tsgraph validate --language tr
    """
    from tsgraph.graph.build import build as build_dataset
    from tsgraph.validate.shacl import validate as check

    if data is not None:
        project = Project(project.root, data_folder=data)
        if not any(data.glob("*/*.ttl")):
            raise WrongUse(f"{data} has no data: there is no .ttl file in its folders entities, claims, ….")
    progress("Building …")
    built = build_dataset(project)
    progress("Validating …")
    report = check(built.dataset, shapes or project.shapes, built.lines)
    text = {"json": report.to_json, "turtle": report.to_turtle}.get(form, lambda: report.to_text(language))()
    click.echo(text.rstrip("\n"))
    if not report.conforms:
        raise SystemExit(NOT_VALID)


@main.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.pass_obj
def format_files(project: Project, paths: Sequence[Path], check: bool) -> None:
    """Lay Turtle files out in the one way, and give new claims their ids.

    Write clm:new as the id of a new claim; it gets the next free number of its file.

    Example: tsgraph fmt data/claims/benhur.ttl
    """
    from tsgraph.graph.formatting import format_paths

    chosen = paths or (project.data,)
    files = [f for path in chosen for f in (sorted(path.rglob("*.ttl")) if path.is_dir() else [path])]
    changed = format_paths(files, check=check)
    for path in changed:
        click.echo(f"{'would change' if check else 'changed'} {project.relative(path)}")
    if check and changed:
        raise SystemExit(NOT_VALID)


@main.command()
@click.argument("form", metavar="FORMAT", type=click.Choice(["ttl", "nt", "trig", "nq"]))
@click.option("--graph", help="One graph alone, such as said-benhur or reviewed.")
@out_option
@click.pass_obj
def dump(project: Project, form: str, graph: str | None, out: Path | None) -> None:
    """Write the data set to standard output, as ttl, nt, trig or nq.

    Example: tsgraph dump ttl --graph reviewed
    """
    from tsgraph.dumps import FORMATS, DumpError, serialise
    from tsgraph.release import default_folder, make

    release = make(project, out or default_folder(project), say=progress)
    try:
        content = serialise(release.dataset.read_bytes(), FORMATS[form], graph)
    except DumpError as error:
        raise WrongUse(str(error)) from None
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@main.group()
def source() -> None:
    """Compare the passages of a source with a copy of its text."""


def _check_source(graph: Graph, source_id: str) -> None:
    from tsgraph.graph.namespaces import SRC, TSG

    known = sorted({str(name).removeprefix(str(SRC)) for name in graph.objects(None, TSG.passageOf)})
    if source_id not in known:
        raise WrongUse(f"There is no source {source_id}. There are: {', '.join(known)}.")


@source.command("check")
@click.argument("source_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def source_check(project: Project, source_id: str, file: Path) -> None:
    """Check every offset and hash of source ID against a copy in FILE.

    Example: tsgraph source check benhur article.txt
    """
    from tsgraph.graph.load import load
    from tsgraph.graph.namespaces import SRC, G

    graph = load(project).dataset.graph(G["sources"])
    _check_source(graph, source_id)
    problems = check_copy(graph, SRC[source_id], read_copy(file))
    for problem in problems:
        click.echo(f"{problem.passage.rpartition('/')[2]}: {problem.message}")
    if problems:
        raise Failure(f"{file} differs in {len(problems)} places from the text that {source_id} was read in.")
    click.echo(f"{file} is the text that {source_id} was read in: every passage agrees.")


@source.command("span")
@click.argument("source_id", metavar="ID")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("segment")
@click.argument("words")
@click.pass_obj
def source_span(project: Project, source_id: str, file: Path, segment: str, words: str) -> None:
    """Give the offsets of WORDS in a sentence, for tsg:spanStart and tsg:spanEnd of a claim.

    Example: tsgraph source span benhur article.txt p7.s3 "17 Aralık"
    """
    from tsgraph.graph.load import load
    from tsgraph.graph.namespaces import PSG, G

    graph = load(project).dataset.graph(G["sources"])
    _check_source(graph, source_id)
    passage = PSG[f"{source_id}-{segment}"]
    if not any(graph.predicate_objects(passage)):
        raise WrongUse(f"{source_id} has no sentence {segment}.")
    start, end = find_span(graph, passage, read_copy(file), words)
    click.echo(f"tsg:spanStart {start} ; tsg:spanEnd {end}")


@main.command("ask")
@click.argument("name", required=False, metavar="QUESTION")
@click.argument("values", nargs=-1, metavar="[BLANK=VALUE]...")
@click.option("--format", "form", type=click.Choice(list(TABLE_FORMATS)), default="table", show_default=True)
@click.option("--language", type=click.Choice(["en", "tr", "ru"]), default="en", show_default=True)
@out_option
@click.pass_obj
def ask_question(
    project: Project, name: str | None, values: Sequence[str], form: str, language: str, out: Path | None
) -> None:
    """Answer one of the questions; without one, list them with their blanks.

    \b
    Examples: tsgraph ask
              tsgraph ask notes-by-sender sender=molotov
              tsgraph ask legal-chain --language tr --format csv
    """  # noqa: D301
    from tsgraph.questions import BindingError, Catalogue, refuse_unknown

    catalogue = Catalogue.load(project.queries)
    if name is None:
        for question in catalogue:
            click.echo(f"{question.name}\n    {question.title[language]}")
            for parameter in question.parameters:
                click.echo(f"    {parameter.name}= {parameter.label[language]}")
        return
    if name not in catalogue:
        raise WrongUse(f"There is no question {name}. There are: {', '.join(q.name for q in catalogue)}.")
    given = {}
    for value in values:
        blank, equals, content = value.partition("=")
        if not equals:
            raise WrongUse(f"“{value}” is not BLANK=VALUE, such as sender=molotov.")
        given[blank] = content
    question = catalogue[name]
    try:
        text = question.bind(given, language)
        columns = {column.name: column.label[language] for column in question.columns}
        _answer(
            project, out, text, form, columns, check=lambda engine: refuse_unknown(engine, question, given)
        )
    except BindingError as error:
        raise WrongUse(str(error)) from None


@main.command("sparql")
@click.argument("file", type=click.File("rb"))
@click.option("--format", "form", type=click.Choice(list(TABLE_FORMATS)), default="table", show_default=True)
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Ask this RDF file instead of the project's graph; may be repeated.",
)
@out_option
@click.pass_obj
def sparql_query(project: Project, file: BinaryIO, form: str, data: Sequence[Path], out: Path | None) -> None:
    """Answer the SPARQL query in FILE (- for standard input).

    A CONSTRUCT or DESCRIBE is answered in Turtle.

    Example: tsgraph sparql my-query.rq --format csv
    """
    try:
        text = file.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{file.name} is not UTF-8 (byte {error.start}).") from None
    _answer(project, out, text, form, None, data)


def _answer(
    project: Project,
    out: Path | None,
    text: str,
    form: str,
    columns: dict[str, str] | None,
    data: Sequence[Path] = (),
    check: Callable[[Engine], None] | None = None,
) -> None:
    from tsgraph import terminal
    from tsgraph.engine.errors import DataError, EngineError
    from tsgraph.release import default_folder, make

    files = data or [make(project, out or default_folder(project), say=progress).dataset]
    try:
        answer = terminal.run(text, files, Settings.load(), form, columns, check)
    except (EngineError, DataError) as error:
        raise Failure(str(error)) from None
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a flag for each setting, from the one table."""
    for setting in reversed(SETTINGS):
        unit = f" ({setting.unit})" if setting.unit else ""
        command = click.option(
            setting.flag,
            setting.name,
            type=str if setting.type is str else setting.type,
            default=None,
            help=f"{setting.help} [default: {setting.default or 'none'}{unit}; {setting.variable}]",
        )(command)
    return command


@main.command()
@click.option(
    "--data",
    "data",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Serve this RDF file instead of the project's graph; may be repeated.",
)
@out_option
@settings_options
@click.pass_obj
def serve(project: Project, /, data: Sequence[Path], out: Path | None, **flags: Any) -> None:
    """Serve the site and the SPARQL endpoint.

    \b
    Examples: tsgraph serve --port 8080
              tsgraph serve --data people.ttl --data places.nq
    """  # noqa: D301
    from tsgraph.release import default_folder, make
    from tsgraph.server import serve as run

    settings = Settings.load(**flags)
    if data:
        raise SystemExit(run(list(data), settings, None, project))
    release = make(project, out or default_folder(project), say=lambda text: click.echo(text, err=True))
    raise SystemExit(run(release.dataset, settings, release.folder, project))


@main.command("settings")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--markdown", is_flag=True, help="The page of the documentation, with the defaults.")
def show_settings(as_json: bool, markdown: bool) -> None:
    """List the settings, their values here and what they mean."""
    if markdown:
        click.echo(reference(), nl=False)
        return
    settings = Settings.load().as_dict()
    if as_json:
        click.echo(json.dumps(settings, indent=2))
        return
    for setting in SETTINGS:
        unit = f" {setting.unit}" if setting.unit else ""
        click.echo(f"{setting.variable}={settings[setting.name]}{unit}\n    {setting.help}")
