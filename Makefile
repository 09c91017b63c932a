# Huizhi: `make demo` shows it, `make test` proves it, `make check` is what every commit passes.
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HUIZHI := $(BIN)/huizhi
LONG ?= not long

.PHONY: help setup setup-test assets fonts demo test test-long check format bench docs mutants clean

help:
	@sed -n 's/^## //p' Makefile

## make setup      a virtual environment, pinned packages, front-end assets
setup: $(VENV)/.runtime assets fonts

$(VENV)/.python: tools/bootstrap.py
	$(PYTHON) tools/bootstrap.py $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.python requirements/runtime.txt pyproject.toml
	@echo "==> installing pinned packages (about a minute) / 正在安装依赖"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@echo "==> installing test packages / 正在安装测试依赖"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

setup-test: setup $(VENV)/.dev
	$(BIN)/python tools/browser.py

assets: $(VENV)/.assets
$(VENV)/.assets: $(VENV)/.runtime frontend/package-lock.json frontend/icons.json $(shell find frontend/src src/huizhi/ui/static/ui -type f 2>/dev/null) frontend/build.mjs
	@echo "==> building front-end assets / 正在构建前端资源"
	$(BIN)/python tools/assets.py
	@touch $@

## make fonts      a Chinese serif for official papers, where the machine has none
fonts: $(VENV)/.runtime
	$(BIN)/python tools/fonts.py

## make demo       a sample city, the nightly run, the site on localhost, with logins printed
demo: setup
	$(HUIZHI) demo $(DEMO)

## make test       set-up and every check that ends in 15 minutes
test: setup-test check
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "$(LONG)"

## make test-long  the longer checks too
test-long: setup-test check
	$(BIN)/python -m pytest -n 2 --dist loadfile

## make check      lint, format, types, import contracts, migrations, generated docs
check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(HUIZHI) manage makemigrations --check --dry-run
	$(BIN)/python tools/docs.py --check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## make bench      ratios against a bare scan or a rival in the same run
bench: $(VENV)/.dev
	$(BIN)/python -m bench $(BENCH)

## make docs       regenerate docs/generated
docs: $(VENV)/.dev
	$(BIN)/python tools/docs.py

## make mutants    change the law room's code piece by piece and see what the tests notice (half an hour)
mutants: requirements/mutants.txt
	$(PYTHON) tools/bootstrap.py .venv-mutants
	.venv-mutants/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/mutants.txt
	rm -rf mutants
	PYTHONDONTWRITEBYTECODE=1 .venv-mutants/bin/mutmut run --max-children 2
	$(PYTHON) tools/mutants.py

clean:
	rm -rf mutants .venv-mutants $(VENV) .huizhi build frontend/node_modules src/huizhi/ui/static/built
