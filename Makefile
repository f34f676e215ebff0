# Every target sets up what it needs in .venv, from the hash-pinned locks in requirements/.
# `make` alone lists the targets.

# The Python that .venv is made with: 3.11 or newer. To change it later, `make clean` first.
PYTHON ?= python3
export PYTHON
# Where `make serve` listens.
SERVE ?= 127.0.0.1:8000
# Further arguments for the command behind a target: make test ARGS="-k feeds", make new ARGS=release
ARGS ?=

# Only the lock decides what is imported and installed, and a target of this file where.
unexport PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_DRY_RUN PIP_NO_DEPS
# Without this the theme announces its end of life (May 2027) at every start.
export NO_MKDOCS_2_WARNING := 1

RUN := .venv/bin/python -m
SCHEMA := $(RUN) check_jsonschema --builtin-schema
LOCK := $(RUN) uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve site rollback new came move apply withdraw unconfirmed release source format check diff baseline gate test grown lint forge hooks links \
	successor bench lock sbom dist clean site-packages test-packages

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Ctrl-C ends it without a traceback also in its first second, while Python still reads the program.
serve: export START := import signal; signal.signal(signal.SIGINT, signal.SIG_DFL); \
	from macros.preview.serve import main; raise SystemExit(main())
serve: site-packages ## show the site at a local address, anew after each change, and what is wrong with it
	@.venv/bin/python -c "$$START" --address $(SERVE)

site: site-packages ## build the site into site/, ready to publish
	@$(RUN) macros.publish $(ARGS)

rollback: site-packages ## publish the build before the published one again
	@$(RUN) macros.publish --roll-back

new: site-packages ## ask for a new breaking change and write its file; ARGS=release, product or source for these
	@$(RUN) portal new $(or $(ARGS),change)

came: site-packages ## say that a change has come with a release, also late: ARGS="ID VERSION"; asks why and who says so
	@$(RUN) portal came $(ARGS)

move: site-packages ## move a planned change to another version: ARGS="ID VERSION"; asks why and who says so
	@$(RUN) portal move $(ARGS)

apply: site-packages ## say that a planned change has come with its release: ARGS=ID
	@$(RUN) portal apply $(ARGS)

withdraw: site-packages ## say that a planned change will not happen: ARGS=ID; asks why and who says so
	@$(RUN) portal withdraw $(ARGS)

unconfirmed: site-packages ## say that a change was due, and no source says whether it came: ARGS=ID; asks why
	@$(RUN) portal unconfirmed $(ARGS)

release: site-packages ## say that a release is out, and what became of all that was planned for it: ARGS="VERSION --out"
	@$(RUN) portal release $(ARGS)

source: site-packages ## say that a source was read again today: ARGS=ID
	@$(RUN) portal source $(ARGS)

format: site-packages ## give the files in data/ their layout
	@$(RUN) portal format $(ARGS)

# The layout is checked here, because here an editor asks whether a pull request can go. It does not keep
# anybody from looking at the page: serve and site check the facts only.
check: site-packages ## find everything that is wrong with data/, and tell editors of its ids
	@$(RUN) portal check
	@$(RUN) portal ids
	@$(RUN) portal format --check

diff: site-packages ## show what differs from ARGS=main or another edition, and what would break readers
	@$(RUN) portal diff $(or $(ARGS),main)

baseline: site-packages ## hold later versions to what this checkout publishes, unless it breaks a promise itself
	@$(RUN) portal diff --write-baseline

gate: site-packages ## all that a change of data/ has to pass, in a minute; ARGS=HEAD^1 compares with another than main
	@$(RUN) portal check
	@$(RUN) portal format --check
	@$(RUN) portal ids --check
	@$(RUN) portal diff
	@$(RUN) portal diff $(or $(ARGS),main)
	@$(RUN) macros.publish

test: lint ## lint, then run all tests; installs what is missing, such as Chromium and nginx
	@$(RUN) tests.programs && chromium=$$($(RUN) tests.browser.chromium) && CHROMIUM="$$chromium" $(RUN) pytest -n auto --dist worksteal $(ARGS)

grown: test-packages ## run all tests on a copy whose data has grown: build/grown
	@rm -rf build/grown
	@$(RUN) tests.grown build/grown
	@$(RUN) tests.programs && chromium=$$($(RUN) tests.browser.chromium) && python="$$(pwd)/.venv/bin/python" && \
		cd build/grown && CHROMIUM="$$chromium" "$$python" -m pytest -n auto --dist worksteal $(ARGS)

lint: test-packages forge ## check the style and the types of the code
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy

forge: test-packages ## check what GitHub and pre-commit read: workflows, forms, scripts
	@.venv/bin/zizmor --offline --quiet --no-progress --persona auditor .github action.yml
	@$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	@$(SCHEMA) custom.github-workflows-require-timeout .github/workflows/*.yml
	@$(SCHEMA) vendor.github-actions action.yml
	@$(SCHEMA) vendor.dependabot .github/dependabot.yml
	@$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(SCHEMA) vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	@.venv/bin/shellcheck --shell sh requirements/*.sh
	@.venv/bin/shellcheck .github/scripts/*.sh
	@$(RUN) pre_commit validate-manifest .pre-commit-hooks.yaml
	@$(RUN) pre_commit validate-config .pre-commit-config.yaml

hooks: test-packages ## run checks before each commit, from now on
	@$(RUN) pre_commit install

links: site build/lychee/bin/lychee ## check every link of site/ and data/; ARGS=--online asks other hosts too
	@LYCHEE=build/lychee/bin/lychee bash .github/scripts/links.sh $(filter --online,$(ARGS))

build/lychee/bin/lychee: requirements/links.txt | site-packages
	@rm -rf build/lychee
	@$(RUN) pip install -qq --disable-pip-version-check --no-input --only-binary :all: --require-hashes \
		--target build/lychee --requirement requirements/links.txt
	@touch -c $@

successor: build/successor/bin/properdocs ## build and verify the site with the engine and the theme that go on: build/successor/site
	@build/successor/bin/python -m properdocs build --strict --config-file successor.yml
	@build/successor/bin/python -m pip list --disable-pip-version-check | grep -E '^(properdocs|mkdocs-materialx) '

build/successor/bin/properdocs: requirements/successor.txt
	@rm -rf build/successor
	@"$$PYTHON" -m venv build/successor
	@build/successor/bin/python -m pip install -qq --disable-pip-version-check --no-input \
		--only-binary :all: --require-hashes --requirement requirements/successor.txt
	@touch -c $@

bench: test-packages ## measure speed and size; ARGS=build, or another part that CONTRIBUTING lists
	@$(RUN) tests.bench $(ARGS)

lock: test-packages ## pin what pyproject.toml asks for; ARGS=--upgrade takes newer versions
	@$(LOCK) $(ARGS) pyproject.toml --extra site --output-file requirements/site.txt
	@$(LOCK) $(ARGS) pyproject.toml --extra site --extra test --constraint requirements/site.txt --output-file requirements/test.txt
	@$(LOCK) $(ARGS) pyproject.toml --extra audit --constraint requirements/test.txt --output-file requirements/audit.txt
	@$(LOCK) $(ARGS) --group links --output-file requirements/links.txt
	@$(LOCK) $(ARGS) pyproject.toml --extra site --group successor --no-emit-package mkdocs-material \
		--constraint requirements/site.txt --output-file requirements/successor.txt
	@sh requirements/install.sh test
	@$(RUN) requirements.sbom licenses > requirements/licenses.md

sbom: test-packages ## write the list of parts that build the site, for a release: dist/sbom.cdx.json
	@mkdir -p dist && $(RUN) requirements.sbom > dist/sbom.cdx.json

dist: test-packages ## make what a release carries, in dist/, and try it; ARGS=v0.1.0 is its tag, PYTHONS what to try it with
	@$(RUN) requirements.release $(ARGS)

clean: ## remove everything that the other targets made, .venv too
	@sh requirements/clean.sh

# requirements/site.txt is what serve, site and check need; requirements/test.txt has the same and more.
site-packages test-packages: %-packages:
	@sh requirements/install.sh $*
