"""Checks of the authored graph: SHACL shapes, the OWL profiles, links and source texts."""
