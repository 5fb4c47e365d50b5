# Everything a person does with the site, by name. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# On one's own machine the site speaks plain http; .env or the caller may say otherwise.
ifeq ($(shell grep -s '^HTTPS=' .env),)
export HTTPS ?= 0
endif

.DEFAULT_GOAL := help
.PHONY: help run dev admin test bench lint format lock

help:  ## list these commands
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: ready  ## set up what is missing and serve the site on 127.0.0.1:8000 (PORT changes it)
	@exec $(BIN)/python -m config.serve

dev: export DEBUG := 1
dev: ready  ## the same, reloading on every change
	@exec $(BIN)/python manage.py runserver 127.0.0.1:$${PORT:-8000}

admin: ready  ## make an editor's account
	@exec $(BIN)/python manage.py createsuperuser

test: $(VENV)/installed-dev  ## run every test
	@exec $(BIN)/python -m pytest -n 2

bench: $(VENV)/installed-dev  ## measure speed beside a bare Django project (QUICK=1 for a small run)
	@exec $(BIN)/python -m tests.bench

lint: $(VENV)/installed-dev  ## check style, types and templates
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

format: $(VENV)/installed-dev  ## put code and templates into the agreed style
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .
	find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

lock: export CUSTOM_COMPILE_COMMAND := make lock
lock: $(VENV)/installed-dev  ## write the exact version and checksum of every package the site needs
	$(BIN)/python -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras \
		--no-emit-index-url --no-emit-find-links --output-file requirements.lock requirements.txt

.PHONY: ready
ready: $(VENV)/installed
	@$(BIN)/python -m config.secret_key
	@$(BIN)/python manage.py setup

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Termwise needs Python. Install it with: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Termwise needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. Install it with: sudo apt install python3-venv"; exit 1; }
	@echo "Setting up the environment in $(VENV)/. This happens once and takes a minute."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements-postgres.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
