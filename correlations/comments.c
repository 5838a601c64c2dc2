/*
 * A comment is kept as a record without numbers, whose keys are "STEM FORM",
 * once each. A space comes before all letters, so that sorted keys have their
 * stems together.
 */
#include "correlations/comments.h"

#include <stdlib.h>
#include <strings.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/stem.h"
#include "correlations/word.h"

#define WORDS_MAX 1000 /* of a comment */

extern const char *const stop_words_lines[];

struct comments {
	struct stemmer *stemmer;
	struct intern *stop_words;
	struct record record;
	struct store *store;
};

struct comments *
comments_new(size_t memory)
{
	struct comments *c = xcalloc(1, sizeof(*c));
	size_t i;

	c->stemmer = stemmer_new();
	c->stop_words = intern_new();
	for (i = 0; stop_words_lines[i] != NULL; i++)
		intern_id(c->stop_words, str_of(stop_words_lines[i]));
	c->store = store_new(memory);
	return c;
}

void
comments_free(struct comments *c)
{
	stemmer_free(c->stemmer);
	intern_free(c->stop_words);
	record_free(&c->record);
	store_free(c->store);
	free(c);
}

bool
comment_is_english(struct str locale)
{
	if (locale.len == 0)
		return true;
	return locale.len >= 2 && strncasecmp(locale.data, "en", 2) == 0 &&
	       (locale.len == 2 || locale.data[2] == '-');
}

static void
word_add(struct comments *c, struct str word)
{
	char key[2 * WORD_SIZE + 1];
	struct str stem;
	uint32_t id;

	if (intern_find(c->stop_words, word, &id))
		return;
	stem = stemmer_stem(c->stemmer, word);
	if (stem.len > WORD_SIZE) /* stems are no longer than their words */
		return;
	memcpy(key, stem.data, stem.len);
	key[stem.len] = ' ';
	memcpy(key + stem.len + 1, word.data, word.len);
	record_add_key(&c->record, (struct str){key, stem.len + 1 + word.len});
}

int
comments_add(
    struct comments *c, struct str text, bool *has_words, struct store_ref *at)
{
	struct word_reader reader = word_read(text);
	struct str word;
	int i;

	record_clear(&c->record);
	for (i = 0; i < WORDS_MAX; i++) {
		word = word_next(&reader);
		if (word.data == NULL)
			break;
		word_add(c, word);
	}
	*has_words = c->record.nkeys > 0;
	if (!*has_words)
		return 0;
	return store_add(c->store, record_encode(&c->record), at);
}

int
comments_flush(struct comments *c)
{
	return store_flush(c->store);
}

void
comment_read(const struct comments *c, struct comment_reader *reader,
    struct store_ref at)
{
	reader->record = record_read(store_get(c->store, at, &reader->buf));
	reader->stem = (struct str){NULL, 0};
}

bool
comment_next(struct comment_reader *reader, struct comment_word *word)
{
	const char *space;

	if (!record_next_key(&reader->record, &word->key))
		return false;
	space = memchr(word->key.data, ' ', word->key.len);
	word->stem =
	    (struct str){word->key.data, (size_t)(space - word->key.data)};
	word->form =
	    (struct str){space + 1, word->key.len - word->stem.len - 1};
	word->is_first = !str_equal(word->stem, reader->stem);
	reader->stem = word->stem;
	return true;
}

void
comment_reader_fini(struct comment_reader *reader)
{
	store_buf_free(&reader->buf);
}

void
comment_list_add(struct comment_list *list, struct store_ref at, uint32_t group)
{
	list->refs =
	    xgrow(list->refs, list->n, &list->cap, sizeof(*list->refs));
	list->refs[list->n++] = (struct comment_ref){at, group};
}

static int
comment_order(const void *a, const void *b)
{
	const struct comment_ref *x = a, *y = b;

	return (x->group > y->group) - (x->group < y->group);
}

void
comment_list_sort(struct comment_list *list)
{
	if (list->n > 0)
		qsort(list->refs, list->n, sizeof(*list->refs), comment_order);
}

void
comment_list_free(struct comment_list *list)
{
	free(list->refs);
	*list = (struct comment_list){0};
}
