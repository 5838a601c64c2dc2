#ifndef COMMON_WANT_H
#define COMMON_WANT_H

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/intern.h"
#include "common/str.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * What the row reader is asked for: paths, as a trie. A row is walked along it;
 * what has no node is passed over.
 *
 * Rows of one file have nearly the same keys in nearly the same order, so each
 * node remembers the keys met in its objects as they stood in the text, and
 * which one came after which. The next key is first compared with the one that
 * followed last time: sixteen bytes at once instead of a scan and a look-up.
 */

#define KEY_MAX 32 /* bytes of the longest key remembered */

struct want_key {
	char raw[KEY_MAX]; /* with its quotes and the colon */
	uint32_t mask;     /* a bit for each byte of raw in use */
	uint32_t len;
	struct want_node *child; /* NULL: not wanted */
	struct want_key *next;   /* what followed it last time, or NULL */
	struct want_key *older;
};

struct want_node {
	struct str name;
	int path;                   /* -1: a step on the way only */
	struct want_node *each;     /* the elements of the array that this is */
	struct want_node *children; /* the members of the object that this is */
	struct want_node *sibling;
	struct want_key *keys;  /* newest first */
	struct want_key *first; /* what came first last time */
	unsigned int nkeys;
	bool any; /* members that are not children get nodes as well */
	/* where the values of this key stand, to drop them when it comes again
	   in the object numbered so */
	uint64_t object;
	size_t begin, end;
};

/* What is wanted, and what was met on the way to it. */
struct want {
	struct arena arena; /* nodes, keys, names */
	struct want_node *root;
	struct intern *columns; /* members met under "*" */
	struct want_node **column_nodes;
	size_t column_cap;
	struct str *paths;
	size_t npaths, path_cap;
};

/* Nothing is wanted yet. The caller owns what it holds, until want_fini. */
void want_init(struct want *w);
void want_fini(struct want *w);

/* As rows_want. */
int want_add(struct want *w, const char *path);

/* The node of a member, NULL when it is not wanted. */
struct want_node *want_member(
    struct want *w, const struct want_node *node, struct str name);

/*
 * Remember a key of the objects of a node.
 *
 * raw      with its quotes and the colon
 * returns  it, or NULL: it is too long, or there are too many
 */
struct want_key *want_remember(
    struct want *w, struct want_node *node, struct str raw);

/* Does this text begin with the key? KEY_MAX bytes must be readable. */
static inline bool
want_key_is_at(const struct want_key *key, const char *p)
{
#ifdef __SSE2__
	const __m128i *text = (const __m128i *)p;
	const __m128i *raw = (const __m128i *)key->raw;
	uint32_t low, high;

	low = (uint32_t)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(_mm_loadu_si128(text), _mm_loadu_si128(raw)));
	high = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(
	    _mm_loadu_si128(text + 1), _mm_loadu_si128(raw + 1)));
	return ((low | high << 16) & key->mask) == key->mask;
#else
	return memcmp(key->raw, p, key->len) == 0;
#endif
}

#endif
