# `make run` and `make test` need only python3 (3.11 or newer) with venv, and a package index.
PYTHON ?= python3
BIN := .venv/bin
SIDE_BY_SIDE := -n auto --maxprocesses=4 --dist worksteal

.PHONY: run test lint check format sweep screenshots bench clean

run: .venv/.test
	$(BIN)/carrel

test: .venv/.test
	$(BIN)/pytest $(SIDE_BY_SIDE)

lint: .venv/.dev
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint
	$(BIN)/pytest $(SIDE_BY_SIDE)

format: .venv/.dev
	$(BIN)/ruff format src tests
	$(BIN)/ruff check --fix src tests

# The long form of the sweeps: an hour or so. `.ci/run` runs the short one.
sweep: .venv/.test
	CARREL_SWEEP=long $(BIN)/pytest $(SIDE_BY_SIDE) -m sweep

screenshots: .venv/.dev
	$(BIN)/python -m tests.screenshots screenshots

bench: .venv/.dev
	$(BIN)/python -m tests.benchmarks

# Compiled, as pip does with what is not editable: no start has to wait for that.
.venv/.test: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --editable '.[test]'
	$(BIN)/python -m compileall -q src
	touch $@

.venv/.dev: .venv/.test
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
