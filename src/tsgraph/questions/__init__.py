"""Questions: SPARQL queries with a description, typed blanks and a safe way to fill them.

Start with `Catalogue.load(project.queries)`; a `Question` binds values, `ask` runs it through an engine.
"""

from tsgraph.questions.answers import Table, Term, ask, refuse_unknown
from tsgraph.questions.binding import BindingError, Template
from tsgraph.questions.catalogue import Catalogue, Column, Parameter, Question
from tsgraph.questions.header import CatalogueError

__all__ = [
    "BindingError",
    "Catalogue",
    "CatalogueError",
    "Column",
    "Parameter",
    "Question",
    "Table",
    "Template",
    "Term",
    "ask",
    "refuse_unknown",
]
