"""The production server: granian in front, one engine behind, and nothing left when it ends.

`serve` is what `tsgraph serve` runs; `bridge` carries requests from granian to the WSGI application.
"""

from .serving import serve

__all__ = ["serve"]
