# Words for developers. `make demo` and `make test` need nothing set up before them.
PORT ?= 8000
HOST ?= 127.0.0.1
HOME_DIR ?= .octant
ARGS ?=
DATA ?=
PY := .venv/bin/python

.PHONY: setup demo test lint bench eval messages clean

setup:          ## everything that running Octant needs
	@tools/setup base

demo: setup     ## the whole product with the demo workspace: make demo PORT=8000 HOME_DIR=.octant
	@exec .venv/bin/octant up --demo --home "$(HOME_DIR)" --host "$(HOST)" --port "$(PORT)"

test:           ## every test: make test ARGS="tests/kit -k words"
	@tools/setup dev
	@tools/system_packages
	@$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

lint:           ## style, types, arrows and the house's own rules
	@tools/setup dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) tools/lint.py
	@$(PY) tools/messages.py --check
	@$(PY) tools/dependencies.py

bench:          ## how fast, as a table and JSON
	@tools/setup dev
	@$(PY) -m bench $(ARGS)

eval:           ## how good: make eval DATA=folder
	@tools/setup dev
	@$(PY) -m eval $(DATA) $(ARGS)

messages:       ## compile the translations
	@$(PY) tools/messages.py

clean:          ## remove what was made here, but never a home folder
	rm -rf .venv build staticfiles src/*.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.hypothesis .import_linter_cache
	find src tests tools bench eval \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +
