"""Answers SPARQL queries in disposable processes, so that no query can hurt the program that asks.

`interface` says what an engine is, `embedded` holds the one that comes with tsgraph, `errors` how it fails.
"""
