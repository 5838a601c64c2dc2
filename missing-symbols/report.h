#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "missing-symbols/count.h"
#include "missing-symbols/input.h"
#include "missing-symbols/modlist.h"
#include "missing-symbols/module.h"
#include "missing-symbols/previous.h"
#include "missing-symbols/releases.h"
#include "missing-symbols/symsrv.h"

/* The sections of a report, in their order. */
enum module_class {
	CLASS_FIREFOX,       /* Mozilla's own, with a debug ID */
	CLASS_FIREFOX_NO_ID, /* Mozilla's own, without */
	CLASS_OS,            /* of the operating system */
	CLASS_OTHER,
	NCLASSES,
};

/* Why a module is not in the report, in the order in which that is asked. */
enum left_out {
	LEFT_UNNAMED,
	LEFT_DELETED,
	LEFT_RARE, /* not above the least count */
	LEFT_KNOWN,
	LEFT_EXPIRED,
	LEFT_BEYOND_TOP,
	NLEFT_OUT,
};

/* Were the symbols' ages looked at? */
enum expiry {
	EXPIRY_CHECKED,
	EXPIRY_NO_RELEASES, /* no: it was not said when releases were made */
	EXPIRY_NO_DATE,     /* no: it is not known what day it is */
};

struct report_module {
	struct module module;
	enum module_class class;
	struct str vendor;          /* empty: not known */
	enum symsrv_answer symbols; /* while the report's symbols_asked */
	enum symsrv_answer
	    *upstream; /* one for each of the report's, or NULL */
	bool in_previous;
	uint64_t previous_count;
	struct day first_seen; /* known only with an earlier report */
};

/* What the report is made of, besides rows. */
struct report_sources {
	struct modlist *known, *firefox, *vendors;
	struct modlist *os[2];     /* the second one may be NULL */
	struct releases *releases; /* NULL: expiry is not checked */
	struct previous *previous; /* NULL: none */
};

struct report {
	/* asked for; set by the caller */
	const char *product;
	enum count_by count_by;
	uint64_t min_count;
	uint64_t top;         /* 0: all */
	uint64_t window_days; /* 0: not said */
	struct day date;
	bool compat;
	bool page;             /* HTML: with search and sort, not for mail */
	size_t max_bytes;      /* of HTML */
	const char *thousands; /* what parts them in numbers for people */
	/* found */
	bool total_known;
	uint64_t total_reports;
	enum expiry expiry;
	struct sum left_out[NLEFT_OUT];
	struct report_module *modules; /* most frequent first */
	size_t nmodules;
	const struct previous *previous;     /* NULL: none */
	const struct previous_module **gone; /* of it; most frequent first */
	size_t ngone;
	/* filled in by whoever asks the servers */
	bool symbols_asked;
	const char **upstreams; /* names */
	size_t nupstreams;
};

/*
 * Rank, sort out and classify what was counted.
 *
 * count    borrowed until report_drop: the modules' texts are in it
 */
void report_make(struct report *r, const struct report_sources *from,
    const struct count *count, const struct input *in);
void report_drop(struct report *r);

/* Words for what is in a report, as the JSON has them. */
const char *class_word(enum module_class class);
const char *left_out_word(enum left_out why);
const char *count_by_word(enum count_by by);
/* NULL for what was not asked */
const char *answer_word(enum symsrv_answer answer);
/* NULL without an earlier report */
const char *change_word(const struct report *r, const struct report_module *m);

/*
 * A report in one of its formats. Write errors are left in the stream.
 */
void report_csv(const struct report *r, FILE *out);
void report_html(const struct report *r, FILE *out);
void report_html_compat(const struct report *r, FILE *out);
void report_json(const struct report *r, FILE *out);
void report_text(const struct report *r, FILE *out);

#endif
