# Settings of the build. Each can be set from outside: make CC=clang PREFIX=/usr

NAME = crash-filters
VERSION = 0.1.0

PREFIX = /usr/local
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
DOCDIR = $(PREFIX)/share/doc/$(NAME)
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
LIBDIR = $(PREFIX)/lib/$(NAME)
# How links in BINDIR reach LIBDIR
BIN_TO_LIB = ../lib/$(NAME)

CC = cc
CFLAGS = -O2 -g

# Programs that make check runs at a time, and how long make fuzz runs each
JOBS = 2
FUZZ_SECONDS = 60

# SAN=1 builds with AddressSanitizer and UBSan, SAN=thread with ThreadSanitizer
SAN = 0
SAN_0 = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
SAN_1 = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
SAN_thread = -fsanitize=thread

# 1 counts words of comments by their stems, with libstemmer; 0 as they are
# written. Without a word from outside: is its header there?
STEMMER != printf '\043include <libstemmer.h>\n' | $(CC) -E - >/dev/null 2>&1 && \
	echo 1 || echo 0
STEMMER_LIB_1 = -lstemmer

WARNINGS = -Wall -Wextra -Wshadow -Wmissing-prototypes -Wpedantic
HARDENING = -fstack-protector-strong -fPIE -Wformat -Wformat-security
# Results hang on the last bit of products and differences: never fuse them.
# The shell knows which folder this is; programs need not, and come out the
# same from any.
BASE_CFLAGS = -std=c99 -D_GNU_SOURCE -I. -DVERSION=\"$(VERSION)\" \
	-DSTEMMER=$(STEMMER) \
	-ffp-contract=off -ffile-prefix-map="$$PWD"=. \
	$(WARNINGS) $(HARDENING) $(SAN_$(SAN))
BASE_LDFLAGS = -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed
LDLIBS = -ljansson -lcurl -lcrypto $(STEMMER_LIB_$(STEMMER)) -lpthread -lm
LINK_FLAGS = $(BASE_CFLAGS) $(CFLAGS) $(BASE_LDFLAGS) $(LDFLAGS)
