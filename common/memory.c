#include "common/memory.h"

#include <stdint.h>

#include "common/util.h"

/* What xrealloc does about memory that cannot be had. */
static void
memory_lack(void)
{
	xrealloc(NULL, SIZE_MAX);
}

FILE *
memory_open(char **text, size_t *len)
{
	FILE *out = open_memstream(text, len);

	if (out == NULL)
		memory_lack();
	return out;
}

void
memory_close(FILE *out)
{
	if (fclose(out) == EOF)
		memory_lack();
}
