"""Run the command line as `python -m tsgraph`."""

from tsgraph.cli import main

main(prog_name="tsgraph")
