#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "common/vis.h"
#include "correlations/page.h"
#include "correlations/print.h"

#define THIN_SPACE "\u202f" /* narrow, and lines do not break at it */

FILE *
page_memory(char **text, size_t *len)
{
	FILE *out = open_memstream(text, len);

	if (out == NULL)
		xrealloc(NULL, SIZE_MAX);
	return out;
}

void
page_memory_close(FILE *out)
{
	if (fclose(out) == EOF)
		xrealloc(NULL, SIZE_MAX);
}

char *
page_shown(struct str text)
{
	size_t cap = 4 * text.len + 16; /* vis() makes at most four of one */

	return vis(text, xmalloc(cap), cap);
}

char *
page_item(const struct result_item *item)
{
	char *text;
	size_t len;
	FILE *out = page_memory(&text, &len);

	print_text_item(out, item);
	page_memory_close(out);
	return text;
}

void
page_escape(FILE *out, const char *shown)
{
	for (; *shown != '\0'; shown++) {
		switch (*shown) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		case '\'':
			fputs("&#39;", out);
			break;
		default:
			putc(*shown, out);
			break;
		}
	}
}

void
page_text(FILE *out, struct str text)
{
	char *shown = page_shown(text);

	page_escape(out, shown);
	free(shown);
}

void
page_percent(FILE *out, struct str text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                            "abcdefghijklmnopqrstuvwxyz"
	                            "0123456789-._~";
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (memchr(plain, text.data[i], sizeof(plain) - 1) != NULL)
			putc(text.data[i], out);
		else
			fprintf(out, "%%%02X", (unsigned char)text.data[i]);
	}
}

char *
page_number(uint64_t n, char out[PAGE_NUMBER])
{
	char digits[PAGE_NUMBER], *p = out;
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			p = stpcpy(p, THIN_SPACE);
		*p++ = digits[i];
	}
	*p = '\0';
	return out;
}

void
page_count(FILE *out, uint64_t n, const char *noun)
{
	char number[PAGE_NUMBER];

	fprintf(
	    out, "%s %s%s", page_number(n, number), noun, n == 1 ? "" : "s");
}

char *
page_share(uint64_t count, uint64_t total, char out[PAGE_NUMBER])
{
	double percent = (double)count / (double)total * 100;

	/* ties go up, as in toFixed() of the script */
	snprintf(out, PAGE_NUMBER, "%.1f%%", nextafter(percent, INFINITY));
	if (count == 0 || count == total)
		strcpy(out, count == 0 ? "0%" : "100%");
	else if (strcmp(out, "0.0%") == 0 || strcmp(out, "100.0%") == 0)
		strcpy(out, out[0] == '0' ? "<0.1%" : ">99.9%");
	return out;
}
