#include "correlations/attr.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "common/vis.h"
#include "correlations/derive.h"
#include "correlations/search.h"

/* Columns that are looked at by name, apart from being attributes or not. */
enum special {
	APP_NOTES,
	CPU_INFO,
	CRASH_DATE,
	DOM_IPC,
	DRIVER_VERSION,
	GFX_ERROR,
	PLATFORM,
	PLATFORM_VERSION,
	PLUGIN_VERSION,
	PRODUCT,
	RELEASE_CHANNEL,
	UUID,
	VENDOR,
	VERSION_COLUMN,
	VIRTUAL_MEMORY,
	NSPECIAL,
};

static const char *const special_names[NSPECIAL] = {
    [APP_NOTES] = "app_notes",
    [CPU_INFO] = "cpu_info",
    [CRASH_DATE] = "crash_date",
    [DOM_IPC] = "dom_ipc_enabled",
    [DRIVER_VERSION] = "adapter_driver_version",
    [GFX_ERROR] = "graphics_critical_error",
    [PLATFORM] = "platform",
    [PLATFORM_VERSION] = "platform_version",
    [PLUGIN_VERSION] = "plugin_version",
    [PRODUCT] = "product",
    [RELEASE_CHANNEL] = "release_channel",
    [UUID] = "uuid",
    [VENDOR] = "adapter_vendor_id",
    [VERSION_COLUMN] = "version",
    [VIRTUAL_MEMORY] = "total_virtual_memory",
};

/* Columns that are no attributes (ALGORITHM section 3a). */
static const char *const left_out[] = {"total_physical_memory",
    "available_virtual_memory", "available_physical_memory",
    "oom_allocation_size", "date", "crash_date", "user_comments", "uuid",
    "additional_minidumps", "classifications", "crash_id", "java_stack_trace",
    "last_crash", "install_age", "memory_measures", "memory_report", "uptime",
    "winsock_lsp", "version", "topmost_filenames", "proto_signature",
    "processor_notes", "product", "productid", "signature", "app_notes",
    "graphics_critical_error", "addons", "json_dump", "modules",
    "total_virtual_memory", "cpu_info", "dom_ipc_enabled"};

/* Columns made from others. */
enum made {
	MADE_CPU_INFO,
	MADE_DRIVER_VERSION,
	MADE_DUAL_GPUS,
	MADE_E10S,
	MADE_MULTICORE,
	MADE_OS_ARCH,
	MADE_PLUGIN,
	NMADE,
};

#define NO_SPECIAL NSPECIAL

static const struct {
	const char *name;
	enum special source[3];
} made[NMADE] = {
    [MADE_CPU_INFO] = {"CPU Info", {CPU_INFO, NO_SPECIAL, NO_SPECIAL}},
    [MADE_DRIVER_VERSION] = {"adapter_driver_version_clean",
	{DRIVER_VERSION, NO_SPECIAL, NO_SPECIAL}},
    [MADE_DUAL_GPUS] = {"has dual GPUs", {APP_NOTES, NO_SPECIAL, NO_SPECIAL}},
    [MADE_E10S] = {"e10s_enabled", {DOM_IPC, NO_SPECIAL, NO_SPECIAL}},
    [MADE_MULTICORE] = {"Is Multicore", {CPU_INFO, NO_SPECIAL, NO_SPECIAL}},
    [MADE_OS_ARCH] = {"os_arch", {VIRTUAL_MEMORY, PLATFORM, PLATFORM_VERSION}},
    [MADE_PLUGIN] = {"plugin", {PLUGIN_VERSION, NO_SPECIAL, NO_SPECIAL}},
};

/* What a value's path means. */
struct role {
	enum {
		ROLE_NEW, /* not looked at yet */
		ROLE_COLUMN,
		ROLE_NONE,
		ROLE_ADDONS,
		ROLE_ADDON,
		ROLE_MODULES,
		ROLE_MODULE,
		ROLE_DUMP,
		ROLE_DUMP_MODULES,
		ROLE_DUMP_MODULE,
	} kind;
	uint32_t column;
	enum special special;
	bool is_attribute;
	bool is_group; /* its values are the groups */
};

/* An add-on of the row at hand. */
struct addon {
	struct str name, entry;
	size_t place;
};

struct attr {
	const struct attr_options *options;
	struct rows *rows;
	struct reports *reports;
	struct intern *columns; /* names; a number less COLUMN_SCALAR */
	struct role *roles;     /* by path */
	size_t nroles;
	uint32_t made_columns[NMADE];
	struct search app_notes, gfx_errors;
	bool has_groups;
	char newest_date[11];
	/* of the row at hand */
	const struct rows_value *special[NSPECIAL];
	bool has_modules; /* apart from json_dump */
	bool has_addons;
	const struct rows_value *group;
	struct addon *addons;
	size_t naddons, addons_cap;
};

static uint32_t
column_number(struct attr *a, const char *name)
{
	return COLUMN_SCALAR + intern_id(a->columns, str_of(name));
}

static void
role_set(struct attr *a, const char *path, struct role role)
{
	size_t id = (size_t)rows_want(a->rows, path);

	if (id >= a->nroles) {
		a->roles = xreallocarray(a->roles, id + 1, sizeof(*a->roles));
		memset(a->roles + a->nroles, 0,
		    (id + 1 - a->nroles) * sizeof(*a->roles));
		a->nroles = id + 1;
	}
	a->roles[id] = role;
}

/* All shapes of a row's lists: table, natural, projected (section 2). */
static void
lists_want(struct attr *a)
{
	role_set(a, "addons", (struct role){.kind = ROLE_ADDONS});
	role_set(a, "addons[]", (struct role){.kind = ROLE_ADDON});
	role_set(a, "addons.list[].element", (struct role){.kind = ROLE_ADDON});
	role_set(a, "modules", (struct role){.kind = ROLE_MODULES});
	role_set(a, "modules[]", (struct role){.kind = ROLE_MODULE});
	role_set(a, "modules[].filename", (struct role){.kind = ROLE_MODULE});
	role_set(a, "json_dump", (struct role){.kind = ROLE_DUMP});
	role_set(a, "json_dump.modules",
	    (struct role){.kind = ROLE_DUMP_MODULES});
	role_set(a, "json_dump.modules[].filename",
	    (struct role){.kind = ROLE_DUMP_MODULE});
	role_set(a, "json_dump.modules.list[].element.filename",
	    (struct role){.kind = ROLE_DUMP_MODULE});
	role_set(a, "*", (struct role){.kind = ROLE_NONE});
}

struct attr *
attr_new(const struct attr_options *options, struct rows *rows,
    struct reports *reports)
{
	static const char *const marks[] = {"?", "-", "+"}, *const none[] = {""};
	struct attr *a = xcalloc(1, sizeof(*a));
	size_t i;

	a->options = options;
	a->rows = rows;
	a->reports = reports;
	a->columns = intern_new();
	for (i = 0; i < NMADE; i++)
		a->made_columns[i] = column_number(a, made[i].name);
	lists_want(a);
	search_init(&a->app_notes, options->app_notes, marks, 3);
	search_init(&a->gfx_errors, options->gfx_errors, none, 1);
	return a;
}

void
attr_free(struct attr *a)
{
	if (a == NULL)
		return;
	intern_free(a->columns);
	search_fini(&a->app_notes);
	search_fini(&a->gfx_errors);
	free(a->roles);
	free(a->addons);
	free(a);
}

bool
attr_is_attribute(const struct attr *a, uint32_t column)
{
	struct str name = attr_column_name(a, column);
	size_t i;

	for (i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (str_equal(name, str_of(left_out[i])))
			return false;
	return a->options->by == NULL ||
	    !str_equal(name, str_of(a->options->by));
}

/* Whether the made columns have this name for one of their own. */
static bool
is_made(const struct attr *a, uint32_t column)
{
	size_t i;

	for (i = 0; i < NMADE; i++)
		if (a->made_columns[i] == column)
			return true;
	return false;
}

/* The role of a top-level member, decided when it is first met. */
static struct role
column_role(struct attr *a, struct str name)
{
	struct role role = {.kind = ROLE_COLUMN, .special = NO_SPECIAL};
	size_t i;

	role.column = COLUMN_SCALAR + intern_id(a->columns, name);
	if (is_made(a, role.column))
		return (struct role){.kind = ROLE_NONE};
	role.is_attribute = attr_is_attribute(a, role.column);
	for (i = 0; i < NSPECIAL; i++)
		if (str_equal(name, str_of(special_names[i])))
			role.special = (enum special)i;
	role.is_group = str_equal(name,
	    str_of(a->options->by ? a->options->by : "signature"));
	return role;
}

static const struct role *
role_of(struct attr *a, int path)
{
	size_t id = (size_t)path, n = (size_t)rows_npaths(a->rows);

	if (id >= a->nroles) {
		a->roles = xreallocarray(a->roles, n, sizeof(*a->roles));
		memset(a->roles + a->nroles, 0,
		    (n - a->nroles) * sizeof(*a->roles));
		a->nroles = n;
	}
	if (a->roles[id].kind == ROLE_NEW)
		a->roles[id] = column_role(a, rows_path(a->rows, path));
	return &a->roles[id];
}

/*
 * What a value must be where a wrong type would change the result silently;
 * other columns may hold anything.
 *
 * returns  the type to name in an error, SCAN_NONE when it is as it should be
 */
static enum scan_type
type_wanted(const struct attr *a, const struct role *role, enum scan_type type)
{
	bool is_list = type == SCAN_ARRAY || type == SCAN_OBJECT;

	if (type == SCAN_NULL)
		return SCAN_NONE;
	switch (role->kind) {
	case ROLE_COLUMN:
		if (role->special != UUID && role->special != PRODUCT &&
		    role->special != VERSION_COLUMN &&
		    role->special != RELEASE_CHANNEL &&
		    (!role->is_group || a->options->by != NULL))
			return SCAN_NONE;
		return type == SCAN_STRING ? SCAN_NONE : SCAN_STRING;
	case ROLE_ADDON:
	case ROLE_DUMP_MODULE:
		return type == SCAN_STRING ? SCAN_NONE : SCAN_STRING;
	case ROLE_MODULE: /* a name, or an object with one */
		return type == SCAN_STRING || type == SCAN_OBJECT
		    ? SCAN_NONE : SCAN_STRING;
	case ROLE_ADDONS:
	case ROLE_MODULES:
	case ROLE_DUMP_MODULES:
		return is_list ? SCAN_NONE : SCAN_ARRAY;
	case ROLE_DUMP:
		return type == SCAN_OBJECT ? SCAN_NONE : SCAN_OBJECT;
	default:
		return SCAN_NONE;
	}
}

static int
type_check(const struct attr *a, const struct role *role,
    const struct rows_value *v, struct feed_row *row)
{
	enum scan_type wanted = type_wanted(a, role, v->type);
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
row_survey(struct attr *a, struct feed_row *row)
{
	const struct rows_value *v;
	const struct role *role;
	size_t i;

	memset(a->special, 0, sizeof(a->special));
	a->group = NULL;
	a->has_modules = a->has_addons = false;
	for (i = 0; i < row->nvalues; i++) {
		v = &row->values[i];
		role = role_of(a, v->path);
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
special_text(const struct attr *a, enum special special)
{
	return value_text(a->special[special]);
}

static bool
is_wanted_product(const struct attr *a)
{
	struct str product = special_text(a, PRODUCT);

	return product.data == NULL ||
	    str_equal(product, a->options->product);
}

static void
put_text(struct attr *a, uint32_t column, struct str text)
{
	report_put(a->reports, (struct item){column,
		text.data ? SCAN_STRING : SCAN_NULL, text});
}

static void
put_flag(struct attr *a, uint32_t column, bool flag)
{
	report_put(a->reports, (struct item){column,
		flag ? SCAN_TRUE : SCAN_FALSE, {NULL, 0}});
}

static void
put_column(struct attr *a, const struct role *role,
    const struct rows_value *v)
{
	char number[ITEM_NUMBER_MAX];
	struct item item = {role->column, v->type, v->text};

	if (v->type == SCAN_NUMBER)
		item.text = item_number(v->text, number);
	if (role->is_attribute)
		report_put(a->reports, item);
	else if (role->special != NO_SPECIAL)
		report_note(a->reports, item);
}

static void
put_module(struct attr *a, const struct role *role,
    const struct rows_value *v)
{
	if (v->type == SCAN_STRING &&
	    (role->kind == ROLE_MODULE) == a->has_modules)
		report_put(a->reports, (struct item){COLUMN_MODULE,
			SCAN_STRING, v->text});
}

/* Keep an add-on for put_addons; one without a colon is none. */
static void
keep_addon(struct attr *a, struct str entry)
{
	const char *colon = entry.len
	    ? memchr(entry.data, ':', entry.len) : NULL, *second;
	struct addon *addon;

	if (colon == NULL)
		return;
	a->addons = xgrow(a->addons, a->naddons, &a->addons_cap,
	    sizeof(*a->addons));
	addon = &a->addons[a->naddons];
	addon->place = a->naddons++;
	addon->name = (struct str){entry.data, (size_t)(colon - entry.data)};
	addon->entry = entry;
	second = memchr(colon + 1, ':',
	    entry.len - addon->name.len - 1);
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
put_addons(struct attr *a)
{
	size_t i;

	if (a->has_addons)
		put_flag(a, COLUMN_ADDON_LIST, true);
	if (a->naddons > 1)
		qsort(a->addons, a->naddons, sizeof(*a->addons), addon_order);
	for (i = 0; i < a->naddons; i++) {
		if (i > 0 && str_equal(a->addons[i].name, a->addons[i - 1].name))
			continue;
		report_put(a->reports, (struct item){COLUMN_ADDON,
			SCAN_STRING, a->addons[i].name});
		report_put(a->reports, (struct item){COLUMN_ADDON_ENTRY,
			SCAN_STRING, a->addons[i].entry});
	}
}

static void
put_matches(struct attr *a, struct search *search, uint32_t column,
    struct str text)
{
	size_t i, n = text.len ? search_run(search, text) : 0;

	for (i = 0; i < n; i++)
		put_text(a, column, search->strings[search->found[i]]);
}

static void
put_made(struct attr *a)
{
	const uint32_t *column = a->made_columns;
	struct str cpu = special_text(a, CPU_INFO);
	struct str notes = special_text(a, APP_NOTES);
	struct str driver = special_text(a, DRIVER_VERSION);
	struct role e10s = {.column = column[MADE_E10S], .is_attribute = true};
	char version[DERIVE_VERSION_MAX];

	if (cpu.data != NULL) {
		put_text(a, column[MADE_CPU_INFO], derive_cpu_info(cpu));
		put_flag(a, column[MADE_MULTICORE], derive_is_multicore(cpu));
	}
	if (driver.data != NULL)
		put_text(a, column[MADE_DRIVER_VERSION],
		    derive_driver_version(driver, special_text(a, VENDOR),
			version));
	if (notes.data != NULL)
		put_flag(a, column[MADE_DUAL_GPUS],
		    str_has(notes, STR("Has dual GPUs")));
	if (a->special[DOM_IPC] != NULL)
		put_column(a, &e10s, a->special[DOM_IPC]);
	put_text(a, column[MADE_OS_ARCH],
	    derive_os_arch(special_text(a, VIRTUAL_MEMORY),
		special_text(a, PLATFORM), special_text(a, PLATFORM_VERSION)));
	put_flag(a, column[MADE_PLUGIN],
	    special_text(a, PLUGIN_VERSION).data != NULL);
}

static void
put_row(struct attr *a, const struct feed_row *row)
{
	const struct rows_value *v;
	const struct role *role;
	size_t i;

	a->naddons = 0;
	for (i = 0; i < row->nvalues; i++) {
		v = &row->values[i];
		role = &a->roles[v->path];
		if (role->kind == ROLE_COLUMN)
			put_column(a, role, v);
		else if (role->kind == ROLE_MODULE ||
		    role->kind == ROLE_DUMP_MODULE)
			put_module(a, role, v);
		else if (role->kind == ROLE_ADDON && v->type == SCAN_STRING)
			keep_addon(a, v->text);
	}
	put_addons(a);
	put_matches(a, &a->app_notes, COLUMN_APP_NOTE,
	    special_text(a, APP_NOTES));
	put_matches(a, &a->gfx_errors, COLUMN_GFX_ERROR,
	    special_text(a, GFX_ERROR));
	put_made(a);
}

static void
date_note(struct attr *a)
{
	struct str date = special_text(a, CRASH_DATE);
	int32_t days;

	if (date.data == NULL || date_parse(date, &days) == -1 ||
	    memcmp(date.data, a->newest_date, 10) <= 0)
		return;
	memcpy(a->newest_date, date.data, 10);
}

int
attr_take(void *attr, struct feed_row *row)
{
	struct attr *a = attr;
	struct report_head head;

	if (row_survey(a, row) == -1)
		return -1;
	head = (struct report_head){.uuid = special_text(a, UUID),
	    .version = special_text(a, VERSION_COLUMN),
	    .release_channel = special_text(a, RELEASE_CHANNEL),
	    .group = value_text(a->group)};
	if (!is_wanted_product(a) || !report_begin(a->reports, head))
		return 0;
	put_row(a, row);
	date_note(a);
	if (report_end(a->reports) == -1)
		exit(STATUS_FAIL);
	return 0;
}

bool
attr_column(const struct attr *a, struct str name, uint32_t *column)
{
	if (!intern_find(a->columns, name, column))
		return false;
	*column += COLUMN_SCALAR;
	return true;
}

uint32_t
attr_ncolumns(const struct attr *a)
{
	return COLUMN_SCALAR + intern_count(a->columns);
}

struct str
attr_column_name(const struct attr *a, uint32_t column)
{
	return intern_text(a->columns, column - COLUMN_SCALAR);
}

size_t
attr_sources(const struct attr *a, uint32_t column, uint32_t source[3])
{
	size_t i, j, n = 0;
	enum special special;

	for (i = 0; i < NMADE; i++) {
		if (a->made_columns[i] != column)
			continue;
		for (j = 0; j < 3; j++) {
			special = made[i].source[j];
			if (special != NO_SPECIAL)
				source[n++] = COLUMN_SCALAR +
				    intern_id(a->columns,
					str_of(special_names[special]));
		}
	}
	return n;
}

const char *
attr_newest_date(const struct attr *a)
{
	return a->newest_date;
}

bool
attr_has_groups(const struct attr *a)
{
	return a->has_groups;
}
