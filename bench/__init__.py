"""A comparison of this project's endpoint with two others on the same data, the same queries, in one run.

`python -m bench` starts each server in turn, several times over, puts the same load on each and prints
tables; `--write` puts them into docs/performance.md. The rivals live in environments of their own, made from
the `.lock` files of this folder. To renew one of those (needs uv):

    uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
        bench/oxigraph.in -o bench/oxigraph.lock
"""
