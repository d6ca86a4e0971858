# Short names for the real commands; "make help" lists them. Nothing happens here that the command itself cannot do.

MVN    ?= ./mvnw
MODULE ?= core
SEEDS  ?= 20000

.DEFAULT_GOAL := help
.PHONY: help compile unit check verify test it campaign format quickstart bench release clean

help:
	@echo 'Usage: make TARGET [VARIABLE=value]'
	@awk -F ': ## ' '/^#: /         { printf "\n%s\n", substr($$0, 4) } \
	                 /^[a-z]+: ## / { printf "  %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo
	@echo 'CONTRIBUTING.md says which tier to run when, and what each target calls.'

#: Build
compile: ## everything, tests too; a warning is an error
	$(MVN) -q test-compile

format: ## write all sources as the formatter wants them
	$(MVN) -q spotless:apply

clean: ## delete what was built
	$(MVN) -q clean

#: Test, from seconds to hours
test: ## one class or method: TEST=WorldTest [MODULE=core]
	@[ -n "$(TEST)" ] || { echo 'make test needs TEST=Class or TEST=Class#method; MODULE is core unless given' >&2; exit 2; }
	$(MVN) -pl $(MODULE) -am test -Dtest='$(TEST)' -Dsurefire.failIfNoSpecifiedTests=false

unit: ## 1 minute: unit, law and simulation tests
	$(MVN) test -DexcludedGroups=spark

check: ## 5 minutes: unit, the Spark ring, format, size limits, packaging
	$(MVN) verify -DskipITs

it: ## one test with real servers: IT=DriverKilledIT
	@[ -n "$(IT)" ] || { echo 'make it needs IT=Class or IT=Class#method' >&2; exit 2; }
	$(MVN) -pl lab -am verify -Dit.test='$(IT)' -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

verify: ## 20 minutes: everything, with real servers
	$(MVN) verify

campaign: ## thousands of simulated worlds: [SEEDS=20000]
	./tallyroll sim --seeds $(SEEDS)

#: Run
quickstart: ## a pipeline on real servers, from the events to the proof
	./tallyroll quickstart

bench: ## what an event costs, beside the least it can cost
	./tallyroll bench

#: Release
release: ## jars, sources, Javadoc, bills of materials and SHA-256 sums in target/release
	$(MVN) -q -Prelease clean verify -DskipTests -DskipITs
	mkdir -p target/release
	cp */target/tallyroll-*.jar* */target/tallyroll-*-sbom.* target/release/
	cd target/release && sha256sum --quiet --check *.sha256
