"""The SPARQL protocol over HTTP: requests in, negotiated answers or problem documents out.

`protocol.create_blueprint` makes the Flask blueprint; the other modules are its parts.
"""
