"""A citable, queryable knowledge graph of Turkish-Soviet relations, 1924-1953."""

from importlib.metadata import version

__version__ = version("tsgraph")
