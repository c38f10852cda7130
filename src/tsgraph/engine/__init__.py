"""Answers SPARQL queries in disposable processes, so that no query can hurt the program that asks.

`interface` says what an engine is, `embedded` holds the engine that comes with tsgraph, `errors` says how queries
fail.
"""
