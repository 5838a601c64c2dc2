#include "common/scan.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

const char *
scan_type_name(enum scan_type type)
{
	static const char *const names[] = {"null", "boolean", "boolean",
	    "number", "string", "array", "object", "nothing"};

	return names[type];
}

const char *
scan_fail(struct scan *s, const char *p, const char *what)
{
	s->at = p;
	if (p == s->end)
		s->what = "the row ends in the middle of a value";
	else if (*p == '\0')
		s->what = "NUL byte";
	else
		s->what = what;
	return NULL;
}

/*
 * The first byte at or after p that plain text in a string does not hold:
 * quote, backslash, control character, or part of a longer UTF-8 sequence.
 */
static inline const char *
plain_end(const char *p)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i slash = _mm_set1_epi8('\\');
	const __m128i space = _mm_set1_epi8(' ');

	for (;; p += 16) {
		__m128i text = _mm_loadu_si128((const __m128i *)p);
		/* bytes from 0x80 are negative, so below the space as well */
		__m128i odd = _mm_or_si128(_mm_cmplt_epi8(text, space),
		    _mm_or_si128(_mm_cmpeq_epi8(text, quote),
		        _mm_cmpeq_epi8(text, slash)));
		unsigned int mask = (unsigned int)_mm_movemask_epi8(odd);

		if (mask != 0)
			return p + __builtin_ctz(mask);
	}
#else
	while (*p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 &&
	       (unsigned char)*p < 0x80)
		p++;
	return p;
#endif
}

static bool
is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/*
 * The bytes of the UTF-8 sequence at p (table 3-7 of the Unicode Standard), 0
 * when it is none.
 */
static size_t
utf8_len(const char *p)
{
	unsigned char lead = (unsigned char)p[0], next;

	if (lead < 0xc2 || lead > 0xf4 || !is_continuation(p[1]))
		return 0;
	if (lead < 0xe0)
		return 2;
	next = (unsigned char)p[1];
	if (!is_continuation(p[2]))
		return 0;
	if (lead < 0xf0) {
		if ((lead == 0xe0 && next < 0xa0) ||
		    (lead == 0xed && next > 0x9f))
			return 0;
		return 3;
	}
	if ((lead == 0xf0 && next < 0x90) || (lead == 0xf4 && next > 0x8f) ||
	    !is_continuation(p[3]))
		return 0;
	return 4;
}

size_t
utf8_decode(const char *text, size_t len, uint32_t *c)
{
	static const unsigned char lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	char head[5] = {0};
	size_t i, n;

	memcpy(head, text, len < 4 ? len : 4);
	n = (unsigned char)head[0] < 0x80 ? len > 0 : utf8_len(head);
	if (n == 0)
		return 0;
	*c = (unsigned char)head[0] & lead_bits[n];
	for (i = 1; i < n; i++)
		*c = *c << 6 | ((unsigned char)head[i] & 0x3f);
	return n;
}

/* The value of a hexadecimal digit, -1 for any other byte. */
static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Past the escape whose backslash is at p. */
static const char *
escape_end(struct scan *s, const char *p)
{
	int i;

	switch (p[1]) {
	case '"':
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return p + 2;
	case 'u':
		for (i = 2; i < 6; i++)
			if (hex_value(p[i]) == -1)
				return scan_fail(s, p + i,
				    "four hexadecimal digits expected after "
				    "\\u");
		return p + 6;
	default:
		return scan_fail(s, p + 1, "unknown escape in a string");
	}
}

const char *
scan_string(struct scan *s, const char *p, bool *escaped)
{
	size_t len;

	*escaped = false;
	for (p++;;) {
		p = plain_end(p);
		if (*p == '"')
			return p + 1;
		if (*p == '\\') {
			*escaped = true;
			if ((p = escape_end(s, p)) == NULL)
				return NULL;
		} else if ((unsigned char)*p >= 0x80) {
			if ((len = utf8_len(p)) == 0)
				return scan_fail(s, p, "invalid UTF-8");
			p += len;
		} else {
			return scan_fail(s, p, "control character in a string");
		}
	}
}

static uint32_t
hex4(const char *p)
{
	uint32_t n = 0;
	int i;

	for (i = 0; i < 4; i++)
		n = n << 4 | (uint32_t)hex_value(p[i]);
	return n;
}

static char *
utf8_put(char *out, uint32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
		return out;
	}
	if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*out++ = (char)(0xe0 | c >> 12);
		} else {
			*out++ = (char)(0xf0 | c >> 18);
			*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*out++ = (char)(0x80 | (c & 0x3f));
	return out;
}

/* Decode the \u escape at *p, with its other half if it has one. */
static char *
unescape_unicode(const char **p, const char *end, char *out)
{
	uint32_t c = hex4(*p + 2), low;

	*p += 6;
	if (c < 0xd800 || c > 0xdfff)
		return utf8_put(out, c);
	if (c < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u') {
		low = hex4(*p + 2);
		if (low >= 0xdc00 && low <= 0xdfff) {
			*p += 6;
			return utf8_put(out,
			    0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
		}
	}
	return utf8_put(out, 0xfffd);
}

struct str
scan_unescape(struct str raw, char *out)
{
	static const char names[] = "bfnrt", values[] = "\b\f\n\r\t";
	const char *p = raw.data, *end = p + raw.len, *name;
	char *o = out;

	while (p < end) {
		if (*p != '\\') {
			*o++ = *p++;
		} else if (p[1] == 'u') {
			o = unescape_unicode(&p, end, o);
		} else {
			name = strchr(names, p[1]);
			*o++ = name ? values[name - names] : p[1];
			p += 2;
		}
	}
	return (struct str){out, (size_t)(o - out)};
}

static const char *
digits_end(const char *p)
{
	while (*p >= '0' && *p <= '9')
		p++;
	return p;
}

const char *
scan_number(struct scan *s, const char *p)
{
	const char *digits;

	if (*p == '-')
		p++;
	digits = p;
	p = digits_end(p);
	if (p == digits)
		return scan_fail(s, p, "digit expected");
	if (*digits == '0' && p - digits > 1)
		return scan_fail(s, digits, "number with a leading zero");
	if (*p == '.') {
		digits = ++p;
		p = digits_end(p);
		if (p == digits)
			return scan_fail(s, p, "digit expected");
	}
	if (*p == 'e' || *p == 'E') {
		p++;
		if (*p == '+' || *p == '-')
			p++;
		digits = p;
		p = digits_end(p);
		if (p == digits)
			return scan_fail(s, p, "digit expected");
	}
	return p;
}

const char *
scan_literal(struct scan *s, const char *p)
{
	static const char *const words[] = {"null", "true", "false"};
	size_t i, same;

	if (memcmp(p, "null", 4) == 0 || memcmp(p, "true", 4) == 0)
		return p + 4;
	if (memcmp(p, "false", 5) == 0)
		return p + 5;
	for (i = 0; i < 3; i++) {
		for (same = 0; p[same] == words[i][same];)
			same++;
		if (same > 0)
			return scan_fail(s, p + same, "value expected");
	}
	return scan_fail(s, p, "value expected");
}

/* From a key to its value: past the key, the colon and the space about it. */
static const char *
skip_key(struct scan *s, const char *p)
{
	bool escaped;

	if (*p != '"')
		return scan_fail(s, p, "key expected");
	if ((p = scan_string(s, p, &escaped)) == NULL)
		return NULL;
	p = scan_space(p);
	if (*p != ':')
		return scan_fail(s, p, "':' expected");
	return scan_space(p + 1);
}

/*
 * After a value: close what ends here, then stand at the next value of what
 * is still open, if anything is. object says of each open level whether it is
 * one; the others are arrays.
 */
static const char *
skip_close(struct scan *s, const char *p, const bool *object, unsigned int base,
    unsigned int *depth)
{
	while (*depth > base) {
		p = scan_space(p);
		if (*p == ',') {
			p = scan_space(p + 1);
			return object[*depth - 1] ? skip_key(s, p) : p;
		}
		if (*p != (object[*depth - 1] ? '}' : ']'))
			return scan_fail(s, p,
			    object[*depth - 1] ? "',' or '}' expected"
			                       : "',' or ']' expected");
		p++;
		--*depth;
	}
	return p;
}

/* Step into the array or object at p, to its first word or its end. */
static const char *
skip_open(struct scan *s, const char *p, bool *object, unsigned int *depth)
{
	if (*depth == SCAN_DEPTH_MAX)
		return scan_fail(s, p, "nested deeper than 1,024 levels");
	object[(*depth)++] = *p == '{';
	return scan_space(p + 1);
}

const char *
scan_skip(struct scan *s, const char *p, unsigned int base)
{
	bool object[SCAN_DEPTH_MAX], in_object;
	unsigned int depth = base;

	do {
		if (*p == '{' || *p == '[') {
			if ((p = skip_open(s, p, object, &depth)) == NULL)
				return NULL;
			in_object = object[depth - 1];
			if (*p != (in_object ? '}' : ']')) {
				if (in_object)
					p = skip_key(s, p);
				continue;
			}
		} else if ((p = scan_scalar(s, p)) == NULL) {
			return NULL;
		}
		p = skip_close(s, p, object, base, &depth);
	} while (p != NULL && depth > base);
	return p;
}
