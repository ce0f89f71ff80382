# make run: the terminal chat, or the Telegram bot when CITEBOT_TOKEN is set. make test: everything that must hold.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := run
.PHONY: run test check format bank bench bench-public wheel lock clean

run: .venv/ready
	@$(BIN)/citebot $(ARGS)

test: .venv/ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/citebot check
	@$(BIN)/python -m pytest

format: .venv/ready
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# ARGS=--failures shows what fails and why, ARGS="--compare FILE" what changed since a --json run.
bank: .venv/ready
	@$(BIN)/citebot bank --facts facts/azerbaijan-italy $(ARGS)

bench: .venv/ready
	@$(BIN)/python tests/bench.py

# DATA is the folder that holds clinc150/ and squad/; ARGS=--quick takes a sample.
bench-public: .venv/ready
	@$(BIN)/python tests/bench_public.py $(ARGS) $(DATA)

wheel: .venv/ready
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

# The lock names no index address: it holds wherever the packages come from.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --all-extras pyproject.toml -o requirements.lock

.venv/ready: pyproject.toml requirements.lock $(wildcard bot/locales/*/LC_MESSAGES/*.po)
	@echo "Citebot: setting up .venv (about half a minute, once)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Citebot needs Python 3.11 or newer; PYTHON=$(PYTHON) is `$(PYTHON) -V`" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
