# Two commands are all a new user needs: `make demo` and `make test`. Both set everything up by themselves.
SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV  := .venv
TOOL  := .venv/installer
BIN   := $(VENV)/bin
LOCKS := requirements/installer.txt requirements/runtime.txt requirements/whisper.txt requirements/dev.txt
# Native thread pools that spin on shared cores cost far more than they give; processes are the unit of parallelism.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: help demo up whisper test test-fast lint format bench requirements clean

help:
	@echo "make demo    set up and run the whole main job on bundled sample footage, no key needed"
	@echo "make whisper add what faster-whisper runs on (170 MB); weights are set by GEMINIVIDEO_WHISPER_MODEL"
	@echo "make test    set up and run the whole test suite"
	@echo "make up      set up and run geminivideo until Ctrl-C"
	@echo "make lint    ruff, mypy --strict, import-linter"
	@echo "make bench   benchmarks: bench/results/*.json and the tables of docs/benchmarks.md"

demo: $(VENV)/.runtime
	@GEMINIVIDEO_HOME="$${GEMINIVIDEO_HOME:-$(CURDIR)/.geminivideo}" $(BIN)/geminivideo demo

up: $(VENV)/.runtime
	@GEMINIVIDEO_HOME="$${GEMINIVIDEO_HOME:-$(CURDIR)/.geminivideo}" $(BIN)/geminivideo up

whisper: $(TOOL)/bin/uv
	@bash scripts/install.sh "$(VENV)" "$(TOOL)" requirements/whisper.txt
	@touch $(VENV)/.runtime

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2

test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 -m "not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m bench

# --- set-up ---------------------------------------------------------------------------------------------------------
$(TOOL)/bin/uv: requirements/installer.txt
	@bash scripts/bootstrap.sh "$(VENV)" "$(TOOL)"
	@touch $@

$(VENV)/.runtime: $(TOOL)/bin/uv requirements/runtime.txt pyproject.toml
	@bash scripts/install.sh "$(VENV)" "$(TOOL)" requirements/runtime.txt
	@touch $@

$(VENV)/.dev: $(TOOL)/bin/uv requirements/dev.txt pyproject.toml
	@bash scripts/install.sh "$(VENV)" "$(TOOL)" requirements/dev.txt
	@touch $@ $(VENV)/.runtime

# Pins come from pyproject.toml. No index address is written; add `--upgrade` to move every pin forward.
COMPILE := $(TOOL)/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --no-header --quiet --group build
requirements: $(TOOL)/bin/uv
	$(COMPILE) $(UPGRADE) -o requirements/runtime.txt
	$(COMPILE) $(UPGRADE) --extra whisper -c requirements/runtime.txt -o requirements/whisper.txt
	$(COMPILE) $(UPGRADE) --extra whisper --group dev -c requirements/whisper.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache build dist
