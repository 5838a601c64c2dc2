#include "bqfetch/scalar.h"

#include <ctype.h>
#include <stdint.h>

#include "common/scan.h"
#include "common/util.h"

#define DAY_SECONDS 86400

/* 0001-01-01 and the end of 9999-12-31, in microseconds since 1970 */
#define TIMESTAMP_MIN INT64_C(-62135596800000000)
#define TIMESTAMP_MAX INT64_C(253402300799999999)

/* Arrays and objects that a schema can put around a value, and some. */
#define DEPTH_AROUND 64

#define TIMESTAMP_LEN 27 /* YYYY-MM-DDTHH:MM:SS.uuuuuuZ */

const char *
scalar_int64(struct buf *out, struct str text)
{
	size_t i, sign = text.len > 0 && text.data[0] == '-';

	for (i = sign; i < text.len; i++)
		if (!isdigit((unsigned char)text.data[i]))
			return "an integer";
	if (i == sign || (text.data[sign] == '0' && i > sign + 1))
		return "an integer";
	buf_puts(out, text);
	return NULL;
}

const char *
scalar_float64(struct buf *out, struct str text)
{
	static const char *const special[] = {
	    "\"NaN\"", "\"Infinity\"", "\"-Infinity\""};
	struct scan s = {.end = text.data + text.len};
	struct str word;
	size_t i;

	if (text.len == 0)
		return "a number";
	if (scan_number(&s, text.data) == s.end) {
		buf_puts(out, text);
		return NULL;
	}
	for (i = 0; i < sizeof(special) / sizeof(special[0]); i++) {
		word = str_of(special[i]);
		if (str_equal(
		        text, (struct str){word.data + 1, word.len - 2})) {
			buf_puts(out, word);
			return NULL;
		}
	}
	return "a number";
}

const char *
scalar_bool(struct buf *out, struct str text)
{
	if (!str_equal(text, STR("true")) && !str_equal(text, STR("false")))
		return "true or false";
	buf_puts(out, text);
	return NULL;
}

/* Write n as so many digits, ending before end. */
static void
digits_put(char *end, uint32_t n, int ndigits)
{
	while (ndigits-- > 0) {
		*--end = (char)('0' + n % 10);
		n /= 10;
	}
}

/* The day as YYYY-MM-DD. Most of the rows of a result are of the same day. */
static const char *
date_of(int32_t days)
{
	static int32_t last = INT32_MIN;
	static char text[11];

	if (days != last)
		date_print(days, text);
	last = days;
	return text;
}

/* Microseconds since 1970 as RFC 3339; returns the length. */
static size_t
timestamp_print(int64_t us, char out[TIMESTAMP_LEN])
{
	int64_t seconds = us / 1000000, days;
	uint32_t fraction, second;

	/* division rounds towards zero, the calendar goes down */
	if (us % 1000000 < 0)
		seconds--;
	fraction = (uint32_t)(us - seconds * 1000000);
	days = seconds / DAY_SECONDS;
	if (seconds % DAY_SECONDS < 0)
		days--;
	second = (uint32_t)(seconds - days * DAY_SECONDS);
	memcpy(out, date_of((int32_t)days), 10);
	memcpy(out + 10, "T00:00:00.000000Z", 17);
	digits_put(out + 13, second / 3600, 2);
	digits_put(out + 16, second / 60 % 60, 2);
	digits_put(out + 19, second % 60, 2);
	if (fraction == 0) {
		out[19] = 'Z';
		return 20;
	}
	digits_put(out + 26, fraction, 6);
	return TIMESTAMP_LEN;
}

/* Whole microseconds in the range of TIMESTAMP, from decimal text. */
static int
microseconds_parse(struct str text, int64_t *us)
{
	size_t i, sign = text.len > 0 && text.data[0] == '-';
	int64_t n = 0;

	if (text.len == sign || text.len > sign + 18)
		return -1;
	for (i = sign; i < text.len; i++) {
		if (!isdigit((unsigned char)text.data[i]))
			return -1;
		n = 10 * n + text.data[i] - '0';
	}
	if (sign)
		n = -n;
	if (n < TIMESTAMP_MIN || n > TIMESTAMP_MAX)
		return -1;
	*us = n;
	return 0;
}

/* Does text follow the pattern, where 0 stands for any digit? */
static bool
is_like(const char *text, size_t len, const char *pattern)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (pattern[i] == '0' ? !isdigit((unsigned char)text[i])
		                      : text[i] != pattern[i])
			return false;
	return true;
}

/*
 * The service's ISO 8601 text. Cut: to six decimals, none when those are
 * zero, as integer microseconds would be printed.
 */
static int
iso_put(struct buf *out, struct str text, bool cut)
{
	static const char pattern[] = "0000-00-00T00:00:00.000000000000";
	size_t len = text.len - 1;

	if (text.len < 20 || text.len > sizeof(pattern) || len == 20 ||
	    text.data[len] != 'Z' || !is_like(text.data, len, pattern))
		return -1;
	if (cut && len > 26)
		len = 26;
	if (cut && len > 19 && strspn(text.data + 20, "0") >= len - 20)
		len = 19;
	buf_put(out, text.data, len);
	buf_putc(out, 'Z');
	return 0;
}

static int
timestamp_put(struct buf *out, struct str text)
{
	int64_t us;

	if (text.len > 10 && text.data[10] == 'T')
		return iso_put(out, text, true);
	if (microseconds_parse(text, &us) == -1)
		return -1;
	out->len += timestamp_print(us, buf_room(out, TIMESTAMP_LEN));
	return 0;
}

const char *
scalar_timestamp(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	if (timestamp_put(out, text) == -1)
		return "microseconds of the years 0001 to 9999";
	buf_putc(out, '"');
	return NULL;
}

const char *
scalar_picosecond(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	if (iso_put(out, text, false) == -1)
		return "a timestamp as ISO 8601 text";
	buf_putc(out, '"');
	return NULL;
}

static int
bound_put(struct buf *out, const char *begin, const char *end)
{
	struct str text = {begin, (size_t)(end - begin)};

	if (!str_equal(text, STR("UNBOUNDED")))
		return timestamp_put(out, text);
	buf_puts(out, text);
	return 0;
}

const char *
scalar_range(struct buf *out, struct str text)
{
	static const char expected[] = "[start, end) of timestamps";
	const char *begin = text.data + 1, *end = text.data + text.len - 1;
	const char *comma;

	if (text.len < 4 || *text.data != '[' || *end != ')' ||
	    (comma = memmem(text.data, text.len, ", ", 2)) == NULL)
		return expected;
	buf_put(out, "\"[", 2);
	if (bound_put(out, begin, comma) == -1)
		return expected;
	buf_put(out, ", ", 2);
	if (bound_put(out, comma + 2, end) == -1)
		return expected;
	buf_put(out, ")\"", 2);
	return NULL;
}

const char *
scalar_json(struct buf *out, struct str text)
{
	char *data = (char *)text.data, *begin, *p;
	struct scan s = {.end = text.data + text.len};
	const char *end;

	data[text.len] = '\0';
	end = scan_skip(&s, scan_space(data), DEPTH_AROUND);
	if (end == NULL || scan_space(end) != s.end)
		return "JSON text";
	begin = buf_room(out, text.len);
	buf_puts(out, text);
	/* strings hold no bare line feeds, so these are white space */
	for (p = begin; p < begin + text.len; p++)
		if (*p == '\n' || *p == '\r')
			*p = ' ';
	return NULL;
}
