/*
 * The row reader against jansson. An input is a whole file of rows: for each
 * line both must come to the same verdict, and find the same at the paths
 * wanted. line.h says where they are meant to differ.
 */
#include "tests/fuzz/fuzz.h"

#include <err.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/rows.h"
#include "tests/fuzz/line.h"

#define BLOCK ((size_t)256 << 10) /* what lines.c reads at a time */
#define STEPS_MAX 6

const char *const fuzz_words[] = {"{\"a\":", "{\"o\":{", "\"l\":[{\"a\":",
    "\"m\":{\"list\":[{\"element\":{\"a\":", "{\"n\":[{\"n\":[{\"a\":", "\"a\"",
    "\"b\"", "\"list\"", "\"element\"", "\"\":", "\"[]\":", "\"*\":1", "\"\\",
    "\\\"", "\\u0000", "\\u0061", "\\ud800", "\\udc00", "\\uDBFF\\uDFFF",
    "\\uFFFF", "\\n", "\n", "\r\n", "\t", "true", "false", "null", "-0", "0.1",
    "1e400", "-18446744073071804046", "1E+2", "[[[[[[[[", "]]]]]]]]",
    "{\"a\":{\"a\":", "}}}}", "},{", "],[", ":", ",", "\xef\xbb\xbf",
    "\xed\xa0\x80", "\xf4\x8f\xbf\xbf", "\xc0\x80", "\xc3\xa9",
    "!bqfetch: incomplete: ", NULL};

/* The paths wanted, and the same in steps; "[]" goes into an array. */
static const struct want {
	const char *path;
	const char *steps[STEPS_MAX + 1];
} wants[] = {
    {"a", {"a"}},
    {"o.a", {"o", "a"}},
    {"o", {"o"}},
    {"o.b.c", {"o", "b", "c"}},
    {"l[]", {"l", "[]"}},
    {"l[].a", {"l", "[]", "a"}},
    {"l[].o.b", {"l", "[]", "o", "b"}},
    {"m.list[].element.a", {"m", "list", "[]", "element", "a"}},
    {"n[].n[].a", {"n", "[]", "n", "[]", "a"}},
    {"n[].b", {"n", "[]", "b"}},
};

#define NWANTS (sizeof(wants) / sizeof(wants[0]))

/* A value that jansson found, and the array element it is in, if any. */
struct found {
	const json_t *value;
	const json_t *array;
	size_t index;
};

/* What jansson found at a path. */
struct list {
	struct found *found;
	size_t n, cap, next;
};

static const uint8_t *input;
static size_t input_len;

/* All values at the end of the steps, from value on. */
static void
list_fill(struct list *list, const char *const *step, struct found at)
{
	const json_t *array = at.value;

	if (at.value == NULL)
		return;
	if (*step == NULL) {
		list->found = xgrow(
		    list->found, list->n, &list->cap, sizeof(*list->found));
		list->found[list->n++] = at;
	} else if (strcmp(*step, "[]") == 0) {
		at.array = array;
		for (at.index = 0; at.index < json_array_size(array);
		     at.index++) {
			at.value = json_array_get(array, at.index);
			list_fill(list, step + 1, at);
		}
	} else {
		at.value = json_object_get(at.value, *step);
		list_fill(list, step + 1, at);
	}
}

static bool
is_same(const struct line *l, const struct rows_value *v, const json_t *value)
{
	struct str text;

	switch (json_typeof(value)) {
	case JSON_NULL:
		return v->type == SCAN_NULL;
	case JSON_FALSE:
		return v->type == SCAN_FALSE;
	case JSON_TRUE:
		return v->type == SCAN_TRUE;
	case JSON_ARRAY:
		return v->type == SCAN_ARRAY;
	case JSON_OBJECT:
		return v->type == SCAN_OBJECT;
	case JSON_STRING:
		text = (struct str){
		    json_string_value(value), json_string_length(value)};
		return v->type == SCAN_STRING && str_equal(v->text, text);
	default:
		return v->type == SCAN_NUMBER &&
		       str_equal(
		           v->text, l->numbers[json_integer_value(value)]);
	}
}

/* The columns, the members at the top that no path begins with. */
static size_t
columns_count(const json_t *root)
{
	size_t i, n = json_object_size(root);
	const char *seen = "";

	for (i = 0; i < NWANTS; i++) {
		if (strcmp(seen, wants[i].steps[0]) != 0)
			n -= json_object_get(root, wants[i].steps[0]) != NULL;
		seen = wants[i].steps[0];
	}
	return n;
}

/*
 * Which array element each number stands for: the same number, the same
 * element, and the other way round.
 */
static bool
element_is(struct list *elements, uint32_t number, const struct found *found)
{
	struct found *known;
	size_t i;

	if (number == 0)
		return found->array == NULL;
	while (elements->n <= number) {
		elements->found = xgrow(elements->found, elements->n,
		    &elements->cap, sizeof(*elements->found));
		elements->found[elements->n++] = (struct found){0};
	}
	known = &elements->found[number];
	if (known->array != NULL)
		return known->array == found->array &&
		       known->index == found->index;
	for (i = 0; i < elements->n; i++)
		if (elements->found[i].array == found->array &&
		    elements->found[i].index == found->index)
			return false;
	*known = *found;
	return found->array != NULL;
}

static void
values_compare(const struct rows *r, const struct line *l,
    const struct rows_value *values, size_t n, bool star)
{
	struct list lists[NWANTS] = {{0}}, elements = {0}, *list;
	const struct rows_value *v;
	size_t i, left = star ? columns_count(l->root) : 0;
	struct str name;
	const struct found *found;
	const json_t *column;

	for (i = 0; i < NWANTS; i++) {
		list_fill(&lists[i], wants[i].steps,
		    (struct found){.value = l->root});
		left += lists[i].n;
	}
	if (left != n)
		fuzz_fail(input, input_len, "%zu values, not %zu", n, left);
	for (i = 0; i < n; i++) {
		v = &values[i];
		name = rows_path(r, v->path);
		if ((size_t)v->path >= NWANTS) {
			column = json_object_getn(l->root, name.data, name.len);
			if (column == NULL || v->element != 0 ||
			    !is_same(l, v, column))
				fuzz_fail(input, input_len, "column %.*s",
				    (int)name.len, name.data);
			json_object_deln(l->root, name.data, name.len);
			continue;
		}
		list = &lists[v->path];
		found = &list->found[list->next++];
		if (list->next > list->n || !is_same(l, v, found->value))
			fuzz_fail(input, input_len, "value at %s", name.data);
		if (!element_is(&elements, v->element, found))
			fuzz_fail(input, input_len, "element at %s", name.data);
	}
	for (i = 0; i < NWANTS; i++)
		free(lists[i].found);
	free(elements.found);
}

/* The lines of the input, as the reader should tell them. */
static void
input_compare(struct rows *r, size_t nbefore, bool star)
{
	static const char marker[] = "!bqfetch: incomplete: ";
	const char *p = (const char *)input, *end = p + input_len, *feed;
	const struct rows_value *values;
	struct line l;
	struct str text;
	size_t n;
	int got;

	for (; p < end; p = feed + 1) {
		nbefore++;
		if ((feed = memchr(p, '\n', (size_t)(end - p))) == NULL)
			feed = end;
		text = (struct str){p, (size_t)(feed - p)};
		for (n = 0; n < text.len && p[n] && strchr(" \t\r", p[n]);)
			n++;
		if (n == text.len)
			continue;
		got = rows_next(r, &values, &n);
		line_parse(&l, text);
		if (got != (l.root ? 1 : -1))
			fuzz_fail(input, input_len, "line %zu: %s", nbefore,
			    got == 1 ? "taken" : rows_error(r));
		if (rows_pos(r).line != nbefore)
			fuzz_fail(input, input_len, "line %ju, not %zu",
			    rows_pos(r).line, nbefore);
		if (l.root != NULL && !l.nul_key)
			values_compare(r, &l, values, n, star);
		line_free(&l);
		if (str_has(text, STR(marker)) && got == -1 &&
		    memcmp(p, marker, sizeof(marker) - 1) == 0) {
			if (!rows_is_lost(r))
				fuzz_fail(input, input_len, "not lost");
			return;
		}
	}
	if (rows_next(r, &values, &n) != 0)
		fuzz_fail(input, input_len, "no end");
}

/* A file of the input, behind a line of nspaces spaces; its path. */
static const char *
file_write(size_t nspaces)
{
	static char path[32];
	static int fd = -1;
	char *spaces;

	if (fd == -1) {
		if ((fd = memfd_create("rows", 0)) == -1)
			err(1, "memfd_create");
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) == -1)
		err(1, "ftruncate");
	if (nspaces > 0) {
		spaces = xmalloc(nspaces + 1);
		memset(spaces, ' ', nspaces);
		spaces[nspaces] = '\n';
		if (pwrite(fd, spaces, nspaces + 1, 0) == -1)
			err(1, "pwrite");
		free(spaces);
		nspaces++;
	}
	if (pwrite(fd, input, input_len, (off_t)nspaces) == -1)
		err(1, "pwrite");
	return path;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct rows *r;
	size_t i, nspaces;
	unsigned int star;

	input = data;
	input_len = len;
	/* now and then a block of the file ends within the input */
	nspaces = len % 64 == 63 ? BLOCK - 1 - data[0] % len : 0;
	for (star = 0; star < 2; star++) {
		r = rows_new((size_t)1 << 30);
		for (i = 0; i < NWANTS; i++)
			if (rows_want(r, wants[i].path) != (int)i)
				errx(1, "path %s", wants[i].path);
		if (star)
			rows_want(r, "*");
		if (rows_open(r, file_write(nspaces)) == -1)
			errx(1, "%s", rows_error(r));
		input_compare(r, nspaces > 0, star);
		rows_free(r);
	}
	return 0;
}
