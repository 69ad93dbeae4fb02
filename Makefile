# `make` alone lists the verbs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements.lock requirements-dev.lock
STAMP := $(VENV)/.ready
DIR_OUT ?= $(or $(TMPDIR),/tmp)

.PHONY: help setup demo test check format lint types arch schemas asyncapi deploy-check postgres test-postgres test-kafka demo-kafka bench bench-kafka seeds seeds-kafka crash soak eval eval-news eval-real lock clean
.DEFAULT_GOAL := help

help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## build .venv from the locks (every other verb does it first)

$(STAMP): $(LOCKS) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "basewatch needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$(LOCKS))
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(STAMP) ## newspapers, mail server and webhook on loopback: see the alerts arrive
	@$(BIN)/basewatch demo

test: $(STAMP) ## the tests
	@$(BIN)/python -m pytest -n 2 -q

check: lint types arch test ## what CI runs

schemas: $(STAMP) ## write the JSON Schemas anew, and check that no released reader breaks
	@$(BIN)/python -m contracts.schemas write
	@$(BIN)/python -m contracts.schemas check

asyncapi: ## docs/asyncapi.yaml, read by AsyncAPI's own parser (needs Node and npm)
	@npm install --silent --prefix build/asyncapi --no-save --no-package-lock --ignore-scripts --no-audit --no-fund @asyncapi/parser@3.6.3
	@NODE_PATH=build/asyncapi/node_modules node tests/docs/check_asyncapi.cjs docs/asyncapi.yaml

deploy-check: $(STAMP) ## docker-compose.yml and deploy/, read by what will read them (Debian; no Docker)
	@tests/deploy/check.sh

test-postgres: $(STAMP) postgres ## the store on a real PostgreSQL, which it starts itself
	@$(BIN)/python -m pytest tests/postgres -n 2 -q

postgres:
	@test -n "$$BASEWATCH_TEST_POSTGRES" || command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { apt-get update -q && apt-get install -y -q postgresql; }

test-kafka: $(STAMP) postgres ## everything on a real Kafka (Java 17 and Maven, or BASEWATCH_TEST_KAFKA=host:port)
	@$(BIN)/python -m pytest tests/kafka -q

demo-kafka: $(STAMP) ## the demo on a real Kafka and PostgreSQL, which it starts itself
	@$(BIN)/python -m tests.kafka.servers $(BIN)/basewatch demo --kafka {kafka} --store {store}

bench: $(STAMP) ## speeds, each as a ratio to a peer in the same run
	@$(BIN)/python -m benchmarks

bench-kafka: $(STAMP) ## a second worker, and alerts on Kafka against embedded ones (some ten minutes)
	@$(BIN)/python -m benchmarks.scale

seeds: $(STAMP) ## DIR=...: five articles in every order of arrival
	@$(BIN)/basewatch orders $(DIR) --expect evaluation/seeds.json

seeds-kafka: $(STAMP) ## DIR=...: ten of those orders on Kafka and PostgreSQL, held against one process
	@$(BIN)/python -m tests.kafka.orders $(DIR)

crash: $(STAMP) ## kill -9 the service twenty times: nothing lost, nothing told twice
	@$(BIN)/python -m tests.crash.kill

soak: $(STAMP) ## the same on Kafka and PostgreSQL: restarts, kills, an outage of ten minutes (SOAK="--kills 5 ...")
	@$(BIN)/python -m tests.soak $(SOAK)

eval: $(STAMP) ## the labelled corpus: scores, and the errors of its open part in build/eval.html
	@$(BIN)/python -m evaluation --html build/eval.html

eval-news: $(STAMP) ## DIR=...: labelled news, scored by the script that lies beside it
	@$(BIN)/basewatch evaluate $(DIR)/news.jsonl --pred $(DIR_OUT)/predictions.jsonl
	@$(BIN)/python $(DIR)/score.py $(DIR_OUT)/predictions.jsonl

eval-real: $(STAMP) ## DIR=...: labelled entries of eleven wars, war by war
	@$(BIN)/python -m evaluation.real $(DIR)

format: $(STAMP) ## format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lint: $(STAMP)
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

arch: $(STAMP)
	@$(BIN)/lint-imports

lock: COMPILE := uv pip compile --universal --generate-hashes --python-version 3.11 -q --no-annotate --no-header
lock: ## write both locks anew, at the versions they have where those still fit (needs uv)
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what the verbs made
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache dist
