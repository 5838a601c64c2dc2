#include "common/util.h"

#include <ctype.h>
#include <endian.h>
#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void *
xrealloc(void *old, size_t nbytes)
{
	void *p = realloc(old, nbytes ? nbytes : 1);

	if (p == NULL)
		errx(STATUS_FAIL, "out of memory: %zu bytes refused", nbytes);
	return p;
}

void *
xmalloc(size_t nbytes)
{
	return xrealloc(NULL, nbytes);
}

void *
xcalloc(size_t nitems, size_t nbytes)
{
	void *p = calloc(nitems ? nitems : 1, nbytes ? nbytes : 1);

	if (p == NULL)
		errx(STATUS_FAIL, "out of memory: %zu x %zu bytes refused",
		    nitems, nbytes);
	return p;
}

void *
xreallocarray(void *old, size_t nitems, size_t nbytes)
{
	if (nbytes != 0 && nitems > SIZE_MAX / nbytes)
		errx(STATUS_FAIL, "out of memory: %zu x %zu bytes refused",
		    nitems, nbytes);
	return xrealloc(old, nitems * nbytes);
}

char *
xstrndup(const char *data, size_t len)
{
	char *copy = xmalloc(len + 1);

	if (len != 0)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

void *
xgrow(void *items, size_t n, size_t *cap, size_t nbytes)
{
	if (n < *cap)
		return items;
	*cap = *cap ? *cap * 2 : 16;
	return xreallocarray(items, *cap, nbytes);
}

static void
vwarnat(struct pos pos, const char *fmt, va_list args)
{
	char text[4096];
	const char *file = pos.file ? pos.file : "<stdin>";

	vsnprintf(text, sizeof(text), fmt, args);
	if (pos.line)
		warnx("%s:%ju: %s", file, pos.line, text);
	else
		warnx("%s: %s", file, text);
}

void
warnat(struct pos pos, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vwarnat(pos, fmt, args);
	va_end(args);
}

void
errat(struct pos pos, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vwarnat(pos, fmt, args);
	va_end(args);
	exit(STATUS_FAIL);
}

/* Decimal digits up to the first other byte; -1 when there are none. */
static int
digits_parse(const char **text, uint64_t *out, const char **why)
{
	char *end;

	*why = "not a number";
	if (!isdigit((unsigned char)**text))
		return -1;
	errno = 0;
	*out = strtoull(*text, &end, 10);
	*text = end;
	*why = "too large";
	return errno == ERANGE ? -1 : 0;
}

static int
bounds_check(uint64_t n, uint64_t min, uint64_t max, const char **why)
{
	*why = n < min ? "too small" : "too large";
	return n < min || n > max ? -1 : 0;
}

int
number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out,
    const char **why)
{
	uint64_t n;

	if (digits_parse(&text, &n, why) == -1)
		return -1;
	if (*text != '\0') {
		*why = "not a number";
		return -1;
	}
	if (bounds_check(n, min, max, why) == -1)
		return -1;
	*out = n;
	return 0;
}

int
size_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out,
    const char **why)
{
	static const char units[] = "KMG";
	const char *unit;
	uint64_t n;
	unsigned int shift = 0;

	if (digits_parse(&text, &n, why) == -1)
		return -1;
	if (*text != '\0') {
		unit = strchr(units, *text);
		if (unit == NULL || text[1] != '\0') {
			*why = "not a size: digits, then K, M or G";
			return -1;
		}
		shift = 10 * (unsigned int)(unit - units + 1);
	}
	if (n > UINT64_MAX >> shift) {
		*why = "too large";
		return -1;
	}
	n <<= shift;
	if (bounds_check(n, min, max, why) == -1)
		return -1;
	*out = n;
	return 0;
}

int
real_parse(
    const char *text, double min, double max, double *out, const char **why)
{
	char *end;
	double x = strtod(text, &end);

	*why = "not a number";
	if (end == text || *end != '\0' || isspace((unsigned char)*text) ||
	    !isfinite(x))
		return -1;
	*why = x < min ? "too small" : "too large";
	if (x < min || x > max)
		return -1;
	*out = x;
	return 0;
}

static bool
is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t
month_days(int32_t year, int32_t month)
{
	static const int8_t days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first day of a year. */
static int32_t
year_start(int32_t year)
{
	int32_t y = year - 1;

	return 365 * y + y / 4 - y / 100 + y / 400 - 719162;
}

int
date_parse(struct str text, int32_t *days)
{
	int32_t field[3] = {0, 0, 0}, total, m;
	size_t i, part = 0;

	if (text.len != 10)
		return -1;
	for (i = 0; i < text.len; i++) {
		if (i == 4 || i == 7) {
			if (text.data[i] != '-')
				return -1;
			part++;
		} else if (isdigit((unsigned char)text.data[i])) {
			field[part] = 10 * field[part] + text.data[i] - '0';
		} else {
			return -1;
		}
	}
	if (field[0] < 1 || field[1] < 1 || field[1] > 12 || field[2] < 1 ||
	    field[2] > month_days(field[0], field[1]))
		return -1;
	total = year_start(field[0]) + field[2] - 1;
	for (m = 1; m < field[1]; m++)
		total += month_days(field[0], m);
	*days = total;
	return 0;
}

void
date_print(int32_t days, char out[11])
{
	int32_t year = 1970 + days / 366, month = 1;

	while (year > 1 && year_start(year) > days)
		year--;
	while (year_start(year + 1) <= days)
		year++;
	days -= year_start(year);
	while (days >= month_days(year, month))
		days -= month_days(year, month++);
	snprintf(out, 11, "%04u-%02u-%02u", (unsigned int)year % 10000,
	    (unsigned int)month % 100, (unsigned int)(days + 1) % 100);
}

uint64_t
hash_bytes(const void *data, size_t len)
{
	const unsigned char *p = data;
	uint64_t hash = len * 0x9e3779b97f4a7c15U, word;

	for (; len >= 8; p += 8, len -= 8) {
		memcpy(&word, p, 8);
		hash = (hash ^ le64toh(word)) * 0xd6e8feb86659fd93U;
		hash ^= hash >> 32;
	}
	word = 0;
	if (len)
		memcpy(&word, p, len);
	return hash_number(hash ^ le64toh(word));
}
