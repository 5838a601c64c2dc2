#ifndef CORRELATIONS_PRINT_H
#define CORRELATIONS_PRINT_H

#include <stdio.h>

#include "common/str.h"
#include "correlations/results.h"

/*
 * Results as people and programs read them. None of these fails or looks at
 * errors of the stream: whoever owns it checks it once, at the end.
 */

/* What --format can be; a new format is one function and one row. */
struct print_format {
	const char *name;
	void (*print)(FILE *out, const struct results *results);
};

extern const struct print_format print_formats[]; /* ends with no name */

/* returns  the format of this name, or NULL */
const struct print_format *print_format_find(const char *name);

/*
 * An object a line for each channel and group: channel, signature, sha1,
 * status, total, total_reference, results; top_words, if there are any.
 */
void print_ndjson(FILE *out, const struct results *results);

/* The same objects as one array. */
void print_json(FILE *out, const struct results *results);

/*
 * For each channel and group a heading, then its findings and top words in the
 * words, order and rounding of the Correlations tab of Crash Stats. Strangers'
 * text is shown as vis() does; numbers keep all their digits.
 */
void print_text(FILE *out, const struct results *results);

/*
 * How each item of the explained group fared, in each channel, in the words of
 * print_text: aligned lines, nearest to a finding first, and what the words
 * for their fates mean. results->explain and each channel's fates are set.
 */
void print_fates(FILE *out, const struct results *results);

/*
 * Pieces of text.
 *
 * An item: platform = Windows NT.
 */
void print_text_item(FILE *out, const struct result_item *item);

/* What vis() makes of a text, however long. */
void print_text_shown(FILE *out, struct str text);

/* " [99.10% vs 40.27% if platform = Windows NT]" */
void print_text_prior(FILE *out, const struct result_prior *prior);

/* "release: OOM | small (592 of 86011 crash reports)", a line */
void print_text_heading(FILE *out, const struct result_channel *channel,
    const struct result_group *group);

/* Why there are no findings; not for RESULT_FOUND. */
const char *print_text_status(enum result_status status);

/*
 * A share as Crash Stats prints it, six characters wide: 07.34%, 100.0%.
 *
 * returns  out or a constant
 */
#define PRINT_SHARE_MAX 32
const char *print_text_share(
    char out[PRINT_SHARE_MAX], uint64_t count, uint64_t total);

/*
 * The same as a page for browsers, in one file: with search, bars, and why
 * each finding is one; as a list where no script runs.
 */
void print_html(FILE *out, const struct results *results);

/*
 * Pieces of JSON.
 *
 * A string: bytes that are not UTF-8 become U+FFFD.
 */
void print_json_string(FILE *out, struct str text);

/* A finding as an object; counts are reals in compat (260.0). */
void print_json_finding(
    FILE *out, const struct result_finding *finding, bool compat);

/* The findings of a group as an array. */
void print_json_findings(
    FILE *out, const struct result_group *group, bool compat);

/* ,"top_words":[...] or, where a group has none, nothing. */
void print_json_top_words(FILE *out, const struct result_group *group);

#endif
