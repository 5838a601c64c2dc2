.POSIX:
.SUFFIXES:
.SUFFIXES: .c .o .txt .tsv .json .css .js

include config.mk

TOOLS = bqfetch/bqfetch correlations/crashcorr missing-symbols/missing-symbols
SUITE = docs/crash-filters.7
MANUALS = bqfetch/bqfetch.1 correlations/crashcorr.1 \
	missing-symbols/missing-symbols.1

# The jobs, what they are made of, and what they read. In BINDIR are links to
# the jobs in LIBDIR, beside which they find the rest.
DAILY = scripts/correlations-job scripts/missing-symbols-job
PIECES = scripts/channel-versions scripts/entrypoint scripts/fetch-lists \
	scripts/publish scripts/send-report
LIBRARY = scripts/lib.sh scripts/store.sh correlations/crashcorr.sql \
	missing-symbols/missing-symbols.sql
JOB_LISTS = correlations/lists/addon-names.json \
	correlations/lists/gfx-app-notes.txt \
	correlations/lists/gfx-critical-errors.txt \
	missing-symbols/lists/unix_modules.txt
DOCUMENTS = README.md docs/jobs.md

# What shells complete. One file a shell serves all; bash and fish look for
# one with the name of the command.
COMPLETED = $(TOOLS) $(DAILY) scripts/channel-versions scripts/fetch-lists \
	scripts/publish scripts/send-report

# What the tools share.
COMMON = common/ahead.o common/arena.o common/asset.o common/feed.o \
	common/html.o common/intern.o common/jsonfile.o common/lines.o \
	common/list.o common/memory.o common/number.o common/option.o \
	common/output.o common/progress.o common/rows.o common/scan.o \
	common/url_escape.o common/util.o common/vis.o common/want.o

# What the tools that ask servers share.
NET = common/backoff.o common/http.o common/http_request.o common/url.o

# Style and script that pages share.
PAGE = common/page/base.o common/page/controls.o common/page/elements.o

# What each tool is made of besides its main file.
BQFETCH = bqfetch/account.o bqfetch/api.o bqfetch/cells.o bqfetch/command.o \
	bqfetch/credentials.o bqfetch/endpoint.o bqfetch/fetch.o \
	bqfetch/grant.o bqfetch/job.o bqfetch/jwt.o bqfetch/metadata.o \
	bqfetch/meter.o bqfetch/oauth.o bqfetch/page.o bqfetch/param.o \
	bqfetch/reason.o bqfetch/scalar.o bqfetch/secret.o bqfetch/stop.o \
	bqfetch/stream.o bqfetch/table.o bqfetch/token.o
MISSING_SYMBOLS = missing-symbols/count.o missing-symbols/help.o \
	missing-symbols/htmlhead.o missing-symbols/htmlrow.o \
	missing-symbols/input.o missing-symbols/lists/firefox_modules.o \
	missing-symbols/lists/known_modules.o \
	missing-symbols/lists/unix_modules.o missing-symbols/lists/vendors.o \
	missing-symbols/lists/windows_modules.o missing-symbols/modlist.o \
	missing-symbols/module.o missing-symbols/options.o \
	missing-symbols/page/bars.o missing-symbols/page/mail.o \
	missing-symbols/page/modules.o missing-symbols/page/report.o \
	missing-symbols/page/search.o missing-symbols/page/sort.o \
	missing-symbols/page/tools.o missing-symbols/paths.o \
	missing-symbols/previous.o missing-symbols/releases.o \
	missing-symbols/report.o missing-symbols/report-compat.o \
	missing-symbols/report-csv.o missing-symbols/report-html.o \
	missing-symbols/report-json.o missing-symbols/report-text.o \
	missing-symbols/section.o missing-symbols/symbols.o \
	missing-symbols/symsrv.o missing-symbols/words.o
CRASHCORR = correlations/addons.o correlations/attributes.o \
	correlations/command.o correlations/comments.o correlations/compat.o \
	correlations/contrast.o correlations/derive.o correlations/draft.o \
	correlations/entries.o correlations/fates.o correlations/findings.o \
	correlations/folder.o correlations/help.o correlations/intake.o \
	correlations/items.o correlations/json.o \
	correlations/lists/addon-names.o correlations/lists/gfx-app-notes.o \
	correlations/lists/gfx-critical-errors.o \
	correlations/lists/stop-words.o correlations/match.o \
	correlations/mine.o correlations/oldtree.o correlations/options.o \
	correlations/order.o correlations/outdir.o correlations/page-about.o \
	correlations/page-data.o correlations/page-list.o \
	correlations/page-search.o correlations/page-text.o \
	correlations/page-words.o correlations/page.o \
	correlations/page/detail.o correlations/page/finding.o \
	correlations/page/list.o correlations/page/media.o \
	correlations/page/model.o correlations/page/panes.o \
	correlations/page/start.o correlations/page/style.o \
	correlations/pairs.o correlations/pairset.o correlations/parallel.o \
	correlations/print.o correlations/prior.o correlations/record.o \
	correlations/reports.o correlations/roles.o \
	correlations/search.o correlations/sha1.o correlations/singles.o \
	correlations/sketch.o correlations/stats.o correlations/stem.o \
	correlations/store.o correlations/supports.o correlations/text.o \
	correlations/text-fates.o correlations/topwords.o correlations/tree.o \
	correlations/uuids.o correlations/value.o correlations/versions.o \
	correlations/wanted.o correlations/word.o

# Lists, style and script that the tools carry, without what follows the last
# dot.
LISTS = common/page/base common/page/controls common/page/elements \
	correlations/lists/addon-names correlations/lists/gfx-app-notes \
	correlations/lists/gfx-critical-errors correlations/lists/stop-words \
	correlations/page/detail \
	correlations/page/finding correlations/page/list \
	correlations/page/media correlations/page/model \
	correlations/page/panes correlations/page/start \
	correlations/page/style missing-symbols/lists/firefox_modules \
	missing-symbols/lists/known_modules \
	missing-symbols/lists/unix_modules missing-symbols/lists/vendors \
	missing-symbols/lists/windows_modules missing-symbols/page/bars \
	missing-symbols/page/mail missing-symbols/page/modules \
	missing-symbols/page/report missing-symbols/page/search \
	missing-symbols/page/sort missing-symbols/page/tools

# What the style of the mail is made of.
MAIL = common/page/base.css missing-symbols/page/report.css \
	missing-symbols/page/bars.css

UNIT = tests/unit/test-ahead tests/unit/test-arena tests/unit/test-cells \
	tests/unit/test-count tests/unit/test-feed tests/unit/test-html \
	tests/unit/test-http tests/unit/test-http-request \
	tests/unit/test-http-secret tests/unit/test-intern \
	tests/unit/test-lines tests/unit/test-list tests/unit/test-match \
	tests/unit/test-modlist tests/unit/test-module tests/unit/test-number \
	tests/unit/test-output tests/unit/test-print tests/unit/test-progress \
	tests/unit/test-record tests/unit/test-rows tests/unit/test-rows-bad \
	tests/unit/test-scan tests/unit/test-section tests/unit/test-stats \
	tests/unit/test-symsrv tests/unit/test-symsrv-names \
	tests/unit/test-token tests/unit/test-tree tests/unit/test-url \
	tests/unit/test-utf8 tests/unit/test-util tests/unit/test-value \
	tests/unit/test-vis tests/unit/test-word
FUZZERS = tests/fuzz/fuzz-cells tests/fuzz/fuzz-rows tests/fuzz/fuzz-token

# Tests of the C code, which sanitizers and valgrind can tell more about.
C_TESTS = tests/cases.t $(UNIT) $(FUZZERS) tests/bqfetch-*.bats \
	tests/symbols/*.bats tests/correlations/*.t

# Every test; make check TESTS='tests/cases.t :: missing-symbols' runs some.
TESTS = tests/cases.t $(UNIT) $(FUZZERS) tests/*.bats tests/*/*.bats \
	tests/*/*.t tests/bigquery/selftest.py

PARTS = $(COMMON) $(NET) $(PAGE) $(BQFETCH) $(MISSING_SYMBOLS) $(CRASHCORR)
FUZZ_PARTS = tests/fuzz/fail.o tests/fuzz/line.o
TEST_PARTS = $(FUZZ_PARTS) tests/fuzz/replay.o tests/unit/example.o \
	tests/unit/standin.o tests/unit/unit.o tests/unit/web.o
OBJECTS = $(PARTS) $(TEST_PARTS) $(TOOLS:=.o)

# Folders with such names do not keep them from being made.
.PHONY: all bench check check-c clean demo dist format fuzz install lint \
	uninstall

all: $(TOOLS)

bqfetch/bqfetch: bqfetch/bqfetch.o $(BQFETCH) $(NET) $(COMMON)
	$(CC) $(LINK_FLAGS) -o $@ $@.o $(BQFETCH) $(NET) $(COMMON) $(LDLIBS)

missing-symbols/missing-symbols: missing-symbols/missing-symbols.o \
		$(MISSING_SYMBOLS) $(PAGE) $(NET) $(COMMON)
	$(CC) $(LINK_FLAGS) -o $@ $@.o $(MISSING_SYMBOLS) $(PAGE) $(NET) \
		$(COMMON) $(LDLIBS)

correlations/crashcorr: correlations/crashcorr.o $(CRASHCORR) $(PAGE) $(COMMON)
	$(CC) $(LINK_FLAGS) -o $@ $@.o $(CRASHCORR) $(PAGE) $(COMMON) $(LDLIBS)

.c.o:
	$(CC) $(BASE_CFLAGS) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<

.txt.c .tsv.c .json.c .css.c .js.c:
	scripts/embed $< >$@.new
	mv $@.new $@

missing-symbols/page/mail.css: $(MAIL) scripts/flatten
	scripts/flatten $(MAIL) >$@.new
	mv $@.new $@

# Every object is made anew when any header changes: the build takes seconds.
$(OBJECTS): .flags

# Changes only when the flags or a header do.
.flags: FORCE
	@{ echo '$(CC) $(BASE_CFLAGS) $(CFLAGS) $(CPPFLAGS)'; \
	cksum */*.h tests/*/*.h; } >$@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# The linker takes from it what a test program lacks: the main of the fuzzers,
# too, when they are not run by libFuzzer.
tests/parts.a: $(PARTS) $(TEST_PARTS)
	rm -f $@
	$(AR) -qcs $@ $(PARTS) $(TEST_PARTS)

$(UNIT) $(FUZZERS): tests/parts.a .flags

.c:
	$(CC) $(LINK_FLAGS) -o $@ $< tests/parts.a $(LDLIBS) -lcmocka

check: all $(UNIT) $(FUZZERS)
	JOBS=$(JOBS) prove -j $(JOBS) --exec tests/tap $(TESTS)

check-c: all $(UNIT) $(FUZZERS)
	JOBS=$(JOBS) prove -j $(JOBS) --exec tests/tap $(C_TESTS)

fuzz: $(PARTS)
	mkdir -p tests/out
	for f in $(FUZZERS); do \
		name=$${f##*/fuzz-}; \
		clang $(BASE_CFLAGS) -O2 -g -o tests/out/fuzz-$$name \
			-fsanitize=fuzzer,address,undefined \
			-fno-sanitize-recover=all \
			$$f.c $(FUZZ_PARTS:.o=.c) $(PARTS:.o=.c) $(LDLIBS) && \
		mkdir -p tests/out/corpus-$$name && \
		tests/out/fuzz-$$name -max_total_time=$(FUZZ_SECONDS) \
			tests/out/corpus-$$name tests/fuzz/seeds/$$name || \
		exit 1; \
	done

tests/bench/convert: tests/parts.a .flags

bench: all tests/bench/convert
	tests/bench/run

demo:
	scripts/demo

lint: $(LISTS:=.c)
	tests/lint $(BASE_CFLAGS) $(CFLAGS)

format:
	tests/lint --write

install: all
	mkdir -p "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(LIBDIR)/lists" \
		"$(DESTDIR)$(MANDIR)/man1" "$(DESTDIR)$(MANDIR)/man7" \
		"$(DESTDIR)$(DOCDIR)" \
		"$(DESTDIR)$(BASHDIR)" "$(DESTDIR)$(ZSHDIR)" "$(DESTDIR)$(FISHDIR)"
	install -m 755 $(TOOLS) "$(DESTDIR)$(BINDIR)"
	install -m 755 $(DAILY) $(PIECES) "$(DESTDIR)$(LIBDIR)"
	install -m 644 $(LIBRARY) "$(DESTDIR)$(LIBDIR)"
	install -m 644 $(JOB_LISTS) "$(DESTDIR)$(LIBDIR)/lists"
	install -m 644 $(MANUALS) "$(DESTDIR)$(MANDIR)/man1"
	install -m 644 $(SUITE) "$(DESTDIR)$(MANDIR)/man7"
	install -m 644 $(DOCUMENTS) "$(DESTDIR)$(DOCDIR)"
	install -m 644 completions/_crash-filters "$(DESTDIR)$(ZSHDIR)"
	for f in $(COMPLETED); do \
		install -m 644 completions/crash-filters.bash \
			"$(DESTDIR)$(BASHDIR)/$${f##*/}" && \
		install -m 644 completions/crash-filters.fish \
			"$(DESTDIR)$(FISHDIR)/$${f##*/}.fish" || exit 1; \
	done
	for f in $(DAILY); do \
		ln -sf $(BIN_TO_LIB)/$${f##*/} "$(DESTDIR)$(BINDIR)" || exit 1; \
	done

# Other people's files may be in the folders: the empty ones of ours go, too.
uninstall:
	remove() { \
		folder=$$1; \
		shift; \
		for f; do rm -f "$$folder/$${f##*/}" || exit 1; done; \
	}; \
	remove "$(DESTDIR)$(BINDIR)" $(TOOLS) $(DAILY); \
	remove "$(DESTDIR)$(LIBDIR)" $(DAILY) $(PIECES) $(LIBRARY); \
	remove "$(DESTDIR)$(LIBDIR)/lists" $(JOB_LISTS); \
	remove "$(DESTDIR)$(MANDIR)/man1" $(MANUALS); \
	remove "$(DESTDIR)$(MANDIR)/man7" $(SUITE); \
	remove "$(DESTDIR)$(DOCDIR)" $(DOCUMENTS); \
	remove "$(DESTDIR)$(BASHDIR)" $(COMPLETED); \
	remove "$(DESTDIR)$(ZSHDIR)" _crash-filters; \
	remove "$(DESTDIR)$(FISHDIR)" $(COMPLETED:=.fish)
	-rmdir "$(DESTDIR)$(LIBDIR)/lists" "$(DESTDIR)$(LIBDIR)" \
		"$(DESTDIR)$(DOCDIR)" 2>/dev/null

# The same bytes from the same commit, whoever makes it: tar and gzip take no
# time, umask or line ends from this machine.
dist:
	mkdir -p dist
	git -c tar.umask=0022 -c core.autocrlf=false -c core.eol=lf archive \
		--format=tar --prefix=$(NAME)-$(VERSION)/ \
		-o dist/$(NAME)-$(VERSION).tar HEAD
	gzip -9nf dist/$(NAME)-$(VERSION).tar

clean:
	rm -f $(TOOLS) $(UNIT) $(FUZZERS) $(LISTS:=.c) tests/parts.a \
		tests/bench/convert
	rm -f .flags .flags.new missing-symbols/page/mail.css
	rm -f */lists/*.new */page/*.new
	find bqfetch common correlations missing-symbols tests -name '*.o' \
		-exec rm -f {} +
	rm -rf demo dist tests/out

FORCE:
