#include "correlations/intake.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/util.h"
#include "common/vis.h"
#include "correlations/derive.h"
#include "correlations/draft.h"
#include "correlations/search.h"

/* An add-on of the row at hand. */
struct addon {
	struct str name, entry;
	size_t place;
};

struct intake {
	const struct intake_options *options;
	struct rows *rows;
	struct reports *reports;
	struct roles *roles;
	struct search app_notes, gfx_errors;
	bool has_groups;
	char oldest_date[11], newest_date[11];
	/* of the row at hand */
	const struct rows_value *special[NSPECIAL];
	bool has_modules; /* apart from json_dump */
	bool has_addons;
	const struct rows_value *group;
	struct addon *addons;
	size_t naddons, addons_cap;
};

struct intake *
intake_new(const struct intake_options *options, struct rows *rows,
    struct reports *reports)
{
	static const char *const marks[] = {"?", "-", "+"}, *const none[] = {
	                                                        ""};
	struct intake *a = xcalloc(1, sizeof(*a));

	a->options = options;
	a->rows = rows;
	a->reports = reports;
	a->roles = roles_new(rows, options->by);
	search_init(&a->app_notes, options->app_notes, marks, 3);
	search_init(&a->gfx_errors, options->gfx_errors, none, 1);
	return a;
}

void
intake_free(struct intake *a)
{
	if (a == NULL)
		return;
	roles_free(a->roles);
	search_fini(&a->app_notes);
	search_fini(&a->gfx_errors);
	free(a->addons);
	free(a);
}

const struct roles *
intake_roles(const struct intake *a)
{
	return a->roles;
}

static int
type_check(const struct intake *a, const struct role *role,
    const struct rows_value *v, struct feed_row *row)
{
	enum scan_type wanted = role_type(role, v->type);
	char name[64];

	if (wanted == SCAN_NONE)
		return 0;
	snprintf(row->error, sizeof(row->error), "%s: expected %s, got %s",
	    vis(rows_path(a->rows, v->path), name, sizeof(name)),
	    scan_type_name(wanted), scan_type_name(v->type));
	return -1;
}

/* First look at a row: types, and what the rest of it hangs on. */
static int
row_survey(struct intake *a, struct feed_row *row)
{
	const struct rows_value *v;
	const struct role *role;
	size_t i;

	memset(a->special, 0, sizeof(a->special));
	a->group = NULL;
	a->has_modules = a->has_addons = false;
	for (i = 0; i < row->nvalues; i++) {
		v = &row->values[i];
		role = roles_of(a->roles, v->path);
		if (type_check(a, role, v, row) == -1)
			return -1;
		if (role->is_group) {
			a->group = v;
			a->has_groups = true;
		}
		if (role->kind == ROLE_COLUMN && role->special != NO_SPECIAL)
			a->special[role->special] = v;
		if (role->kind == ROLE_MODULES && v->type != SCAN_NULL)
			a->has_modules = true;
		if (role->kind == ROLE_ADDONS && v->type != SCAN_NULL)
			a->has_addons = true;
	}
	return 0;
}

/* A scalar as text; data NULL when it is null, absent or no scalar. */
static struct str
value_text(const struct rows_value *v)
{
	if (v == NULL)
		return (struct str){NULL, 0};
	switch (v->type) {
	case SCAN_STRING:
	case SCAN_NUMBER:
		return v->text.data ? v->text : STR("");
	case SCAN_TRUE:
		return STR("true");
	case SCAN_FALSE:
		return STR("false");
	default:
		return (struct str){NULL, 0};
	}
}

static struct str
special_text(const struct intake *a, enum special special)
{
	return value_text(a->special[special]);
}

static bool
is_wanted_product(const struct intake *a)
{
	struct str product = special_text(a, PRODUCT);

	return product.data == NULL || str_equal(product, a->options->product);
}

static void
put_text(struct intake *a, uint32_t column, struct str text)
{
	draft_put(a->reports,
	    (struct item){column, text.data ? SCAN_STRING : SCAN_NULL, text});
}

static void
put_flag(struct intake *a, uint32_t column, bool flag)
{
	draft_put(a->reports,
	    (struct item){column, flag ? SCAN_TRUE : SCAN_FALSE, {NULL, 0}});
}

static void
put_column(
    struct intake *a, const struct role *role, const struct rows_value *v)
{
	char number[ITEM_NUMBER_MAX];
	struct item item = {role->column, v->type, v->text};

	if (v->type == SCAN_NUMBER)
		item.text = item_number(v->text, number);
	if (role->is_attribute)
		draft_put(a->reports, item);
	else if (role->special != NO_SPECIAL)
		draft_note(a->reports, item);
}

static void
put_module(
    struct intake *a, const struct role *role, const struct rows_value *v)
{
	if (v->type == SCAN_STRING &&
	    (role->kind == ROLE_MODULE) == a->has_modules)
		draft_put(a->reports,
		    (struct item){COLUMN_MODULE, SCAN_STRING, v->text});
}

/* Keep an add-on for put_addons; one without a colon is none. */
static void
keep_addon(struct intake *a, struct str entry)
{
	const char *colon =
	               entry.len ? memchr(entry.data, ':', entry.len) : NULL,
	           *second;
	struct addon *addon;

	if (colon == NULL)
		return;
	a->addons =
	    xgrow(a->addons, a->naddons, &a->addons_cap, sizeof(*a->addons));
	addon = &a->addons[a->naddons];
	addon->place = a->naddons++;
	addon->name = (struct str){entry.data, (size_t)(colon - entry.data)};
	addon->entry = entry;
	second = memchr(colon + 1, ':', entry.len - addon->name.len - 1);
	if (a->options->compat && second != NULL)
		addon->entry.len = (size_t)(second - entry.data);
}

static int
addon_order(const void *a, const void *b)
{
	const struct addon *x = a, *y = b;
	int order = str_order(x->name, y->name);

	return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* Each add-on once, with the version that its first entry gives. */
static void
put_addons(struct intake *a)
{
	size_t i;

	if (a->has_addons)
		put_flag(a, COLUMN_ADDON_LIST, true);
	if (a->naddons > 1)
		qsort(a->addons, a->naddons, sizeof(*a->addons), addon_order);
	for (i = 0; i < a->naddons; i++) {
		if (i > 0 &&
		    str_equal(a->addons[i].name, a->addons[i - 1].name))
			continue;
		draft_put(a->reports, (struct item){COLUMN_ADDON, SCAN_STRING,
		                          a->addons[i].name});
		draft_put(a->reports, (struct item){COLUMN_ADDON_ENTRY,
		                          SCAN_STRING, a->addons[i].entry});
	}
}

static void
put_matches(
    struct intake *a, struct search *search, uint32_t column, struct str text)
{
	size_t i, n = text.len ? search_run(search, text) : 0;

	for (i = 0; i < n; i++)
		put_text(a, column, search->strings[search->found[i]]);
}

static uint32_t
made_column(const struct intake *a, enum made made)
{
	return roles_made_column(a->roles, made);
}

static void
put_made(struct intake *a)
{
	struct str cpu = special_text(a, CPU_INFO);
	struct str notes = special_text(a, APP_NOTES);
	struct str driver = special_text(a, DRIVER_VERSION);
	struct role e10s = {
	    .column = made_column(a, MADE_E10S), .is_attribute = true};
	char version[DERIVE_VERSION_MAX];

	if (cpu.data != NULL) {
		put_text(
		    a, made_column(a, MADE_CPU_INFO), derive_cpu_info(cpu));
		put_flag(a, made_column(a, MADE_MULTICORE),
		    derive_is_multicore(cpu));
	}
	if (driver.data != NULL)
		put_text(a, made_column(a, MADE_DRIVER_VERSION),
		    derive_driver_version(
		        driver, special_text(a, VENDOR), version));
	if (notes.data != NULL)
		put_flag(a, made_column(a, MADE_DUAL_GPUS),
		    str_has(notes, STR("Has dual GPUs")));
	if (a->special[DOM_IPC] != NULL)
		put_column(a, &e10s, a->special[DOM_IPC]);
	put_text(a, made_column(a, MADE_OS_ARCH),
	    derive_os_arch(special_text(a, VIRTUAL_MEMORY),
	        special_text(a, PLATFORM), special_text(a, PLATFORM_VERSION)));
	put_flag(a, made_column(a, MADE_PLUGIN),
	    special_text(a, PLUGIN_VERSION).data != NULL);
}

/* The programs that compat stands in for look at no comments. */
static void
put_comment(struct intake *a)
{
	const struct rows_value *comment = a->special[COMMENTS];

	if (!a->options->compat && comment != NULL &&
	    comment->type == SCAN_STRING &&
	    comment_is_english(special_text(a, LOCALE)))
		draft_comment(a->reports, comment->text);
}

static void
put_row(struct intake *a, const struct feed_row *row)
{
	const struct rows_value *v;
	const struct role *role;
	size_t i;

	a->naddons = 0;
	for (i = 0; i < row->nvalues; i++) {
		v = &row->values[i];
		role = roles_of(a->roles, v->path);
		if (role->kind == ROLE_COLUMN)
			put_column(a, role, v);
		else if (role->kind == ROLE_MODULE ||
		         role->kind == ROLE_DUMP_MODULE)
			put_module(a, role, v);
		else if (role->kind == ROLE_ADDON && v->type == SCAN_STRING)
			keep_addon(a, v->text);
	}
	put_addons(a);
	put_matches(
	    a, &a->app_notes, COLUMN_APP_NOTE, special_text(a, APP_NOTES));
	put_matches(
	    a, &a->gfx_errors, COLUMN_GFX_ERROR, special_text(a, GFX_ERROR));
	put_made(a);
	put_comment(a);
}

static void
date_note(struct intake *a)
{
	struct str date = special_text(a, CRASH_DATE);
	int32_t days;

	if (date.data == NULL || date_parse(date, &days) == -1)
		return;
	if (memcmp(date.data, a->newest_date, 10) > 0)
		memcpy(a->newest_date, date.data, 10);
	if (a->oldest_date[0] == '\0' ||
	    memcmp(date.data, a->oldest_date, 10) < 0)
		memcpy(a->oldest_date, date.data, 10);
}

int
intake_take(void *intake, struct feed_row *row)
{
	struct intake *a = intake;
	struct report_head head;

	if (row_survey(a, row) == -1)
		return -1;
	head = (struct report_head){.uuid = special_text(a, UUID),
	    .version = special_text(a, VERSION_COLUMN),
	    .release_channel = special_text(a, RELEASE_CHANNEL),
	    .group = value_text(a->group)};
	if (!is_wanted_product(a) || !draft_begin(a->reports, head))
		return 0;
	put_row(a, row);
	date_note(a);
	if (draft_end(a->reports) == -1)
		exit(STATUS_FAIL);
	return 0;
}

const char *
intake_oldest_date(const struct intake *a)
{
	return a->oldest_date;
}

const char *
intake_newest_date(const struct intake *a)
{
	return a->newest_date;
}

bool
intake_has_groups(const struct intake *a)
{
	return a->has_groups;
}
