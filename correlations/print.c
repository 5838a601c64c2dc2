#include "correlations/print.h"

const struct print_format print_formats[] = {
    {"ndjson", print_ndjson},
    {"json", print_json},
    {"text", print_text},
    {"html", print_html},
    {NULL, NULL},
};

const struct print_format *
print_format_find(const char *name)
{
	const struct print_format *f;

	for (f = print_formats; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
