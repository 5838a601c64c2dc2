#include "missing-symbols/previous.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/jsonfile.h"
#include "common/util.h"

/* Where in the file something is wrong, and what. */
struct fault {
	size_t module; /* index + 1; 0: outside of modules */
	const char *key;
	const char *why;
};

static int
fault_set(struct fault *f, const char *key, const char *why)
{
	f->key = key;
	f->why = why;
	return -1;
}

/* A string, or null, which leaves *out empty. */
static int
text_get(const json_t *from, const char *key, struct str *out, struct fault *f)
{
	const json_t *value = json_object_get(from, key);

	if (value == NULL || json_is_null(value))
		return 0;
	if (!json_is_string(value))
		return fault_set(f, key, "expected string");
	*out =
	    (struct str){json_string_value(value), json_string_length(value)};
	return 0;
}

static int
day_get(const json_t *from, const char *key, struct day *out, struct fault *f)
{
	struct str text = {NULL, 0};

	if (text_get(from, key, &text, f) == -1)
		return -1;
	if (text.data == NULL)
		return 0;
	if (date_parse(text, &out->days) == -1)
		return fault_set(f, key, "expected a day, YYYY-MM-DD");
	out->known = true;
	return 0;
}

static int
module_get(const json_t *from, struct previous_module *m, struct fault *f)
{
	const json_t *count = json_object_get(from, "crash_count");

	if (!json_is_object(from))
		return fault_set(f, "module", "expected object");
	if (text_get(from, "name", &m->module.name, f) == -1 ||
	    text_get(from, "version", &m->module.version, f) == -1 ||
	    text_get(from, "debug_id", &m->module.debug_id, f) == -1 ||
	    text_get(from, "debug_file", &m->module.debug_file, f) == -1 ||
	    text_get(from, "code_id", &m->module.code_id, f) == -1 ||
	    day_get(from, "first_seen", &m->first_seen, f) == -1)
		return -1;
	if (m->module.name.data == NULL)
		return fault_set(f, "name", "a module has none");
	if (!json_is_integer(count) || json_integer_value(count) < 0)
		return fault_set(f, "crash_count", "expected a whole number");
	m->module.crash_count = (uint64_t)json_integer_value(count);
	return 0;
}

/* A text must be what it is now, if the file has it at all. */
static int
same_check(
    const json_t *root, const char *key, const char *now, struct fault *f)
{
	struct str then = {NULL, 0};

	if (text_get(root, key, &then, f) == -1)
		return -1;
	if (then.data != NULL && !str_equal(then, str_of(now)))
		return fault_set(f, key, "not that of this report");
	return 0;
}

static int
report_get(struct previous *p, const char *product, const char *count_by,
    struct fault *f)
{
	const json_t *modules = json_object_get(p->root, "modules");
	struct previous_module m;
	char *key = NULL;
	size_t i, cap = 0;
	uint32_t known;
	int status = 0;

	if (!json_is_array(modules))
		return fault_set(f, "modules", "expected array");
	if (same_check(p->root, "product", product, f) == -1 ||
	    same_check(p->root, "count_by", count_by, f) == -1 ||
	    day_get(p->root, "date", &p->date, f) == -1)
		return -1;
	for (i = 0; i < json_array_size(modules) && status == 0; i++) {
		m = (struct previous_module){.met = false};
		f->module = i + 1;
		status = module_get(json_array_get(modules, i), &m, f);
		if (status == -1)
			break;
		if (!m.first_seen.known)
			m.first_seen = p->date;
		known = intern_count(p->keys);
		p->modules = xgrow(
		    p->modules, p->nmodules, &p->cap, sizeof(*p->modules));
		if (intern_id(p->keys, module_key(&m.module, &key, &cap)) ==
		    known)
			p->modules[p->nmodules++] = m;
	}
	free(key);
	return status;
}

struct previous *
previous_read(const char *file, const char *product, const char *count_by)
{
	json_t *root = jsonfile_read(file, "read earlier report");
	struct fault f = {0, NULL, NULL};
	struct previous *p;

	if (root == NULL)
		return NULL;
	p = xcalloc(1, sizeof(*p));
	p->root = root;
	p->keys = intern_new();
	if (report_get(p, product, count_by, &f) == 0)
		return p;
	if (f.module > 0)
		warnx("%s: read earlier report: modules[%zu]: %s: %s", file,
		    f.module - 1, f.key, f.why);
	else
		warnx("%s: read earlier report: %s: %s", file, f.key, f.why);
	previous_free(p);
	return NULL;
}

void
previous_free(struct previous *p)
{
	if (p == NULL)
		return;
	json_decref(p->root);
	intern_free(p->keys);
	free(p->modules);
	free(p);
}

const struct previous_module *
previous_find(struct previous *p, const struct module *m)
{
	struct previous_module *found = NULL;
	char *key = NULL;
	size_t cap = 0;
	uint32_t number;

	if (intern_find(p->keys, module_key(m, &key, &cap), &number)) {
		found = &p->modules[number];
		found->met = true;
	}
	free(key);
	return found;
}
