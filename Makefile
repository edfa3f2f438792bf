PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

.PHONY: help run test check types closed-sets model coverage faults soak fuzz figures blind settings catalogue messages bench format clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

run: .venv/run.stamp ## Start deskbreak (options: make run ARGS="--help")
	@$(BIN)/deskbreak $(ARGS)

test: .venv/dev.stamp ## Run all tests that can run here (pytest's options: ARGS="-k midnight")
	@.ci/test $(ARGS)

check: .venv/dev.stamp ## Look at form, lint, types and imports without changing anything
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	@$(MAKE) --no-print-directory --jobs 2 types types-win32 types-darwin
	$(BIN)/lint-imports

types: .venv/dev.stamp
	$(BIN)/mypy

types-%: .venv/dev.stamp
	$(BIN)/mypy --platform $* --cache-dir .mypy_cache/$* deskbreak

coverage: .venv/dev.stamp ## Hold the core and the loop to 100 % of their branches
	@$(BIN)/pytest -m "not desktop" --cov --cov-branch --cov-report= $(ARGS)
	@$(BIN)/coverage report --include="deskbreak/core/*,deskbreak/daemon/loop.py" --show-missing --fail-under=100

faults: .venv/dev.stamp ## Live through every fault of docs/reliability.md, about half an hour (one: ARGS="-k servers")
	@$(BIN)/pytest tests/faults -m "fault or not fault" -n 2 $(ARGS)
	@PYTHONPATH=tests $(BIN)/python -m faults.kills --kills 1000

soak: .venv/dev.stamp ## Live a month of the real daemon in five minutes: all accounted for, nothing grows
	@PYTHONPATH=tests $(BIN)/python -m faults.soak $(ARGS)

fuzz: .venv/dev.stamp ## Read bad input for a minute each (one: ARGS="session", longer: ARGS="--seconds 3600")
	@PYTHONPATH=tests $(BIN)/python -m fuzz $(ARGS)
	@$(BIN)/pytest -q tests/fuzz -m fault -s

closed-sets: .venv/dev.stamp ## Add a member to every enum and union on a copy; mypy or a test must be red
	$(BIN)/python tests/closed_sets.py $(ARGS)

model: .venv/dev.stamp ## Live random days under two laws of sitting, deskbreak's and a second one (how many: ARGS=1000)
	@$(BIN)/python tests/model_days.py $(ARGS)

figures: .venv/dev.stamp ## Draw the pictures of the stretches and of the tray anew
	$(BIN)/python -m deskbreak.figures
	$(BIN)/python -m deskbreak.surfaces.draw_icons

blind: .venv/dev.stamp ## Write sheets of the pictures without names, and their key (into build/blind or ARGS=FOLDER)
	$(BIN)/python -m deskbreak.figures.blind $(or $(ARGS),build/blind)

settings: .venv/dev.stamp ## Write the commented config/deskbreak.toml anew, from the table of settings
	$(BIN)/python -m deskbreak.settings

catalogue: .venv/dev.stamp ## Write config/stretches.json anew, which is read at each start instead of stretches.toml
	$(BIN)/python -m deskbreak.stretches

messages: .venv/dev.stamp ## Bring the translations up to date with the texts (a new one: ARGS=sv)
	$(BIN)/python packaging/messages.py $(ARGS)

bench: .venv/dev.stamp ## Measure what deskbreak costs, alone and in commands (docs/performance.md tells of the peers, too)
	@broken=; for each in start at_rest on_time commands; do \
		$(BIN)/python benchmarks/$$each.py --limits || broken="$$broken $$each"; done; \
	$(BIN)/python benchmarks/replay_year.py; $(BIN)/python benchmarks/imports.py; \
	test -z "$$broken" || { echo "Over its limits:$$broken"; exit 1; }

format: .venv/dev.stamp ## Bring the code into form and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

clean: ## Remove what the tools left behind, but not .venv
	rm -rf build dist htmlcov mutants .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

# The stamps are younger than pyproject.toml while .venv holds what it asks for.
.venv/run.stamp: pyproject.toml
	@.ci/venv "$(PYTHON)"
	@touch $@

.venv/dev.stamp: pyproject.toml
	@.ci/venv "$(PYTHON)" dev
	@touch .venv/run.stamp $@
