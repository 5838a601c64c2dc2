#include "common/html.h"

#include <stdlib.h>

#include "common/util.h"
#include "common/vis.h"

void
html_escape(FILE *out, const char *shown)
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
			/* as Python's html.escape() has it, and with it the
			   mail of the production job */
			fputs("&#x27;", out);
			break;
		default:
			putc(*shown, out);
			break;
		}
	}
}

void
html_text(FILE *out, struct str text)
{
	char *shown = vis_dup(text);

	html_escape(out, shown);
	free(shown);
}

void
html_text_cut(FILE *out, struct str text, size_t cap)
{
	char *shown = vis(text, xmalloc(cap), cap);

	html_escape(out, shown);
	free(shown);
}
