"""The web pages: Flask blueprints, templates and the queries that feed them.

`tsgraph.web.app.create_app` makes the application. Everything it shows comes through the engine.
"""
