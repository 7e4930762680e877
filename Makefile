# Everything a newcomer or a machine needs to do here. `make help` lists it.
# PYTHON chooses the interpreter (3.11 to 3.13), VENV where the environment stands, JOBS how many tests run at once.

PYTHON ?= python3
VENV   ?= .venv
JOBS   ?= 2

BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint requirements.lock
PYTEST := $(BIN)/python -m pytest
ALL    := -n $(JOBS) --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types contracts names fast bench bench-evidence replay browser viewer viewer-check examples readme golden format wheel lock clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

demo: $(VENV)/.mantlet  ## set everything up, fight the raid on Ladakh, and ask what earlier delivery buys
	$(BIN)/mantlet run ladakh-2020
	$(BIN)/mantlet posture india-2020

test: $(VENV)/.mantlet-test  ## set everything up and run every test
	$(PYTEST) $(ALL)

check: lint types contracts names test  ## all that has to hold before a change goes in

lint: $(VENV)/.mantlet-test  ## style and likely bugs
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.mantlet-test  ## pyright, strict inside the package
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: $(VENV)/.mantlet-test  ## which layer may import which
	$(BIN)/lint-imports --no-logo

names: $(VENV)/.mantlet-test  ## units in names, limits of size, words
	$(PYTEST) -q tests/shape/test_names.py tests/shape/test_limits.py tests/shape/test_words.py

fast: lint contracts  ## the quick half: style, contracts, and tests that take no more than seconds
	$(PYTEST) -q -m "not slow and not browser"

bench: $(VENV)/.mantlet-test  ## time the engines beside twins in SimPy and C++, threads, rows, waiting, a cluster, spares and the viewer
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/growth.py
	$(BIN)/python docs/pictures/growth.py
	$(BIN)/python bench/running.py
	$(BIN)/python bench/waiting.py
	$(BIN)/python bench/cluster.py
	$(BIN)/python bench/spares.py
	$(BIN)/python bench/viewer.py

bench-evidence: $(VENV)/.mantlet-test  ## how well reports are read, beside right answers; REPORTS=FOLDER adds two kept elsewhere
	$(BIN)/python bench/evidence.py $(if $(REPORTS),--reports '$(REPORTS)')

replay: $(VENV)/.mantlet-test  ## whether the bundled review stands to today's reader; REPORTS=FOLDER holds its reports
	$(BIN)/python bench/replay.py '$(REPORTS)'

browser: $(VENV)/.mantlet-test  ## open a brief and the viewer in Chromium with the network off
	$(PYTEST) tests/browser

viewer: viewer/node_modules/.package-lock.json  ## bundle the viewer into the package (needs Node.js 20 and npm)
	cd viewer && npm run --silent build

viewer-check: viewer/node_modules/.package-lock.json  ## style and types of the viewer, and that its bundle is as built
	cd viewer && npm run --silent check

examples: $(VENV)/.mantlet-test  ## run the examples of the documentation and keep what they print
	$(PYTEST) -q tests/shape/test_plausibility.py tests/shape/test_docs.py tests/shape/test_glossary.py --renew

readme: $(VENV)/.mantlet-test  ## fight the raid the README shows, and keep its table and its picture
	$(BIN)/python docs/pictures/renew.py
	$(PYTEST) -q tests/shape/test_docs.py --renew -k files_as_they_are

golden: $(VENV)/.mantlet-test  ## write the kept runs anew: only with a line in the changelog
	$(PYTEST) -q tests/golden --renew

format: $(VENV)/.mantlet-test  ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

wheel: $(VENV)/.mantlet-test  ## dist/*.whl and dist/*.tar.gz
	$(BIN)/python -m build --outdir dist

lock: $(VENV)/.mantlet-test  ## pin what is installed now as what answers are promised for
	{ echo '# What the kept answers were computed with. Made by `make lock`.'; \
	  $(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools --exclude wheel; } > requirements.lock

clean:  ## remove what was built, the environment too
	rm -rf build dist src/*.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@if [ -f '$(VENV)/pyvenv.cfg' ]; then rm -rf '$(VENV)'; fi

viewer/node_modules/.package-lock.json: viewer/package.json viewer/package-lock.json
	cd viewer && npm ci --no-audit --no-fund --silent
	@touch $@

# The stamps: an environment is touched again only when what it is made from has changed.
$(VENV)/.mantlet: pyproject.toml requirements.lock | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.mantlet-test: pyproject.toml requirements.lock | $(BIN)/python
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/.mantlet

$(BIN)/python:
	@command -v '$(PYTHON)' >/dev/null || { echo "no $(PYTHON) here: install Python 3.11 or newer, or say make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@'$(PYTHON)' -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	  echo "$$($(PYTHON) --version) does not fit, mantlet needs 3.11 to 3.13: make PYTHON=python3.12" >&2; exit 1; }
	@'$(PYTHON)' -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	'$(PYTHON)' -m venv '$(VENV)'
