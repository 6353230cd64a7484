# What a developer needs to know; CONTRIBUTING.md says when to use which.
#   make run    build everything and start it, with SQLite in ./data
#   make demo   the same with a desk full of made-up conversations, to look around in
#   make test   lints and every test, as the CI runs them; installs what they need
#   make lint   formatting, clippy, dependency rules, the front-ends' lints
#   make fmt    format everything
#   make fuzz     sixty seconds of strangers' bytes for each parser
#   make nightly  what takes hours: every look in the browser, fuzzing, a hundred crashes, a soak
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

target := $(or $(CARGO_TARGET_DIR),target)

# The front-ends that exist: the pages the server hands out, and the browser tests.
pages := $(patsubst %/package.json,%,$(wildcard widget/package.json workbench/package.json))
browser_tests := $(patsubst %/package.json,%,$(wildcard e2e/package.json))

installed := $(patsubst %,%/node_modules/.package-lock.json,$(pages) $(browser_tests))
built := $(patsubst %,$(target)/stamps/%,$(pages))

.PHONY: run demo test lint fmt
.DEFAULT_GOAL := run

run: program
	$(target)/release/yingke serve

demo: program
	$(target)/release/yingke demo

.PHONY: program
program:
	@.ci/needs cargo node npm cc
	$(if $(built),@$(MAKE) $(built))
	cargo build --release -p yingke-server

# The pages that the server hands out, and what the browser tests stand on.
.PHONY: built
built: $(built) $(installed)

test:
	.ci/prepare
	$(MAKE) lint
	for page in $(pages); do (cd $$page && npm test); done
	.ci/with-postgres .ci/with-nats .ci/with-s3 .ci/with-mail cargo nextest run --workspace
ifneq ($(browser_tests),)
	cargo build --workspace --bins
	cd e2e && YINGKE_BIN=$(abspath $(target))/debug/yingke ../.ci/with-mail npm test
endif

lint: $(built) $(installed)
	.ci/prepare lint
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo deny check bans licenses sources
	@# The fuzz targets are a workspace of their own, which nothing else builds; what they run on is not built here.
	CUSTOM_LIBFUZZER_PATH=/dev/null cargo check --manifest-path fuzz/Cargo.toml --target-dir $(target)/fuzz
	for part in $(pages) $(browser_tests); do (cd $$part && npm run lint); done

fmt: $(installed)
	cargo fmt --all
	for part in $(pages) $(browser_tests); do (cd $$part && npm exec -- prettier --write .); done

# A room that exists brings its command: no target is listed before there is something behind it.
ifneq ($(wildcard bench/Cargo.toml),)
.PHONY: bench
bench: $(built)
	.ci/prepare
	cargo build --release -p yingke-server -p yingke-bench
	.ci/with-postgres .ci/with-nats $(target)/release/yingke-bench
endif

ifneq ($(wildcard fuzz/Cargo.toml),)
.PHONY: fuzz
fuzz: fuzz_seconds ?= 60
fuzz:
	cargo fuzz --version >/dev/null || cargo install --locked cargo-fuzz
	for parser in $$(cargo fuzz list); do \
	  mkdir -p fuzz/corpus/$$parser fuzz/seeds/$$parser; \
	  fixtures=$$([ $$parser != inbound ] || echo channel/src/*/fixtures); \
	  cargo fuzz run -s none $$parser fuzz/corpus/$$parser fuzz/seeds/$$parser $$fixtures -- \
	    -max_total_time=$(fuzz_seconds) -timeout=20 -rss_limit_mb=4096; \
	done
endif

ifneq ($(wildcard .ci/nightly),)
.PHONY: nightly
nightly:
	.ci/nightly
endif

ifneq ($(wildcard .ci/test-interop),)
.PHONY: test-interop
test-interop:
	.ci/test-interop
endif

# npm writes this file last; package-lock.json says what it holds.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	@.ci/needs node npm
	cd $* && npm ci --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

# A page is built again when a file or folder of it changed, or its build is gone.
sources = $(shell find $(1) -mindepth 1 \( -name node_modules -o -name dist \) -prune -o -print)
define stamp
$(target)/stamps/$(1): $(1)/node_modules/.package-lock.json $(call sources,$(1)) $(if $(wildcard $(1)/dist),,gone)
	cd $(1) && npm run build
	@mkdir -p $$(@D) && touch $$@
endef
$(foreach page,$(pages),$(eval $(call stamp,$(page))))

.PHONY: gone
gone:
