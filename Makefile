# Everything is done with these verbs. `make` alone lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo-output

.DEFAULT_GOAL := help
.PHONY: help install demo serve test test-all check fix bench golden

help: ## List the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/base.stamp ## Make .venv with the base install: no torch, no weights

demo: $(VENV)/base.stamp ## Dress 24 sample looks and lay out a lookbook
	$(BIN)/toile demo -o $(DEMO)

serve: $(VENV)/serve.stamp ## Start the service at http://127.0.0.1:7860
	$(BIN)/toile serve

test: $(VENV)/dev.stamp ## Run the tests
	$(BIN)/python -m pytest

test-all: $(VENV)/dev.stamp ## Run the slow tests too
	$(BIN)/python -m pytest -m ''

check: $(VENV)/dev.stamp ## Lint, format, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/dev.stamp ## Mend what the linter can mend; bring the READMEs up to date
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python docs/refresh.py

bench: $(VENV)/dev.stamp ## Measure: a cold try, a warm draft, photos of the studio, Stable Diffusion beside diffusers
	$(BIN)/python benchmarks/try.py
	$(BIN)/python benchmarks/world.py
	$(BIN)/python -m benchmarks.diffusion

golden: $(VENV)/base.stamp ## Check a folder of golden numbers: make golden GOLDEN=DIR
	$(BIN)/python benchmarks/golden.py $(GOLDEN)

$(VENV)/base.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Toile needs Python 3.11, 3.12 or 3.13 with venv (Debian: apt install python3-venv)."; \
	       echo "Another one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/serve.stamp: $(VENV)/base.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[serve]'
	@touch $@

$(VENV)/dev.stamp: $(VENV)/base.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@
