# `make` prints what there is to do. Everything runs in .venv, which the first target that needs it makes.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# What browsers load is built, never committed.
ASSETS := src/b2b/api_portal/web/static/manifest.json
SOURCES := $(wildcard frontend/*.json frontend/css/*.css frontend/css/*/*.css frontend/js/*.js) scripts/assets.py \
	$(shell find src/b2b/api_portal/web/templates -name '*.html' 2>/dev/null)
# What is checked: those of our folders that are there.
CODE := $(wildcard src tests scripts migrations benchmarks faults demo)
# More arguments: for pytest (a selection may leave no test in a browser, which pytest answers with 5), such as
# ARGS="-k approval"; for the benchmarks, such as ARGS="--only pages".
ARGS ?=
# In the order of their names: what takes longest comes first.
WEB := -n 2 --dist loadfile --no-loadscope-reorder tests/web
SEED ?= 1
SEEDS ?= 100

.DEFAULT_GOAL := help
.PHONY: help install assets test-web demo up test coverage check lint format types arch migrations-check openapi openapi-check openapi-lint client client-check bench bench-full soak fill bench-plans faults faults-full faults-test lighthouse pictures lock clean

help:  ## Print this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

install: $(STAMP)  ## Make .venv with everything from the lock file.

demo: $(ASSETS)  ## Start everything with demo data; addresses and sign-ins are printed and kept in .b2b/demo.json.
	@exec $(BIN)/b2b up --demo

up: $(ASSETS)  ## Start everything without demo data.
	@exec $(BIN)/b2b up

test: $(ASSETS)  ## Run the tests on two processes; those in a browser where chromium is found.
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)
	$(BIN)/pytest $(WEB) $(ARGS) || [ $$? -eq 5 ]

test-web: $(ASSETS)  ## Run the tests in a browser alone.
	$(BIN)/pytest $(WEB) $(ARGS)

assets: $(ASSETS)  ## Build the pages' scripts, styles, fonts and icons.

coverage: $(STAMP)  ## Which lines and branches of the domain no unit test takes; fails below 90 %.
	$(BIN)/coverage run -m pytest -q tests/unit --ignore tests/unit/rules $(ARGS)
	$(BIN)/coverage report

check: $(STAMP)  ## Everything that must hold before a commit, but for the tests.
	@$(MAKE) --no-print-directory -j 2 --output-sync=target lint types arch migrations-check openapi-check openapi-lint client-check

lint: $(STAMP)  ## Style and formatting.
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)

format: $(STAMP)  ## Format, and mend what ruff can.
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

types: $(STAMP)  ## Types, strictly, tests included.
	$(BIN)/mypy $(CODE)

arch: $(STAMP)  ## The layers and contexts that may know each other.
	$(BIN)/lint-imports

migrations-check: $(STAMP)  ## Migrations go up, down and up; the tables are what the code says.
	$(BIN)/python scripts/check_migrations.py

openapi: $(STAMP)  ## Write the OpenAPI documents.
	$(BIN)/python scripts/openapi.py

openapi-check: $(STAMP)  ## The committed OpenAPI documents are current.
	$(BIN)/python scripts/openapi.py --check

openapi-lint: $(STAMP)  ## The OpenAPI documents keep Spectral's rules, without a warning.
	$(BIN)/python -m scripts.lint_documents

client: $(STAMP)  ## Write the Python client from the integration API's document.
	$(BIN)/python -m scripts.client

client-check: $(STAMP)  ## The committed Python client is current.
	$(BIN)/python -m scripts.client --check

bench: $(ASSETS)  ## Measure in five minutes, and record in docs/benchmarks.md; ARGS="--only pages" for the pages alone.
	$(BIN)/python -m benchmarks $(ARGS)

bench-full: $(ASSETS)  ## Every scenario over data of several sizes, recorded in docs/benchmarks.md; within an hour.
	$(BIN)/python -m benchmarks.full $(ARGS)

fill: $(STAMP)  ## Fill an installation by COPY: ARGS="--products 500000 --dealers 20000 --orders 1000000 --home DIR".
	$(BIN)/python -m benchmarks.sizes $(ARGS)

soak: $(ASSETS)  ## An hour of a busy day: whether anything slows down, grows or is left over; ARGS="--minutes 2".
	$(BIN)/python -m benchmarks.soak $(ARGS)

bench-plans: $(ASSETS)  ## Judge the plan of every statement of the main job at full size; ARGS="--home DIR".
	$(BIN)/python -m benchmarks.plans --write $(ARGS)

faults: $(ASSETS)  ## Abuse an installation by one seed and look what was lost; SEED=7, ARGS="--only 'kill portal'".
	$(BIN)/python -m faults --seed $(SEED) $(ARGS)

faults-full: $(ASSETS)  ## The same by 100 seeds, recorded in faults/results and docs/faults.md; SEEDS=100.
	$(BIN)/python -m faults --seeds $(SEEDS) --write $(ARGS)

faults-test: $(ASSETS)  ## Test the harness itself: bugs that are planted have to be found.
	$(BIN)/pytest tests/faults $(ARGS)

lighthouse: $(ASSETS)  ## Score the pages of the running demo with Lighthouse; needs chromium.
	$(BIN)/python -m scripts.lighthouse

pictures: $(ASSETS)  ## Take the pictures of docs/pages.md from the running demo; needs chromium.
	$(BIN)/python -m scripts.pictures

lock: $(STAMP)  ## Refresh the lock files from pyproject.toml.
	$(BIN)/uv pip compile $(LOCK_OPTIONS) pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCK_OPTIONS) -c requirements.lock --group dev pyproject.toml -o requirements-dev.lock

LOCK_OPTIONS := --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --upgrade

clean:  ## Remove .venv and caches. Data in .b2b stays.
	rm -rf $(VENV) frontend/node_modules frontend/lighthouse/node_modules scripts/spectral/node_modules frontend/fonts src/b2b/api_portal/web/static .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

$(ASSETS): $(STAMP) $(SOURCES)
	$(BIN)/python scripts/assets.py

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
