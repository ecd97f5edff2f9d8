# Each target is a line or two; what needs more is Python.

PYTHON ?= python3
PUBLISH_TO ?=
PORT ?= 8000
N ?= 1000
export PUBLISH_TO DRY_RUN GONE ACCEPT
# What make would expand in a title, such as `$5`, is the writer's.
override TITLE := $(value TITLE)
override SLUG := $(value SLUG)
override FILE := $(value FILE)
export TITLE SLUG FILE IMAGES
export PIP_DISABLE_PIP_VERSION_CHECK := 1

VENV := .venv/bin/python
PELICAN := $(VENV) -m pelican content --log-handler plain
PIN := $(VENV) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade pyproject.toml

.PHONY: help new list doctor import check html serve publish releases rollback replies review mentions test lint audit soundness bench requirements clean

help: ## print these lines
	@sed -n 's/^\([a-z]*\):.*## /\1 /p' Makefile | while read -r target text; do printf 'make %-14s%s\n' "$$target" "$$text"; done

new: .venv/site ## begin a rant, TITLE="what it is called": a file to fill in, opened in your editor
	@PYTHONPATH=plugins $(VENV) -m desk new --settings publishconf.py

list: .venv/site ## what is not finished, what is to come, and what nobody has touched for long
	@PYTHONPATH=plugins $(VENV) -m desk list --settings publishconf.py --output .build/site

doctor: ## what is installed, what is configured, and what is missing for PUBLISH_TO, with remedies
	@PYTHONPATH=plugins "$$(test -x $(VENV) && echo $(VENV) || echo '$(PYTHON)')" -m desk doctor --settings publishconf.py

import: .venv/site ## bring a blog from elsewhere: FILE=export.xml of WordPress, or a folder; IMAGES=1 fetches the pictures; DRY_RUN=1 only tells
	@PYTHONPATH=plugins $(VENV) -m desk import --settings publishconf.py

check: .venv/site ## tell all that is wrong with what is written, and build nothing
	@PYTHONPATH=plugins $(VENV) -m proofread check --settings publishconf.py

html: .venv/site ## build the site for looking at, drafts too, into .build/html
	@$(PELICAN) --settings pelicanconf.py --output .build/html

serve: .venv/site ## show it on http://127.0.0.1:8000/, drafts too, built again after each save; PORT=8001 elsewhere
	@PYTHONPATH=plugins $(VENV) -m desk serve --settings pelicanconf.py --port "$(PORT)"

publish: .venv/site ## build the site as it goes live and publish it to PUBLISH_TO; DRY_RUN=1 only tells
	@PYTHONPATH=plugins $(VENV) -m publish release .build/site --settings publishconf.py --build "$(PELICAN) --settings publishconf.py --output .build/site"
	@PYTHONPATH=plugins $(VENV) -m desk next .build/cache

releases: .venv/site ## list the releases that are kept at PUBLISH_TO
	@PYTHONPATH=plugins $(VENV) -m publish releases --settings publishconf.py

rollback: .venv/site ## make the release before the live one live again
	@PYTHONPATH=plugins $(VENV) -m publish rollback --settings publishconf.py

replies: .venv/site ## fetch what people answered into content/conversation
	@PYTHONPATH=plugins $(VENV) -m conversation fetch --settings publishconf.py

review: .venv/site ## decide about each reply that waits, in the terminal
	@PYTHONPATH=plugins $(VENV) -m conversation review --settings publishconf.py

mentions: .venv/site ## after publish, tell the pages that posts link to; DRY_RUN=1 only tells whom
	@PYTHONPATH=plugins $(VENV) -m conversation send .build/site --settings publishconf.py

test: lint ## run every test, in a browser too, which it installs where there is none
	@$(VENV) -m tests.browser.chromium && $(VENV) -m tests.programs
	@$(VENV) -m pytest -q --numprocesses auto --dist loadfile

lint: .venv/tests ## check the style and the types of the code
	@$(VENV) -m ruff check --quiet && $(VENV) -m ruff format --check --quiet
	@$(VENV) -m mypy --strict --no-error-summary

audit: .venv/tests ## have the built site judged by the Nu checker, axe and Lighthouse
	@$(VENV) -m tests.audit

soundness: .venv/tests ## hold what is built after an edit against a build from nothing, in N random sequences
	@$(VENV) -m bench.soundness $(N)

bench: .venv/tests ## measure one edit of N posts against what other engines need to build all
	@$(VENV) -m bench $(N) && $(VENV) -m bench.desk $(N)

requirements: .venv/tests ## pin anew what pyproject.toml asks for, with hashes
	@$(VENV) -m pip install --quiet "uv>=0.9,<1" && $(PIN) --output-file requirements.txt
	@$(PIN) --extra test --constraint requirements.txt --output-file tests/requirements.txt

clean: ## remove all that make has made but what is published
	rm -rf .build .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Written last, these two say that the environment is whole; environment.py empties .venv first.
.venv/site: requirements.txt
	@"$(PYTHON)" environment.py $< && touch $@

.venv/tests: tests/requirements.txt .venv/site
	@$(VENV) -m pip install --quiet --use-pep517 --require-hashes --requirement $< && touch $@
