/*
 * The machine's copy: the keys are documented in the manual and are what
 * --previous reads. A module a line, so that two reports can be compared with
 * diff(1).
 */
#include <jansson.h>

#include "common/util.h"
#include "missing-symbols/report.h"

#define FLAGS (JSON_ENSURE_ASCII | JSON_ENCODE_ANY)

/* jansson returns NULL when it has no memory, and takes NULL for granted. */
static json_t *
checked(json_t *value)
{
	if (value == NULL)
		xrealloc(NULL, SIZE_MAX);
	return value;
}

static json_t *
text_new(struct str text)
{
	return text.data == NULL ? json_null()
	                         : checked(json_stringn(text.data, text.len));
}

/* NULL becomes null. */
static json_t *
word_new(const char *word)
{
	return word == NULL ? json_null() : checked(json_string(word));
}

static json_t *
number_new(uint64_t n)
{
	return checked(json_integer((json_int_t)n));
}

static json_t *
day_new(struct day day)
{
	char text[11];

	if (!day.known)
		return json_null();
	date_print(day.days, text);
	return checked(json_string(text));
}

/* "key": value, and what comes between it and the next one. */
static void
member_print(FILE *out, const char *key, json_t *value, const char *end)
{
	fprintf(out, "\"%s\": ", key);
	json_dumpf(value, out, FLAGS);
	fputs(end, out);
	json_decref(value);
}

static json_t *
left_out_new(const struct report *r)
{
	json_t *all = checked(json_object());
	enum left_out why;

	for (why = 0; why < NLEFT_OUT; why++)
		json_object_set_new(all, left_out_word(why),
		    checked(json_pack("{sIsI}", "modules",
		        (json_int_t)r->left_out[why].modules, "crash_count",
		        (json_int_t)r->left_out[why].crash_count)));
	return all;
}

static json_t *
upstream_new(const struct report *r, const struct report_module *m)
{
	json_t *all;
	size_t i;

	if (r->nupstreams == 0)
		return json_null();
	all = checked(json_object());
	for (i = 0; i < r->nupstreams; i++)
		json_object_set_new(all, r->upstreams[i],
		    word_new(answer_word(m->upstream[i])));
	return all;
}

static void
fields_print(FILE *out, const struct module *m)
{
	fputs("{", out);
	member_print(out, "name",
	    checked(json_stringn(m->name.data, m->name.len)), ", ");
	member_print(out, "version", text_new(m->version), ", ");
	member_print(out, "debug_id", text_new(m->debug_id), ", ");
	member_print(out, "debug_file", text_new(m->debug_file), ", ");
	member_print(out, "code_id", text_new(m->code_id), ", ");
}

static void
module_print(const struct report *r, const struct report_module *m, FILE *out)
{
	fields_print(out, &m->module);
	member_print(
	    out, "crash_count", number_new(m->module.crash_count), ", ");
	member_print(out, "class", word_new(class_word(m->class)), ", ");
	member_print(out, "vendor", text_new(m->vendor), ", ");
	member_print(out, "symbols", word_new(answer_word(m->symbols)), ", ");
	member_print(out, "upstream", upstream_new(r, m), ", ");
	member_print(out, "change", word_new(change_word(r, m)), ", ");
	member_print(out, "first_seen", day_new(m->first_seen), ", ");
	member_print(out, "previous_count",
	    m->in_previous ? number_new(m->previous_count) : json_null(), "}");
}

static void
gone_print(const struct report *r, FILE *out)
{
	size_t i;

	if (r->previous == NULL) {
		fputs("null", out);
		return;
	}
	fputs("[", out);
	for (i = 0; i < r->ngone; i++) {
		fputs(i ? ",\n" : "\n", out);
		fields_print(out, &r->gone[i]->module);
		member_print(
		    out, "first_seen", day_new(r->gone[i]->first_seen), ", ");
		member_print(out, "previous_count",
		    number_new(r->gone[i]->module.crash_count), "}");
	}
	fputs(r->ngone ? "\n]" : "]", out);
}

void
report_json(const struct report *r, FILE *out)
{
	static const char *const expiry[] = {
	    "checked", "no_releases", "no_date"};
	struct day none = {false, 0};
	size_t i;

	fputs("{\n", out);
	member_print(out, "date", day_new(r->date), ",\n");
	member_print(out, "window_days",
	    r->window_days ? number_new(r->window_days) : json_null(), ",\n");
	member_print(out, "product", word_new(r->product), ",\n");
	member_print(
	    out, "count_by", word_new(count_by_word(r->count_by)), ",\n");
	member_print(out, "min_count", number_new(r->min_count), ",\n");
	member_print(out, "total_reports",
	    r->total_known ? number_new(r->total_reports) : json_null(), ",\n");
	member_print(out, "left_out", left_out_new(r), ",\n");
	member_print(out, "expiry", word_new(expiry[r->expiry]), ",\n");
	member_print(out, "previous_date",
	    day_new(r->previous ? r->previous->date : none), ",\n");
	fputs("\"modules\": [", out);
	for (i = 0; i < r->nmodules; i++) {
		fputs(i ? ",\n" : "\n", out);
		module_print(r, &r->modules[i], out);
	}
	fputs(r->nmodules ? "\n],\n\"gone\": " : "],\n\"gone\": ", out);
	gone_print(r, out);
	fputs("\n}\n", out);
}
