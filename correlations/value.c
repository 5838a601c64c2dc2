#include "correlations/value.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/unprintable.inc"

/* Digits before anything else, without the sign. */
static bool
is_integer(struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.data[i] != '-' &&
		    (text.data[i] < '0' || text.data[i] > '9'))
			return false;
	return true;
}

/* Integers of any length, by size. */
static int
integer_order(struct str a, struct str b)
{
	bool negative = a.data[0] == '-';
	int order;

	if (negative != (b.data[0] == '-'))
		return negative ? -1 : 1;
	order = a.len != b.len ? (a.len > b.len) - (a.len < b.len)
	                       : str_order(a, b);
	return negative ? -order : order;
}

static double
number_double(struct str text)
{
	char *digits = xstrndup(text.data, text.len);
	double x = strtod(digits, NULL);

	free(digits);
	return x;
}

static int
number_order(struct str a, struct str b)
{
	double x, y;

	if (is_integer(a) && is_integer(b))
		return integer_order(a, b);
	x = number_double(a);
	y = number_double(b);
	return x != y ? (x > y) - (x < y) : str_order(a, b);
}

int
value_order(const struct value *a, const struct value *b)
{
	if (a->type != b->type) {
		/* SCAN_NULL < FALSE < TRUE < NUMBER < STRING */
		return a->type < b->type ? -1 : 1;
	}
	if (a->type == SCAN_NUMBER)
		return number_order(a->text, b->text);
	return str_order(a->text, b->text);
}

static bool
is_printable(uint32_t c)
{
	size_t low = 0;
	size_t high = sizeof(unprintable) / sizeof(unprintable[0]), middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (c > unprintable[middle].last)
			low = middle + 1;
		else if (c < unprintable[middle].first)
			high = middle;
		else
			return false;
	}
	return true;
}

/* One character as repr() prints it between quotes. */
static size_t
character_repr(
    uint32_t c, const char *bytes, size_t len, char quote, char out[12])
{
	static const char names[] = "tnr", values[] = "\t\n\r";
	const char *name = c != 0 && c < 0x20 ? strchr(values, (int)c) : NULL;

	if (name != NULL)
		return (size_t)snprintf(out, 12, "\\%c", names[name - values]);
	if (c == '\\' || c == (unsigned char)quote)
		return (size_t)snprintf(out, 12, "\\%c", (int)c);
	if (is_printable(c)) {
		memcpy(out, bytes, len);
		return len;
	}
	return (size_t)snprintf(out, 12,
	    c < 0x100     ? "\\x%02x"
	    : c < 0x10000 ? "\\u%04x"
	                  : "\\U%08x",
	    (unsigned int)c);
}

static struct str
text_repr(struct str text, char *out)
{
	bool single = text.len && memchr(text.data, '\'', text.len) != NULL;
	bool twice = text.len && memchr(text.data, '"', text.len) != NULL;
	char quote = single && !twice ? '"' : '\'';
	size_t i, n, len = 0;
	uint32_t c;

	out[len++] = quote;
	for (i = 0; i < text.len; i += n) {
		n = utf8_decode(text.data + i, text.len - i, &c);
		len += character_repr(c, text.data + i, n, quote, out + len);
	}
	out[len++] = quote;
	return (struct str){out, len};
}

/* owns     the caller, by repr.data */
static struct str
value_repr(const struct value *v)
{
	static const char *const names[] = {"None", "False", "True"};
	char *out;

	switch (v->type) {
	case SCAN_NUMBER:
		return (struct str){
		    xstrndup(v->text.data, v->text.len), v->text.len};
	case SCAN_STRING:
		/* \U0010ffff for four bytes, \x01 for one, a NUL behind */
		out = xreallocarray(NULL, v->text.len + 4, 4);
		return text_repr(v->text, out);
	default:
		return str_of(xstrdup(names[v->type]));
	}
}

int
value_order_compat(const struct value *a, const struct value *b)
{
	struct str x = value_repr(a), y = value_repr(b);
	int order = str_order(x, y);

	free((char *)x.data);
	free((char *)y.data);
	return order;
}
