"""Where the authored files of a graph lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


class ProjectError(Exception):
    """The authored folders are missing or incomplete."""


@dataclass(frozen=True, slots=True)
class Project:
    """The four authored folders: ontology, data, shapes and queries.

    Args:
        root: The folder that holds them.
        data_folder: A data folder to use in place of the one in `root`.
    """

    root: Path
    data_folder: Path | None = None

    @property
    def ontology(self) -> Path:
        """The folder of the ontology modules and the vocabularies."""
        return self.root / "ontology"

    @property
    def data(self) -> Path:
        """The folder of entities, sources, claims, reviews and links."""
        return self.data_folder or self.root / "data"

    @property
    def shapes(self) -> Path:
        """The folder of the SHACL shapes."""
        return self.root / "shapes"

    @property
    def queries(self) -> Path:
        """The folder of the questions."""
        return self.root / "queries"

    @classmethod
    def find(cls, root: Path | None = None) -> Project:
        """Find the authored folders.

        Args:
            root: A folder to look in, and nowhere else. Without it: the checkout that this
                code runs from, else the copy inside the installed package.

        Returns:
            The project.

        Raises:
            ProjectError: A folder is missing.
        """
        candidates = [root] if root else [_PACKAGE.parent.parent, _PACKAGE / "_authored"]
        for candidate in candidates:
            project = cls(candidate)
            missing = [p.name for p in project.folders if not p.is_dir()]
            if not missing:
                return project
        raise ProjectError(
            f"{candidates[0]} is not a project: it has no folder named {', '.join(missing)}. "
            "A project has the folders ontology, data, shapes and queries."
        )

    @property
    def folders(self) -> tuple[Path, Path, Path, Path]:
        """The four folders in the order in which they are read."""
        return (self.ontology, self.data, self.shapes, self.queries)

    def relative(self, path: Path) -> str:
        """The path as messages name it: from the project's root, with slashes."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()
