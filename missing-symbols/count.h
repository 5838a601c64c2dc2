#ifndef COUNT_H
#define COUNT_H

#include <stdint.h>

#include "common/str.h"
#include "missing-symbols/module.h"

/* What is counted of a module. */
enum count_by {
	COUNT_REPORTS,  /* crash reports that hold it */
	COUNT_MAPPINGS, /* distinct (report, base, end, code ID), as the
	                   production job does: a file mapped at several
	                   addresses counts for each */
};

/* A module as it stands in a crash report. */
struct mapping {
	struct module module; /* its crash_count means nothing */
	struct str base_addr, end_addr;
};

/*
 * How often each module was seen, over crash reports that may come in several
 * rows anywhere in the input: those with the same uuid are one report.
 *
 * Memory: 8 bytes for each distinct pair of report and module (or mapping),
 * about 90 for each report and 200 for each module.
 */
struct count;

/* owns     the caller, until count_free */
struct count *count_new(enum count_by by);
void count_free(struct count *c);

/*
 * A crash report is handed over in steps: count_begin, count_see for each of
 * its modules, then count_report; without that last step nothing of it counts.
 * Text is borrowed until then, and copied.
 *
 * uuid     empty when it is not known: a report of its own then
 */
void count_begin(struct count *c);
void count_see(struct count *c, const struct mapping *m);
void count_report(struct count *c, struct str uuid);

/* Add what was counted elsewhere: m->crash_count, and the code ID. */
void count_add(struct count *c, const struct module *m);

/* Distinct crash reports so far. */
uint64_t count_nreports(const struct count *c);

/*
 * The modules by number, 0 to count_nmodules - 1, in no order that means
 * anything; some may have a crash_count of 0. Texts last until count_free.
 */
uint32_t count_nmodules(const struct count *c);
struct module count_module(const struct count *c, uint32_t number);

#endif
