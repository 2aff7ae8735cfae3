# Two commands do everything on a fresh Debian or Ubuntu with git, make and Python >= 3.11: `make run`, `make test`.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/.installed-run
DEV := .venv/.installed-dev
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard verify_site/translations/*/LC_MESSAGES/*.po))

# Compiled modules are kept even where the machine's environment says otherwise: many processes read the same ones.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test lint check bench screenshots lock clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN) $(CATALOGUES) ## Start the demonstration at http://127.0.0.1:8000 (set-up included)
	@scripts/debian-packages run
	@exec $(BIN)/python -m demonstration

test: $(DEV) $(CATALOGUES) ## Run all tests, with a real Chromium and a real PostgreSQL (set-up included)
	@scripts/debian-packages test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: $(DEV) ## Style and types: ruff, mypy
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

check: $(DEV) $(CATALOGUES) ## Structure, proofs, vulnerabilities: import arrows, the notices without a gap, pinned packages
	$(BIN)/lint-imports
	$(BIN)/python -m policy check
	$(BIN)/python -m policy coverage
	$(BIN)/python scripts/audit

bench: $(DEV) $(CATALOGUES) ## Measure speed as ratios in one run; writes docs/performance.md
	@scripts/debian-packages bench
	$(BIN)/python -m benchmarks

screenshots: $(DEV) $(CATALOGUES) ## Take the README's pictures anew
	@scripts/debian-packages test
	$(BIN)/python -m demonstration.screenshots

setup: $(DEV) $(CATALOGUES) ## Install everything that the other commands need

lock: ## Pin requirements anew, with hashes
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links -o requirements.txt requirements.in
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links -o requirements-dev.txt requirements-dev.in

clean: ## Remove the demonstration's data; the virtual environment stays
	rm -rf var

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv || { echo "The venv module is missing. Install the Debian package python3-venv."; exit 1; }

$(RUN): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(RUN)

%.mo: %.po | $(RUN)
	@$(BIN)/pybabel -q compile -i $< -o $@
