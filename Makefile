# The front door. `make test` and `make lint` install what they need into .venv and node_modules.

VENV   := .venv
PY     := $(VENV)/bin/python
NODE   := bindings-node
PYTHON := bindings-python
STAMP  := $(VENV)/.installed

export MOTO_SERVER := $(abspath $(VENV)/bin/moto_server)
export CARGO_TERM_COLOR ?= auto

.PHONY: help test test-core test-rust test-python test-node lint bench docs clean

help: ## Lists what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

test: test-rust test-python test-node ## Runs every test of the project.

test-core: ## Runs the tests that need no AWS SDK, no Python and no Node.
	cargo test -p kops-core --features testkit -p kops-cli -p kops-benches -p kops-examples

test-rust: $(STAMP)
	cargo test --workspace --exclude kops-python --exclude kops-node --all-features

test-python: $(STAMP)
	VIRTUAL_ENV=$(abspath $(VENV)) $(VENV)/bin/maturin develop -q -m $(PYTHON)/Cargo.toml
	$(PY) -m pytest -q $(PYTHON)/tests

test-node: $(NODE)/node_modules
	cd $(NODE) && npm run --silent build && npm test --silent

lint: $(STAMP) $(NODE)/node_modules ## Checks format, lints and docs of all languages.
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features --document-private-items
	cd $(PYTHON) && $(abspath $(VENV))/bin/ruff check . ../examples/python && $(abspath $(VENV))/bin/ruff format --check . ../examples/python
	VIRTUAL_ENV=$(abspath $(VENV)) $(VENV)/bin/maturin develop -q -m $(PYTHON)/Cargo.toml
	cd $(PYTHON) && $(abspath $(VENV))/bin/mypy --strict python tests ../examples/python && $(abspath $(VENV))/bin/stubtest kops
	cd $(NODE) && npm run --silent build && npm run --silent lint

bench: ## Measures parse, fill, build, plan and the whole, over 1 to 1,000 groups.
	cargo bench -p kops-benches

docs: ## Builds the Rust documentation.
	cargo doc --workspace --no-deps --all-features

clean: ## Removes what was built and installed here.
	cargo clean
	rm -rf $(VENV) $(NODE)/node_modules

$(STAMP): $(PYTHON)/requirements-dev.txt
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(NODE)/node_modules: $(NODE)/package.json
	cd $(NODE) && npm install --silent --no-audit --no-fund
	@touch $@
