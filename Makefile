# Everything there is to do here, in one place. `make` alone lists it.
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python
READY  := $(VENV)/.ready
LEAN   := $(VENV)/.installed
PIP    := $(RUN) -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --require-hashes --only-binary :all:
ECHO   := .venv-aiogram
ECHOES := $(ECHO)/.ready
LOCK   := uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
          --no-emit-index-url --no-annotate --custom-compile-command "make lock"

# What was compiled is kept, whatever the machine's settings: the tests begin hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install setup demo run test trials lint format texts bench sbom lock clean

help: ## list these commands
	@printf 'Kuaixun: the e-commerce newsletter in your Telegram\n\n'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
	  while IFS='|' read -r name what; do printf '%-14s %s\n' "$$name" "$$what"; done

install: $(LEAN) ## install what the bot needs into .venv; done by itself when needed

setup: $(READY) ## install what its tests and checks need too; done by itself when needed

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11' >&2; exit 1; }
	@echo 'Installing into $(VENV) (once; a minute or two)…'
	@$(PYTHON) -m venv $(VENV)

# setuptools, which builds our own package, is pinned in the other lock.
$(LEAN): requirements.lock pyproject.toml | $(RUN)
	@$(LOCKED) -r requirements.lock
	@sed -n '/^setuptools==/,/[^\\]$$/p' requirements-dev.lock | $(LOCKED) -r /dev/stdin
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(READY): requirements-dev.lock pyproject.toml | $(RUN)
	@$(LOCKED) -r requirements-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(LEAN)

# aiogram holds back pydantic, so the test that talks to a bot written with it, and the benchmark beside it, have a
# venv of their own. Without a package index these are skipped, and say so.
$(ECHOES): tests/sandbox/aiogram.lock | $(READY)
	@echo 'Installing aiogram into $(ECHO), for one test (once)…'
	@rm -rf $(ECHO)
	@$(RUN) -m venv --without-pip $(ECHO)
	@$(RUN) -m pip --python $(ECHO)/bin/python install --quiet --disable-pip-version-check --retries 1 \
	  --require-hashes --only-binary :all: -r tests/sandbox/aiogram.lock && touch $@ || \
	  { rm -rf $(ECHO); echo 'aiogram could not be installed: the test with it will be skipped.' >&2; }

demo: $(LEAN) ## the whole bot with no account; ISSUES=folder plays your own, LANGUAGE=zh speaks Chinese
	@$(RUN) -m bot demo $(if $(ISSUES),--issues "$(ISSUES)") $(if $(findstring command,$(origin LANGUAGE)),--language "$(LANGUAGE)")

run: $(LEAN) ## the bot on Telegram; the token stands in .env
	@$(RUN) -m bot run

test: lint ## lint, types, import rules and the tests
	@$(RUN) -m pytest -q -n auto --dist worksteal -m 'not trial'

trials: $(READY) $(ECHOES) ## the long ones: the demo, the page in a browser, kills, a simulated year, a clean machine, another library's bot
	@$(RUN) -m pytest -q -n auto --dist worksteal -m trial

lint: $(READY) ## ruff, mypy and the import rules
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

format: $(READY) ## let ruff put the code in order
	@$(RUN) -m ruff format .
	@$(RUN) -m ruff check --fix .

texts: $(READY) ## bring the catalogues of texts up to date with the code
	@$(RUN) .ci/texts.py

bench: $(READY) $(ECHOES) ## measure; prints each figure beside its yardstick
	@$(RUN) -m pytest -q -s -n0 -o python_files='bench_*.py' tests/benchmarks

sbom: $(READY) ## the list of parts as CycloneDX, without the network: dist/kuaixun-sbom.json
	@$(RUN) .ci/sbom.py dist/kuaixun-sbom.json

lock: ## pin all dependencies anew (needs uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv: pip install uv' >&2; exit 1; }
	@$(LOCK) pyproject.toml -o requirements.lock
	@$(LOCK) --group dev pyproject.toml -o requirements-dev.lock
	@echo 'aiogram>=3.31,<4' | $(LOCK) - -o tests/sandbox/aiogram.lock

clean: ## remove the venvs and every cache
	@rm -rf $(VENV) $(ECHO) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find bot storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
