#ifndef CORRELATIONS_TOPWORDS_H
#define CORRELATIONS_TOPWORDS_H

#include "correlations/reports.h"
#include "correlations/results.h"

/*
 * What users' comments tell about a group: the words whose frequency in the
 * group's comments, times the inverse frequency of groups that have them, is
 * highest.
 *
 * A word is counted once a comment, with all that have its stem. Its score is
 * n log((g + 1) / (k + 1)): n comments of the group have it; g groups of the
 * channel have comments with words, k of them have it. Ten words at most,
 * highest scores first, then by bytes; none whose score is 0, which every
 * group has. Each stands for its stem in the form that most comments of the
 * channel use, ties by bytes.
 *
 * So that no word of one person alone gets out, only such are taken whose stem
 * is in three crash reports of the group, and whose form is in three of the
 * channel.
 *
 * source   get_top_words() in comments.py of marco-c/crashcorrelations, which
 *          has the same score, by Spark, but no least number
 */
#define TOP_WORDS_MAX 10
#define TOP_WORDS_REPORTS_MIN 3

/* What the words in results borrow their text from. */
struct top_words;

/*
 * Set the top words of the groups of a channel that were mined.
 *
 * r        settled
 * c        one of its channels, which the groups are of
 * returns  to be freed, with out; NULL when there are no comments
 */
struct top_words *top_words_find(const struct reports *r,
    const struct channel *c, struct result_channel *out);
void top_words_free(struct top_words *t);

#endif
