#include "common/rows.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lines.h"
#include "common/vis.h"
#include "common/want.h"

static const char incomplete[] = "!bqfetch: incomplete: ";

struct rows {
	struct lines *lines;
	struct scan scan;
	struct want want;
	struct rows_value *values;
	size_t nvalues, value_cap;
	bool dropped; /* some values of this row have path -1 */
	bool lost;
	uint64_t nobjects;  /* walked since the beginning */
	uint32_t nelements; /* in this row */
	struct pos pos;
	char error[512];
};

struct rows *
rows_new(size_t max_line)
{
	struct rows *r = xcalloc(1, sizeof(*r));

	r->lines = lines_new(max_line);
	want_init(&r->want);
	return r;
}

void
rows_free(struct rows *r)
{
	if (r == NULL)
		return;
	lines_free(r->lines);
	want_fini(&r->want);
	free(r->values);
	free(r);
}

int
rows_want(struct rows *r, const char *path)
{
	return want_add(&r->want, path);
}

struct str
rows_path(const struct rows *r, int path)
{
	return r->want.paths[path];
}

int
rows_npaths(const struct rows *r)
{
	return (int)r->want.npaths;
}

/*
 * A key that was not foreseen: past it and its colon.
 *
 * key      set to the remembered key, NULL when it cannot be remembered
 * child    set to the node of its value, NULL when that is not wanted
 */
static const char *
key_scan(struct rows *r, struct want_node *node, const char *p,
    struct want_key **key, struct want_node **child)
{
	const char *begin = p, *end;
	struct str name;
	bool escaped;

	for (*key = node->keys; *key != NULL; *key = (*key)->older) {
		if (want_key_is_at(*key, p)) {
			*child = (*key)->child;
			return p + (*key)->len;
		}
	}
	if (*p != '"')
		return scan_fail(&r->scan, p, "key expected");
	if ((p = scan_string(&r->scan, p, &escaped)) == NULL)
		return NULL;
	end = scan_space(p);
	if (*end != ':')
		return scan_fail(&r->scan, end, "':' expected");
	if (end == p)
		*key = want_remember(&r->want, node,
		    (struct str){begin, (size_t)(end + 1 - begin)});
	name = (struct str){begin + 1, (size_t)(p - begin - 2)};
	if (escaped)
		name = scan_unescape(name, (char *)begin + 1);
	*child = want_member(&r->want, node, name);
	if (*key != NULL)
		(*key)->child = *child;
	return end + 1;
}

static struct rows_value *
value_add(struct rows *r, const struct want_node *node, enum scan_type type,
    uint32_t element)
{
	struct rows_value *v;

	r->values =
	    xgrow(r->values, r->nvalues, &r->value_cap, sizeof(*r->values));
	v = &r->values[r->nvalues++];
	v->text = (struct str){NULL, 0};
	v->path = node->path;
	v->type = type;
	v->element = element;
	return v;
}

static const char *walk(struct rows *r, struct want_node *node, const char *p,
    unsigned int depth, uint32_t element);

static const char *
walk_array(
    struct rows *r, struct want_node *each, const char *p, unsigned int depth)
{
	p = scan_space(p + 1);
	if (*p == ']')
		return p + 1;
	for (;;) {
		if ((p = walk(r, each, p, depth, ++r->nelements)) == NULL)
			return NULL;
		p = scan_space(p);
		if (*p == ']')
			return p + 1;
		if (*p != ',')
			return scan_fail(&r->scan, p, "',' or ']' expected");
		p = scan_space(p + 1);
	}
}

/* Of repeated keys the last one counts: forget what the first one held. */
static void
values_drop(struct rows *r, const struct want_node *child)
{
	size_t i;

	for (i = child->begin; i < child->end; i++)
		r->values[i].path = -1;
	r->dropped = true;
}

static const char *
walk_member(struct rows *r, struct want_node *child, const char *p,
    unsigned int depth, uint32_t element, uint64_t object)
{
	/* most members are neither wanted nor hold others */
	if (child == NULL && *p != '{' && *p != '[')
		return scan_scalar(&r->scan, p);
	if (child == NULL)
		return scan_skip(&r->scan, p, depth);
	if (child->object == object)
		values_drop(r, child);
	child->object = object;
	child->begin = r->nvalues;
	p = walk(r, child, p, depth, element);
	child->end = r->nvalues;
	return p;
}

static const char *
walk_object(struct rows *r, struct want_node *node, const char *p,
    unsigned int depth, uint32_t element)
{
	uint64_t object = ++r->nobjects;
	struct want_key *key, **guess = &node->first;
	struct want_node *child = NULL;

	p = scan_space(p + 1);
	if (*p == '}')
		return p + 1;
	for (;;) {
		key = *guess;
		if (key != NULL && want_key_is_at(key, p)) {
			child = key->child;
			p += key->len;
		} else {
			if ((p = key_scan(r, node, p, &key, &child)) == NULL)
				return NULL;
			*guess = key;
		}
		if (key != NULL)
			guess = &key->next;
		p = walk_member(
		    r, child, scan_space(p), depth, element, object);
		if (p == NULL)
			return NULL;
		p = scan_space(p);
		if (*p == '}')
			return p + 1;
		if (*p != ',')
			return scan_fail(&r->scan, p, "',' or '}' expected");
		p = scan_space(p + 1);
	}
}

static const char *
walk_string(
    struct rows *r, struct want_node *node, const char *p, uint32_t element)
{
	const char *end;
	struct str text;
	bool escaped;

	if ((end = scan_string(&r->scan, p, &escaped)) == NULL)
		return NULL;
	if (node->path != -1) {
		text = (struct str){p + 1, (size_t)(end - p - 2)};
		if (escaped)
			text = scan_unescape(text, (char *)p + 1);
		value_add(r, node, SCAN_STRING, element)->text = text;
	}
	return end;
}

/* The value at p, and all that is wanted in it. */
static const char *
walk(struct rows *r, struct want_node *node, const char *p, unsigned int depth,
    uint32_t element)
{
	enum scan_type type = scan_type(p);
	struct rows_value *v;

	if (type == SCAN_STRING)
		return walk_string(r, node, p, element);
	v = node->path != -1 ? value_add(r, node, type, element) : NULL;
	if (type == SCAN_NUMBER) {
		const char *end = scan_number(&r->scan, p);

		if (v != NULL && end != NULL)
			v->text = (struct str){p, (size_t)(end - p)};
		return end;
	}
	if (type == SCAN_OBJECT && node->children != NULL)
		return walk_object(r, node, p, depth + 1, element);
	if (type == SCAN_ARRAY && node->each != NULL)
		return walk_array(r, node->each, p, depth + 1);
	return scan_skip(&r->scan, p, depth);
}

/* Close the gaps that values_drop left. */
static void
values_compact(struct rows *r)
{
	size_t i, kept = 0;

	for (i = 0; i < r->nvalues; i++)
		if (r->values[i].path != -1)
			r->values[kept++] = r->values[i];
	r->nvalues = kept;
}

/* Why a row that does not begin with '{' is none. */
static const char *
not_an_object(struct str line)
{
	if (line.data[0] == '[')
		return "an object a line expected, got an array "
		       "(jq -c '.[]' makes rows of one)";
	if (line.len >= 2 && memcmp(line.data, "\x1f\x8b", 2) == 0)
		return "compressed with gzip (pipe it through zcat)";
	if (line.len >= 3 && memcmp(line.data, "\xef\xbb\xbf", 3) == 0)
		return "byte-order mark";
	return "'{' expected";
}

static int
row_walk(struct rows *r, char *text, size_t len)
{
	const char *p = scan_space(text);
	struct scan *s = &r->scan;

	r->nvalues = 0;
	r->nelements = 0;
	r->dropped = false;
	s->end = text + len;
	if (*p == '{')
		p = walk_object(r, r->want.root, p, 1, 0);
	else
		p = scan_fail(
		    s, p, not_an_object((struct str){p, (size_t)(s->end - p)}));
	if (p != NULL) {
		p = scan_space(p);
		if (p != s->end)
			p = scan_fail(s, p, "text after the object");
	}
	if (p == NULL) {
		snprintf(r->error, sizeof(r->error),
		    "read row: %s at column %zu", s->what,
		    (size_t)(s->at - text) + 1);
		return -1;
	}
	if (r->dropped)
		values_compact(r);
	return 1;
}

int
rows_open(struct rows *r, const char *file)
{
	r->lost = false;
	if (lines_open(r->lines, file) == 0)
		return 0;
	r->lost = true;
	r->pos = lines_pos(r->lines);
	snprintf(r->error, sizeof(r->error), "open: %s", strerror(errno));
	return -1;
}

/* bqfetch said that rows are missing: pass on why. */
static int
row_is_marker(struct rows *r, struct str line)
{
	char reason[400];
	size_t skip = sizeof(incomplete) - 1;

	if (line.len < skip || memcmp(line.data, incomplete, skip) != 0)
		return 0;
	r->lost = true;
	line = (struct str){line.data + skip, line.len - skip};
	snprintf(r->error, sizeof(r->error),
	    "read row: bqfetch did not get all"
	    " rows: %s",
	    vis(line, reason, sizeof(reason)));
	return -1;
}

int
rows_next(struct rows *r, const struct rows_value **values, size_t *n)
{
	char *text;
	size_t len;
	int got;

	do {
		got = lines_next(r->lines, &text, &len);
		r->pos = lines_pos(r->lines);
		if (got == -1) {
			r->lost = true;
			snprintf(r->error, sizeof(r->error), "%s",
			    lines_error(r->lines));
		}
		if (got != 1)
			return got;
	} while (scan_space(text) == text + len);
	if (*text == '!' && row_is_marker(r, (struct str){text, len}) == -1)
		return -1;
	got = row_walk(r, text, len);
	*values = r->values;
	*n = r->nvalues;
	return got;
}

const char *
rows_error(const struct rows *r)
{
	return r->error;
}

struct pos
rows_pos(const struct rows *r)
{
	return r->pos;
}

bool
rows_is_lost(const struct rows *r)
{
	return r->lost;
}

uint64_t
rows_nbytes(const struct rows *r)
{
	return lines_nbytes(r->lines);
}

uint64_t
rows_file_size(const struct rows *r)
{
	return lines_file_size(r->lines);
}
