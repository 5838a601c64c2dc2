#ifndef CORRELATIONS_PAGE_H
#define CORRELATIONS_PAGE_H

#include <stdint.h>
#include <stdio.h>

#include "common/number.h"
#include "common/str.h"
#include "correlations/results.h"

/*
 * The pieces of the page that print_html (print.h) makes. What is on it: the
 * frame and what it says of itself (page.c, page-about.c), all results as JSON
 * for the script (page-data.c), and the same as a list for browsers that run
 * none (page-list.c). Style and script are files of their own, in page/.
 *
 * Strangers' text goes through vis_dup everywhere, so that it looks the same in
 * all of them and in --format text.
 */

/* An item as print_text_item has it. owns: the caller, by free */
char *page_item(const struct result_item *item);

/* "1 row", "404 rows": how many there are of a noun in the singular. */
void page_count(FILE *out, uint64_t n, const char *noun);

/*
 * A share for people: "7.3%". "100%" is all of them and "0%" is none: what is
 * rounded to these is ">99.9%" and "<0.1%".
 *
 * total    at least 1
 * returns  out
 */
char *page_share(uint64_t count, uint64_t total, char out[NUMBER_SIZE]);

/* What groups are: a signature, or a group where --by names a column. */
const char *page_noun(const struct results *r);

/* What an item is about, for people to choose from: a word of page/model.js. */
const char *page_kind(const struct result_item *item);

/*
 * What is to be said of a group in one sentence or two: its first finding, or
 * why there is none. Plain text.
 *
 * findings in their order
 * owns     the caller, by free
 */
char *page_sentence(const struct result_channel *channel,
    const struct result_group *group, const struct result_finding *findings);

/* The findings of a group in their order, compat's too. owns: the caller */
struct result_finding *page_findings(
    const struct result_channel *channel, const struct result_group *group);

/*
 * Address of the Crash Stats search for the crash reports of a channel;
 * page_search_group has it go on to those of a group.
 */
void page_search(
    FILE *out, const struct results *r, const struct result_channel *channel);
void page_search_group(FILE *out, const struct result_group *group);

/* The parts of the page. */
void page_about(FILE *out, const struct results *r);
void page_data(FILE *out, const struct results *r);
void page_list(FILE *out, const struct results *r);

#endif
