# Two commands do everything: `make reports` and `make test`. Both set up what they need first.

BIN := .venv/bin

.PHONY: reports watch test test-slow bench bench-scale validate lint format schemas setup clean help

reports: setup ## build all reports into reports/
	$(BIN)/snakemake --cores all

# make watch REPORT=delrapport-2 CHAPTER=boras
watch: setup ## rebuild REPORT, or its CHAPTER alone, whenever something is saved
	@$(BIN)/python -m delrapport.watch $(REPORT) $(if $(CHAPTER),--chapter $(CHAPTER))

test: setup ## run the tests
	$(BIN)/pytest

test-slow: setup ## run the tests that build over and over
	sh setup.sh tests
	$(BIN)/pytest -m slow

bench: setup ## measure how long a national programme takes, and a cold build
	$(BIN)/python tests/bench/allocation.py
	$(BIN)/python tests/bench/cold_build.py

bench-scale: setup ## measure how each stage grows to a programme of 290 municipalities
	$(BIN)/python tests/bench/scale.py

validate: setup ## check the raw data, without building anything
	@$(BIN)/python -m delrapport.validate

lint: setup ## style, types and workflow of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/snakefmt --check Snakefile workflow/rules

format: setup ## put the code into its style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow/rules

schemas: setup ## write the JSON Schemas from the models
	$(BIN)/python -m delrapport.schemas workflow/schemas

setup: .venv/.complete

# The mark is written last: a set-up that was broken off is begun again.
.venv/.complete: uv.lock pyproject.toml setup.sh uv-requirements.txt
	sh setup.sh
	@touch $@

clean: ## remove everything that was built; the reports stay
	rm -rf build .snakemake .building

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12
