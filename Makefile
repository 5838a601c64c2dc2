.POSIX:
.SUFFIXES: .c .o

include config.mk

TOOLS = missing-symbols/missing-symbols correlations/crashcorr

COMMON = common/arena.o common/feed.o common/intern.o common/lines.o \
	common/list.o common/output.o common/progress.o common/rows.o \
	common/scan.o common/util.o common/vis.o

MISSING_SYMBOLS = missing-symbols/missing-symbols.o

CRASHCORR = correlations/crashcorr.o correlations/stats.o

OBJECTS = $(COMMON) $(MISSING_SYMBOLS) $(CRASHCORR)

all: $(TOOLS)

missing-symbols/missing-symbols: $(MISSING_SYMBOLS) $(COMMON)
	$(CC) $(LINK_FLAGS) -o $@ $(MISSING_SYMBOLS) $(COMMON) $(LDLIBS)

correlations/crashcorr: $(CRASHCORR) $(COMMON)
	$(CC) $(LINK_FLAGS) -o $@ $(CRASHCORR) $(COMMON) $(LDLIBS)

# Every object is made anew when any header changes: the build takes seconds.
$(OBJECTS): .flags

.c.o:
	$(CC) $(BASE_CFLAGS) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<

# Changes only when the flags or a header do.
.flags: FORCE
	@{ echo '$(CC) $(BASE_CFLAGS) $(CFLAGS) $(CPPFLAGS)'; \
	cksum */*.h; } >$@.new; \
	if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

clean:
	rm -f $(TOOLS) .flags .flags.new
	find bqfetch common correlations missing-symbols tests -name '*.o' \
		-exec rm -f {} +

FORCE:
