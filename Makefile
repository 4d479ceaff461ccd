# make run and make test do everything on a fresh machine with Swift installed.
SWIFT ?= swift
PREFIX ?= /usr/local
STRICT = -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error
# All but EndToEndTests and those of EngineTests that train or measure.
QUICK = TerminalKitTests|TutorTests|TracerTests|RunsTests|HmdlTuiTests
TESTABLE = $(STRICT) -Xswiftc -enable-testing

.PHONY: run test test-quick sanitize build build-tests lint format record install completions setup clean

run: setup build ## build and open the course
	@exec .build/release/hmdl-tui

test: setup build-tests ## build, run all tests, print the counts
	Scripts/check-kernels.sh
	.build/release/disk-problem
	$(SWIFT) test -c release --skip-build $(TESTABLE)

test-quick: setup build-tests ## the suites that take seconds: no training, no processes
	$(SWIFT) test -c release --skip-build $(TESTABLE) --filter '$(QUICK)'

# What has threads and pointers; the rest of the engine's tests would take long and find nothing.
SANITIZED = 'EngineTests\.(ThreadPool|KernelSet|TrainingEngine|StreamingLearner|Trainer|Checkpoint|Dataset|PackedSamples|ByteStore)'

sanitize: setup ## the engine's tests of threads and memory under the Thread and the Address Sanitizer
	TSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/tsan-suppressions.txt \
	  $(SWIFT) test -c release -Xswiftc -enable-testing --sanitize=thread --scratch-path .build-tsan --filter $(SANITIZED)
	LSAN_OPTIONS=suppressions=$(CURDIR)/Scripts/lsan-suppressions.txt \
	  $(SWIFT) test -c release -Xswiftc -enable-testing --sanitize=address --scratch-path .build-asan --filter $(SANITIZED)

setup: ## install the system packages that are missing
	@Scripts/setup.sh

build:
	$(SWIFT) build -c release $(STRICT) --product hmdl-tui

build-tests: # optimised: debug products are some 30 times slower
	$(SWIFT) build -c release --build-tests $(TESTABLE)

lint: ## the checks that CI makes
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Examples
	Scripts/check-borders.sh
	Scripts/check-paths.sh

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Examples

record: setup build-tests ## write the golden screens anew; review the diff as pictures
	HMDL_RECORD=1 $(SWIFT) test -c release --skip-build $(TESTABLE) --filter 'TutorTests|RunsTests' || true
	git status --short Tests

install: setup build ## make install PREFIX=/usr/local
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 .build/release/hmdl-tui "$(DESTDIR)$(PREFIX)/bin/hmdl-tui"
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" \
	  "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	.build/release/hmdl-tui --generate-completion-script bash \
	  > "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/hmdl-tui"
	.build/release/hmdl-tui --generate-completion-script zsh \
	  > "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hmdl-tui"
	.build/release/hmdl-tui --generate-completion-script fish \
	  > "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hmdl-tui.fish"
	$(SWIFT) build -c release $(STRICT) --product manual-pages
	.build/release/hmdl-tui --experimental-dump-help | .build/release/manual-pages \
	  "$(DESTDIR)$(PREFIX)/share/man/man1" "$$(.build/release/hmdl-tui --version)"

clean:
	rm -rf .build
