# Every command a contributor needs. `make serve` and `make test` set everything up themselves.

PORT ?= 8000
PYTHON := $(shell for p in python3.14 python3.13 python3.12 python3.11 python3; do \
  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup serve test lint bench lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

.venv/.installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "tsgraph needs Python 3.11 or newer with the venv module (on Debian or Ubuntu: apt install python3 python3-venv)." >&2; exit 1; }
	@echo "Setting up .venv (about a minute, once)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: .venv/.installed  ## create the environment in .venv

serve: setup  ## build, validate and serve the graph (PORT=8000)
	@$(BIN)/tsgraph serve --port $(PORT)

test: setup  ## run every check and every test
	@$(MAKE) --no-print-directory lint
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

lint: setup  ## formatting, lint, types, licences
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/reuse --suppress-deprecation lint --quiet
	@$(BIN)/tsgraph fmt --check

bench: setup  ## compare the endpoint with others (writes bench/results/)
	@$(BIN)/python -m bench

lock:  ## renew requirements.lock (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock

clean:  ## remove everything that was made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage*
