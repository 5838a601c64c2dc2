#include "tests/fuzz/fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define SHOWN_MAX 2000 /* bytes */

void
fuzz_fail(const uint8_t *data, size_t len, const char *fmt, ...)
{
	va_list args;
	size_t i;

	fflush(stdout);
	fputs("# ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputs("\n# input: $'", stderr);
	for (i = 0; i < len && i < SHOWN_MAX; i++) {
		if (data[i] < 0x20 || data[i] > 0x7e || data[i] == '\'')
			fprintf(stderr, "\\x%02x", data[i]);
		else if (data[i] == '\\')
			fputs("\\\\", stderr);
		else
			fputc(data[i], stderr);
	}
	fprintf(stderr, "'%s\n", len > SHOWN_MAX ? "..." : "");
	abort();
}
