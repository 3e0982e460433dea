# Everything a machine with Python 3.11 or newer and make needs: `make run`, then `make help`.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PRODUCTION_SETTINGS := PRODUCTION=1 SECRET_KEY=$(shell printf 'check-only-%.0s' 1 2 3 4 5 6) ALLOWED_HOSTS=brink.example.org \
	PUBLIC_URL=https://brink.example.org TRUSTED_PROXIES=1 DATABASE_URL=postgresql://brink@localhost/brink \
	REDIS_URL=redis://localhost EMAIL_URL=smtp://localhost
LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --universal --python-version 3.11

.PHONY: setup help run test browser check bench lock clean
.DEFAULT_GOAL := setup

setup: $(READY) ## Build the environment in .venv, where a lock file changed

help: ## List these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

run: $(READY) ## Serve the portal at http://localhost:8000/ (PORT and DATA_DIR move it)
	@$(BIN)/python -u manage.py serve

test: $(READY) ## Run every test that needs no browser (TESTS names some of them)
	@$(BIN)/pytest -n 2 --dist loadscope -q -m "not browser" $(TESTS)

browser: $(READY) ## Run the tests in Chromium
	@test -x "$${CHROMIUM:-$$(command -v chromium)}" || \
		{ echo "make browser needs Chromium: install the package chromium, or name the program in CHROMIUM." >&2; exit 1; }
	@$(BIN)/pytest -q -m browser tests/browser

check: $(READY) ## Format, lint, types, templates, translations, migrations, deployment settings
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary .
	@find templates */templates -name '*.html' 2>/dev/null | xargs $(BIN)/djade --check --target-version 5.2
	@$(BIN)/python manage.py check_translations
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(PRODUCTION_SETTINGS) $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(READY) ## Measure pages against a plain Django view
	@$(BIN)/python -m tests.bench

lock: $(READY) ## Compile the locked requirements from pyproject.toml
	@$(LOCK) pyproject.toml -o requirements.txt
	@$(LOCK) --extra dev --extra embedded pyproject.toml -o requirements-dev.txt -c requirements.txt

clean: ## Remove the environment and what tools left; the database stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results

# The environment: with uv when it is there, else with venv and pip, and only when a lock file changed

$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Brink needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@echo "Building the environment in .venv ..."
	@if command -v uv >/dev/null; then \
		uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
		uv pip install --quiet --python .venv --require-hashes -r requirements-dev.txt; \
	else \
		$(PYTHON) -m venv .venv && \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt; \
	fi
	@touch $@
