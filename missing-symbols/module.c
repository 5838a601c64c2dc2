#include "missing-symbols/module.h"

#include <strings.h>

#include "common/util.h"

#define NKEYS 4
#define SEPARATOR '\xff'
#define NOTHING '\xfe' /* a field that is null */

struct str
module_key(const struct module *m, char **buf, size_t *cap)
{
	const struct str *field[NKEYS] = {
	    &m->name, &m->version, &m->debug_id, &m->debug_file};
	size_t i, len = 2 * NKEYS;
	char *p;

	for (i = 0; i < NKEYS; i++)
		len += field[i]->len;
	if (len > *cap) {
		*cap = 2 * len;
		*buf = xrealloc(*buf, *cap);
	}
	p = *buf;
	for (i = 0; i < NKEYS; i++) {
		if (i > 0)
			*p++ = SEPARATOR;
		if (field[i]->data == NULL)
			*p++ = NOTHING;
		else
			p = mempcpy(p, field[i]->data, field[i]->len);
	}
	return (struct str){*buf, (size_t)(p - *buf)};
}

struct module
module_of_key(struct str key)
{
	struct module m = {.crash_count = 0};
	struct str *field[NKEYS] = {
	    &m.name, &m.version, &m.debug_id, &m.debug_file};
	const char *p = key.data, *end = p + key.len, *stop;
	size_t i;

	for (i = 0; i < NKEYS; i++) {
		stop = memchr(p, SEPARATOR, (size_t)(end - p));
		if (stop == NULL)
			stop = end;
		if (stop == p || *p != NOTHING)
			*field[i] = (struct str){p, (size_t)(stop - p)};
		p = stop + (i < NKEYS - 1);
	}
	return m;
}

static int
field_order(struct str a, struct str b)
{
	int order = str_order(a, b);

	return order != 0 ? order : (b.data == NULL) - (a.data == NULL);
}

int
module_order(const struct module *a, const struct module *b)
{
	int order;

	if (a->crash_count != b->crash_count)
		return a->crash_count > b->crash_count ? -1 : 1;
	if ((order = field_order(a->name, b->name)) == 0 &&
	    (order = field_order(a->version, b->version)) == 0 &&
	    (order = field_order(a->debug_id, b->debug_id)) == 0)
		order = field_order(a->debug_file, b->debug_file);
	return order;
}

bool
module_has_debug_id(const struct module *m)
{
	size_t i;

	for (i = 0; i < m->debug_id.len; i++)
		if (m->debug_id.data[i] != '0')
			return true;
	return false;
}

bool
module_is_unnamed(const struct module *m)
{
	return m->name.len == 0 && m->debug_file.len == 0 &&
	       !module_has_debug_id(m);
}

bool
module_is_deleted(const struct module *m)
{
	static const struct str mark = {"(deleted)", 9};
	size_t i;

	for (i = 0; i + mark.len <= m->name.len; i++)
		if (strncasecmp(m->name.data + i, mark.data, mark.len) == 0)
			return true;
	return false;
}
