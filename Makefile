PYTHON ?= python3
ARGS ?=
BIN := .venv/bin

.PHONY: help run test check closed-sets coverage figures settings format clean
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
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 deskbreak
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin deskbreak
	$(BIN)/lint-imports

coverage: .venv/dev.stamp ## Hold the core and the loop to 100 % of their branches
	@$(BIN)/pytest -m "not desktop" --cov --cov-branch --cov-report= $(ARGS)
	@$(BIN)/coverage report --include="deskbreak/core/*,deskbreak/daemon/loop.py" --show-missing --fail-under=100

closed-sets: .venv/dev.stamp ## Add a member to every enum and union on a copy; mypy or a test must be red
	$(BIN)/python tests/closed_sets.py $(ARGS)

figures: .venv/dev.stamp ## Draw the pictures of the stretches and of the tray anew
	$(BIN)/python -m deskbreak.figures
	$(BIN)/python -m deskbreak.surfaces.draw_icons

settings: .venv/dev.stamp ## Write the commented config/deskbreak.toml anew, from the table of settings
	$(BIN)/python -m deskbreak.settings

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
