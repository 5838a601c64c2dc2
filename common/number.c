#include "common/number.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

char *
number_print(uint64_t n, const char *separator, char out[NUMBER_SIZE])
{
	char digits[NUMBER_SIZE], *p = out;
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), i;

	for (i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			p = stpcpy(p, separator);
		*p++ = digits[i];
	}
	*p = '\0';
	return out;
}

char *
number_thin(uint64_t n, char out[NUMBER_SIZE])
{
	return number_print(n, NUMBER_THIN, out);
}
