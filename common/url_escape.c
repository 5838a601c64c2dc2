#include "common/url_escape.h"

#include <ctype.h>
#include <stdlib.h>

#include "common/util.h"

char *
url_escape(char *out, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";
	size_t i;
	unsigned char c;

	for (i = 0; i < text.len; i++) {
		c = (unsigned char)text.data[i];
		if (c < 0x80 && (isalnum(c) || memchr("-._~", c, 4) != NULL)) {
			*out++ = (char)c;
		} else {
			*out++ = '%';
			*out++ = digits[c >> 4];
			*out++ = digits[c & 15];
		}
	}
	*out = '\0';
	return out;
}

void
url_escape_print(FILE *out, struct str text)
{
	char *escaped = xreallocarray(NULL, text.len + 1, 3);

	url_escape(escaped, text);
	fputs(escaped, out);
	free(escaped);
}
