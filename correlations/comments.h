#ifndef CORRELATIONS_COMMENTS_H
#define CORRELATIONS_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"
#include "correlations/record.h"
#include "correlations/store.h"

/*
 * The words of users' comments. Of a comment only those are kept, each once
 * and in the order of their stems, and none of the English stop words: in
 * memory up to a limit, behind it in a temporary file, as crash reports are.
 */
struct comments;

/*
 * memory   bytes to keep in memory
 * owns     the caller, until comments_free
 */
struct comments *comments_new(size_t memory);
void comments_free(struct comments *c);

/* Is this useragent_locale English, or none that says anything? */
bool comment_is_english(struct str locale);

/*
 * Keep the words of a comment.
 *
 * text     its first thousand words count
 * has_words set to whether it has any; only then *at is set
 * returns  0, or -1 after a message: the temporary file cannot be written
 */
int comments_add(
    struct comments *c, struct str text, bool *has_words, struct store_ref *at);

/* After the last one. As comments_add. */
int comments_flush(struct comments *c);

/* A word of a comment. */
struct comment_word {
	struct str key; /* of its written form, its stem in it */
	struct str stem, form;
	bool is_first; /* of its stem in this comment */
};

/* Reads one comment after the other; { 0 } is empty. */
struct comment_reader {
	struct store_buf buf;
	struct record_reader record;
	struct str stem; /* of the last word */
};

/* Begin with a comment; its words last until the next one begins. */
void comment_read(const struct comments *c, struct comment_reader *reader,
    struct store_ref at);
bool comment_next(struct comment_reader *reader, struct comment_word *word);
void comment_reader_fini(struct comment_reader *reader);

/* The comments that belong to a channel. { 0 } is empty. */
struct comment_list {
	struct comment_ref {
		struct store_ref at;
		uint32_t group;
	} * refs;
	size_t n, cap;
};

void comment_list_add(
    struct comment_list *list, struct store_ref at, uint32_t group);
void comment_list_sort(struct comment_list *list); /* by group */
void comment_list_free(struct comment_list *list);

#endif
