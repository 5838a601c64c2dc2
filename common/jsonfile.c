#include "common/jsonfile.h"

#include <err.h>
#include <stdio.h>

#include "common/util.h"
#include "common/vis.h"

json_t *
jsonfile_read(const char *file, const char *task)
{
	FILE *in = fopen(file, "r");
	json_error_t error;
	json_t *root;
	char shown[256];

	if (in == NULL) {
		warn("%s: open", file);
		return NULL;
	}
	root = json_loadf(in, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
	if (ferror(in)) {
		warn("%s: read", file);
		json_decref(root);
		root = NULL;
	} else if (root == NULL) {
		warnat((struct pos){file,
		           error.line > 0 ? (uintmax_t)error.line : 0},
		    "%s: %s", task,
		    vis(str_of(error.text), shown, sizeof(shown)));
	}
	fclose(in);
	return root;
}
