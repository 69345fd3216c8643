# The front door. `make test` and `make lint` install what they need into .venv and node_modules.

VENV   := .venv
PY     := $(VENV)/bin/python
NODE   := bindings-node
PYTHON := bindings-python
STAMP  := $(VENV)/.installed

# Where cargo builds, and the folder of the profile in it.
TARGET := $(or $(CARGO_TARGET_DIR),target)

# Programs that cargo installs beside what it builds.
API    := $(TARGET)/tools/bin/cargo-public-api
DENY   := $(TARGET)/tools/bin/cargo-deny
MDBOOK := $(TARGET)/tools/bin/mdbook
FUZZ   := $(TARGET)/tools/bin/cargo-fuzz

# Upstream's API server for the tests of kops-kube, by its sources.
APISERVER_SOURCES := $(wildcard kops-kube/tests/apiserver/*)
APISERVER := $(TARGET)/tools/bin/kops-apiserver-$(shell cat $(APISERVER_SOURCES) | cksum | cut -d ' ' -f 1)

# How long each target of `make fuzz` runs.
FUZZ_SECONDS ?= 60

export MOTO_SERVER := $(abspath $(VENV)/bin/moto_server)
export CARGO_TERM_COLOR ?= auto

.PHONY: help test test-core apiserver test-rust test-python test-node libraries types book api lint lint-rust lint-python lint-node wheels npm packages figures bench fuzz docs clean

help: ## Lists what can be made.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

test: ## Runs every test of the project.
	$(MAKE) --jobs 2 --output-sync test-rust test-python test-node

test-core: ## Runs the tests that need no AWS SDK, no Python and no Node.
	cargo test -p kops-core --features testkit -p kops-cli -p kops-benches -p kops-examples

test-rust: $(STAMP) apiserver
	test ! -x $(APISERVER) || export KOPS_TEST_APISERVER=$(abspath $(APISERVER)); cargo test --workspace --all-features

# The tests that need it say that they skip where it cannot be built, as without Go.
apiserver: ## Builds upstream's API server for the tests of kops-kube, with Go.
	test -x $(APISERVER) || $(MAKE) --no-print-directory $(APISERVER) || echo "SKIPPED: upstream's API server cannot be built here"

VERSION_OF_KUBERNETES := k8s.io/component-base/version.git

$(APISERVER): $(APISERVER_SOURCES)
	mkdir -p $(@D)
	cd kops-kube/tests/apiserver && go build -trimpath -buildvcs=false -o $(abspath $@) -ldflags "-s -w -X $(VERSION_OF_KUBERNETES)Version=v1.36.0 \
		-X $(VERSION_OF_KUBERNETES)Major=1 -X $(VERSION_OF_KUBERNETES)Minor=36" .

test-python: $(STAMP) libraries
	$(PY) -m pytest -q $(PYTHON)/tests

test-node: $(NODE)/node_modules libraries
	cd $(NODE) && npm test --silent

# One compilation for everything: with the same packages and features as the tests, so that neither the AWS SDK nor the core is
# compiled for each. Without --tests, features that only the tests' dependencies have would be off, and the SDK be compiled twice.
libraries:
	cargo build --workspace --all-features --lib --tests
	python3 scripts/place_libraries.py $(TARGET)/debug

types: $(STAMP) $(NODE)/node_modules ## Writes the JSON Schema, and the types of Python and TypeScript that are made from it.
	KOPS_WRITE_SCHEMA=1 cargo test -q -p kops-core --features testkit --test library schema::the_committed_document
	$(PY) $(PYTHON)/scripts/generate_types.py
	cd $(NODE) && npm run --silent types

book: ## Writes the reference pages of the book that are made from the library: commands, fields, rules, plans, events, other outputs.
	KOPS_WRITE_BOOK=1 KOPS_WRITE_RULES=1 cargo test -q -p kops-core --features testkit --test project -- code_pages::the_document book::reference_pages
	KOPS_WRITE_BOOK=1 cargo test -q -p kops-core --features testkit -p kops-cli --bin kops the_page_of_commands

# rustdoc writes JSON for nightly Rust only, or where RUSTC_BOOTSTRAP says so. Build scripts look at that variable, hence a folder of its own:
# in the shared one everything would be compiled again.
LIST_API = RUSTC_BOOTSTRAP=1 cargo rustdoc --quiet -p kops-core --all-features --lib --target-dir $(TARGET)/api -- \
	-Zunstable-options --output-format json && $(API) public-api -sss --rustdoc-json $(TARGET)/api/doc/kops_core.json

api: $(API) ## Writes the public API of kops-core to kops-core/public-api.txt.
	$(LIST_API) > kops-core/public-api.txt

# With --examples features are those of the tests: without, what the AWS SDK is made of would be checked a second time.
DOC = cargo doc --workspace --no-deps --all-features --lib --bins --examples

lint: ## Checks format, lints, docs, the public API, links, and the licenses of dependencies.
	$(MAKE) --jobs 2 --output-sync lint-rust lint-python lint-node

lint-rust: $(DENY) $(API)
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(DOC) --document-private-items
	$(LIST_API) | diff -u kops-core/public-api.txt - # `make api` writes it
	cargo test -q --workspace --all-features --test project links::
	cargo fetch --quiet --locked # also what other systems need
	$(DENY) --offline --log-level error check licenses bans sources

lint-python: $(STAMP) libraries
	cd $(PYTHON) && $(abspath $(VENV))/bin/ruff check . ../examples/python ../scripts && $(abspath $(VENV))/bin/ruff format --check . ../examples/python ../scripts
	cd $(PYTHON) && $(abspath $(VENV))/bin/mypy --strict python tests ../examples/python && $(abspath $(VENV))/bin/stubtest kops --allowlist stubtest-allowlist.txt
	$(PY) $(PYTHON)/scripts/generate_types.py $(VENV)/types.py && cmp $(VENV)/types.py $(PYTHON)/python/kops/types.py

lint-node: $(NODE)/node_modules libraries
	cd $(NODE) && npm run --silent lint
	cd $(NODE) && node scripts/types.mjs node_modules/types.d.ts && cmp node_modules/types.d.ts types.d.ts

wheels: $(STAMP) packages ## Packs the package for Python into dist/.
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist ./$(PYTHON)

npm: packages ## Packs the package for Node.js into dist/.
	mkdir -p dist
	cp LICENSE $(NODE)
	cd $(NODE) && npm run --silent commonjs && npm pack --silent --pack-destination ../dist

packages:
	cargo build --profile packages -p kops-python -p kops-node
	python3 scripts/place_libraries.py $(TARGET)/packages

figures: wheels npm ## Prints the sizes and times of both packages.
	$(PY) scripts/measure_packages.py dist

bench: ## Measures parse, fill, build, plan and the whole, over 1 to 1,000 groups.
	cargo bench -p kops-benches

fuzz: fuzz-text fuzz-spec ## Fuzzes reading and planning of specs, FUZZ_SECONDS for each target. It needs nightly Rust and a C++ compiler.

# The specs of the tests are where texts begin; what is found on the way is kept in fuzz/corpus.
fuzz-text: SEEDS := kops-core/tests/scenarios examples/fairwinds
fuzz-text fuzz-spec: fuzz-%: $(FUZZ)
	mkdir -p fuzz/corpus/$*
	RUSTUP_TOOLCHAIN=nightly $(FUZZ) fuzz run --sanitizer none --debug-assertions --target-dir $(TARGET)/fuzz $* fuzz/corpus/$* $(SEEDS) -- \
		-max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=10 -rss_limit_mb=1024 -dict=fuzz/spec.dict

docs: $(MDBOOK) $(STAMP) $(NODE)/node_modules libraries ## Builds the book, the references for Python and Node.js in it, and that for Rust.
	$(MDBOOK) build docs --dest-dir $(abspath $(TARGET))/book
	$(PY) $(PYTHON)/scripts/reference.py $(TARGET)/book/api/python
	cd $(NODE) && npm run --silent docs -- --out $(abspath $(TARGET))/book/api/node
	$(DOC)

$(API):
	cargo install --quiet --locked --root $(TARGET)/tools --target-dir $(TARGET)/tools cargo-public-api@0.52.0

$(DENY):
	cargo install --quiet --locked --root $(TARGET)/tools --target-dir $(TARGET)/tools cargo-deny@0.20.2

$(FUZZ):
	cargo install --quiet --locked --root $(TARGET)/tools --target-dir $(TARGET)/tools cargo-fuzz@0.13.2

$(MDBOOK):
	cargo install --quiet --locked --root $(TARGET)/tools --target-dir $(TARGET)/tools mdbook@0.5.4 --no-default-features --features search

clean: ## Removes what was built and installed here.
	cargo clean
	rm -rf dist $(VENV) $(NODE)/node_modules

$(STAMP): $(PYTHON)/requirements-dev.txt $(PYTHON)/pyproject.toml $(PYTHON)/build_backend.py
	python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -r $<
	$(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable $(PYTHON)
	$(VENV)/bin/pyright --version > /dev/null # fetches itself when it is first run
	@touch $@

$(NODE)/node_modules: $(NODE)/package.json
	cd $(NODE) && npm install --silent --no-audit --no-fund
	@touch $@
