#include <math.h>

#include "common/memory.h"
#include "common/number.h"
#include "correlations/page.h"
#include "correlations/print.h"

char *
page_item(const struct result_item *item)
{
	char *text;
	size_t len;
	FILE *out = memory_open(&text, &len);

	print_text_item(out, item);
	memory_close(out);
	return text;
}

void
page_count(FILE *out, uint64_t n, const char *noun)
{
	char number[NUMBER_SIZE];

	fprintf(
	    out, "%s %s%s", number_thin(n, number), noun, n == 1 ? "" : "s");
}

char *
page_share(uint64_t count, uint64_t total, char out[NUMBER_SIZE])
{
	double percent = (double)count / (double)total * 100;

	/* ties go up, as in toFixed() of the script */
	snprintf(out, NUMBER_SIZE, "%.1f%%", nextafter(percent, INFINITY));
	if (count == 0 || count == total)
		strcpy(out, count == 0 ? "0%" : "100%");
	else if (strcmp(out, "0.0%") == 0 || strcmp(out, "100.0%") == 0)
		strcpy(out, out[0] == '0' ? "<0.1%" : ">99.9%");
	return out;
}
