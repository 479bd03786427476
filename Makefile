# Two commands do all the set-up on a bare Debian or Ubuntu machine: make run, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export KB_DATA ?= $(CURDIR)/data

.PHONY: run test lint clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed ## load the sample collection and serve it on http://127.0.0.1:8000
	$(BIN)/kb init
	$(BIN)/kb ingest samples/documents
	$(BIN)/python scripts/make_sample_members.py
	$(BIN)/python scripts/make_sample_discussions.py
	$(BIN)/kb serve

test: $(VENV)/.installed-test ## everything that is checked: style, types, import rules, tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile

$(VENV)/bin/python:
	sh scripts/system-packages.sh run
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	sh scripts/system-packages.sh test
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test]'
	touch $@
