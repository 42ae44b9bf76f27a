# The verbs of this project. `make help` lists them.
SHELL := /bin/sh
PYTHON ?= $(if $(filter Windows_NT,$(OS)),python,python3)
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# Without a screen (and on Linux only a screen is announced this way), JupyterLab prints its address to open.
BROWSER_FLAG := $(if $(filter Linux,$(shell uname -s)),$(if $(DISPLAY)$(WAYLAND_DISPLAY),,--no-browser))

.DEFAULT_GOAL := help
.PHONY: help lab test verify test-browser benchmark fuzz test-hub server test-server colab oldest newest notebooks edition book check-js pdf epub student pins release clean environment

lab: environment  ## set up what is missing and open JupyterLab on the first notebook
	$(BIN)/jupyter lab --allow-root $(BROWSER_FLAG) --LabApp.default_url=/lab/tree/notebooks/01_toy_knn.ipynb

test: environment  ## set up what is missing, then check code, types, helpers and notebooks
	$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy
	KNN_MODEL= HF_HUB_OFFLINE=1 $(BIN)/python -m pytest --nbval --nbval-counts=.verify/make-test.json --cov=helpers --cov-report=term:skip-covered

verify: environment  ## run all checks that take longer than make test; write docs/verification.md
	$(BIN)/python -m tools.verify

test-browser: environment  ## open the notebooks in a real JupyterLab, in Chromium or Chrome
	$(BIN)/python -m tools.browser

benchmark: environment  ## measure the search beside faiss, torch, scikit-learn and others; write docs/performance.md
	$(BIN)/python -m tools.benchmark

fuzz: environment  ## change a model's files at random, 100,000 times: it loads, or an error says why
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -q --hypothesis-profile=fuzz tests/loading/test_any_files.py

test-hub: environment  ## fetch the models from the true Hugging Face hub, and run the notebooks on bert-base-uncased
	KNN_MODEL= $(BIN)/python -m pytest -m hub tests/test_true_hub.py

server: environment  ## install JupyterHub and its proxy for a class on this Linux machine: see deploy/README.md
	$(BIN)/python -m tools.server

test-server: environment  ## start JupyterHub with learners' accounts, on Linux as root; remove the accounts
	$(BIN)/python -m tools.server test

colab: environment  ## run the notebooks with Colab's versions
	$(BIN)/python -m tools.environments colab

oldest: environment  ## run the notebooks with the oldest versions that pyproject.toml allows
	$(BIN)/python -m tools.environments oldest

newest: environment  ## run the notebooks with the newest versions there are
	$(BIN)/python -m tools.environments newest

notebooks: environment  ## run every notebook and store its outputs
	KNN_MODEL= $(BIN)/python -m tools.notebooks
	$(BIN)/python -m tools.readme_figure

# The name of a model reaches Python in the environment, as it was typed: neither make nor the shell reads into it.
override MODEL := $(value MODEL)
export MODEL
edition: environment  ## MODEL=bert-base-uncased: write the series for that model, and what carries over, into editions
	$(BIN)/python -m tools.edition

book: environment  ## write the series as a book to read in any browser, without a network, into build/book
	$(BIN)/python -m tools.book

check-js:  ## check the types of the scripts on the book's live pages
	@command -v npm >/dev/null || { echo "There is no npm here, which installs TypeScript: \`apt-get install npm\` brings it on Debian."; exit 1; }
	npm ci --silent --prefix book
	book/node_modules/.bin/tsc --project book

pdf: environment  ## write the book as one PDF into build, with Chromium or Chrome
	$(BIN)/python -m tools.paper pdf

epub: environment  ## write the book as one EPUB, for an e-reader, into build
	$(BIN)/python -m tools.paper epub

student: environment  ## write the notebooks without their solutions, to hand out, into student
	$(BIN)/python -m tools.student

pins: environment  ## renew constraints.txt: the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --no-annotate \
		--custom-compile-command 'make pins' --extra lab --extra test --extra scale --extra browser --extra benchmark \
		--extra server --extra book \
		pyproject.toml tools/pins.in -o constraints.txt

release: environment  ## write the address and release of pyproject.toml into notebooks and README
	$(BIN)/python -m tools.write_release

clean:  ## remove the environment and what can be made again; student, editions and pictures are yours to delete
	@if [ -f .venv/made-by-set-up ]; then rm -rf .venv; \
	elif [ -e .venv ]; then echo ".venv was not made by set-up, so it is left alone: delete it yourself."; fi
	rm -rf build .verify .mypy_cache .ruff_cache .pytest_cache .hypothesis

environment:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer from python.org."; exit 1; }
	@$(PYTHON) tools/set_up.py

help:  ## list these verbs
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
