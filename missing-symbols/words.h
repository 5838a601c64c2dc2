#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/number.h"
#include "missing-symbols/report.h"

/*
 * What a report says to people, the same in HTML and in text. Sentences are
 * plain text, without markup; only the product's name in them is not ours.
 */

#define CHANGE_SIZE (NUMBER_SIZE + 8)
#define SENTENCE_SIZE 512

/* Is there text, but nothing to see: only spaces? */
bool text_is_blank(struct str text);

/* A number, its thousands apart as the report's format has them. Returns out. */
char *number_words(const struct report *r, uint64_t n, char out[NUMBER_SIZE]);

/* Its share of all crash reports: "0.4%"; "" when that means nothing. */
char *share_words(
    const struct report *r, uint64_t crash_count, char out[NUMBER_SIZE]);

/* "Modules with missing symbols in Firefox crash reports". */
char *title_words(const struct report *r, char out[SENTENCE_SIZE]);

/* The sentence that sums it all up. */
char *summary_words(const struct report *r, char out[SENTENCE_SIZE]);

/*
 * Why modules were left out, without how many: "seen no more than 70 times".
 */
char *left_out_words(
    const struct report *r, enum left_out why, char out[SENTENCE_SIZE]);

/* Why expired symbols could not be left out; NULL when they could. */
const char *expiry_words(const struct report *r);

/* What the earlier report is, and how it is compared; "" when there is none. */
char *previous_words(const struct report *r, char out[SENTENCE_SIZE]);

/* A section's heading, and what can be said of all modules in it. */
const char *class_title(enum module_class class);
const char *class_words(enum module_class class);

/* "new", "up 12", "down 3", "same"; "" without an earlier report. */
char *change_words(const struct report *r, const struct report_module *m,
    char out[CHANGE_SIZE]);

/* How to have a module left out next time. */
extern const char suppress_words[];

/* What the commands of found_command are for. */
extern const char found_words[];

/*
 * The command that has the reports of a module processed again, now that there
 * are symbols for it. Quoted for a shell.
 *
 * returns  the command, to be freed by the caller; NULL when there is none to
 *          give: symbols were not found, or its name could do harm at a prompt
 */
char *found_command(const struct report_module *m);

#endif
