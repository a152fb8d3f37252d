# Peervej. The two commands most people need: make run, make test.
# Everything goes into .venv in this folder; nothing is installed elsewhere,
# except a browser for the journeys in `make test` when none is found.

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
# Without compiled modules each of the many processes would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock messages clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Peervej needs Python 3.11 or newer; 'make PYTHON=python3.12 run' chooses another one." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.lock pyproject.toml
	@echo "Setting up (once) ..."
	@$(PIP) install --require-hashes --only-binary :all: --no-compile -r requirements/run.lock
	@$(PIP) install --no-deps --no-build-isolation --no-compile -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.lock
	@$(PIP) install --require-hashes --only-binary :all: --no-compile -r requirements/test.lock
	@touch $@

.PHONY: catalogues
catalogues: $(VENV)/.run
	@$(BIN)/python -m peervej.config.catalogues

setup: catalogues ## Make the environment; leaves the command at .venv/bin/peervej

run: catalogues ## Serve Peervej with demonstration data on http://localhost:8000
	@$(BIN)/peervej serve --demo --port $(PORT)

test: $(VENV)/.test catalogues ## Run all tests, on SQLite and PostgreSQL, with journeys in a real browser
	@$(BIN)/python -m tests.run

check: $(VENV)/.test catalogues ## Lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/peervej check

bench: $(VENV)/.test ## Print the measured figures
	@for file in benchmarks/*.py; do case $$file in */_*) ;; *) echo "== $$file"; $(BIN)/python $$file || exit 1;; esac; done

messages: $(VENV)/.test ## Collect msgids into the Danish catalogue
	@$(BIN)/python -m peervej.config.catalogues --collect

lock: ## Resolve the lock files anew (needs uv)
	@for extra in run test; do uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra setup $$( [ $$extra = test ] && echo --extra test ) pyproject.toml -o requirements/$$extra.lock; done

clean: ## Remove the environment and local data
	@rm -rf $(VENV) var
