# Every target sets up what it needs in .venv, from the hash-pinned locks in requirements/.
# `make` alone lists the targets.

# The Python that .venv is made with: 3.11 or newer. To change it later, `make clean` first.
PYTHON ?= python3
# Where `make serve` listens.
SERVE ?= 127.0.0.1:8000
# Further arguments for the command behind site, diff, test, bench or lock: make test ARGS="-k feeds"
ARGS ?=

# Only the lock decides what is imported.
unexport PYTHONHOME PYTHONPATH
# Without this the theme announces its end of life (May 2027) at every start.
export NO_MKDOCS_2_WARNING := 1

RUN := .venv/bin/python -m
LOCK := $(RUN) uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve site check diff test lint bench lock sbom clean site-packages test-packages

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: check ## show the site at a local address, and again after each change
	@$(RUN) mkdocs serve --dev-addr $(SERVE)

site: site-packages ## build the site into site/, ready to publish
	@$(RUN) macros.publish $(ARGS)

check: site-packages ## find everything that is wrong with data/
	@$(RUN) portal check

diff: site-packages ## show what differs from ARGS=main or another edition, and what would break readers
	@$(RUN) portal diff $(or $(ARGS),main)

test: lint ## lint, then run all tests; installs Chromium, curl and jq where they are missing
	@$(RUN) tests.programs && chromium=$$($(RUN) tests.browser.chromium) && CHROMIUM="$$chromium" $(RUN) pytest -n auto --dist loadfile $(ARGS)

lint: test-packages ## check the style and the types of the code
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

bench: test-packages ## measure speed and size; ARGS=weights, or another part that CONTRIBUTING lists
	@$(RUN) tests.bench $(ARGS)

lock: test-packages ## pin what pyproject.toml asks for; ARGS=--upgrade takes newer versions
	@$(LOCK) $(ARGS) --extra site --output-file requirements/site.txt
	@$(LOCK) $(ARGS) --extra site --extra test --constraint requirements/site.txt --output-file requirements/test.txt
	@$(LOCK) $(ARGS) --extra audit --constraint requirements/test.txt --output-file requirements/audit.txt
	@PYTHON='$(PYTHON)' sh requirements/install.sh test
	@.venv/bin/python requirements/sbom.py licenses > requirements/licenses.md

sbom: test-packages ## write the list of parts that build the site, for a release: dist/sbom.cdx.json
	@mkdir -p dist && .venv/bin/python requirements/sbom.py > dist/sbom.cdx.json

clean: ## remove everything that the other targets made, .venv too
	rm -rf .venv build dist site .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# requirements/site.txt is what serve, site and check need; requirements/test.txt has the same and more.
site-packages test-packages: %-packages:
	@PYTHON='$(PYTHON)' sh requirements/install.sh $*
