#include "correlations/roles.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"

static const char *const special_names[NSPECIAL] = {
    [APP_NOTES] = "app_notes",
    [COMMENTS] = "user_comments",
    [CPU_INFO] = "cpu_info",
    [CRASH_DATE] = "crash_date",
    [DOM_IPC] = "dom_ipc_enabled",
    [DRIVER_VERSION] = "adapter_driver_version",
    [GFX_ERROR] = "graphics_critical_error",
    [LOCALE] = "useragent_locale",
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

struct roles {
	struct rows *rows;
	const char *by;
	struct intern *columns; /* names; a number less COLUMN_SCALAR */
	struct role *list;      /* by path */
	size_t n;
	uint32_t made[NMADE];
};

static void
role_set(struct roles *r, const char *path, struct role role)
{
	size_t id = (size_t)rows_want(r->rows, path);

	if (id >= r->n) {
		r->list = xreallocarray(r->list, id + 1, sizeof(*r->list));
		memset(r->list + r->n, 0, (id + 1 - r->n) * sizeof(*r->list));
		r->n = id + 1;
	}
	r->list[id] = role;
}

/* All shapes of a row's lists: table, natural, projected (section 2). */
static void
lists_want(struct roles *r)
{
	role_set(r, "addons", (struct role){.kind = ROLE_ADDONS});
	role_set(r, "addons[]", (struct role){.kind = ROLE_ADDON});
	role_set(r, "addons.list[].element", (struct role){.kind = ROLE_ADDON});
	role_set(r, "modules", (struct role){.kind = ROLE_MODULES});
	role_set(r, "modules[]", (struct role){.kind = ROLE_MODULE});
	role_set(r, "modules[].filename", (struct role){.kind = ROLE_MODULE});
	role_set(r, "json_dump", (struct role){.kind = ROLE_DUMP});
	role_set(
	    r, "json_dump.modules", (struct role){.kind = ROLE_DUMP_MODULES});
	role_set(r, "json_dump.modules[].filename",
	    (struct role){.kind = ROLE_DUMP_MODULE});
	role_set(r, "json_dump.modules.list[].element.filename",
	    (struct role){.kind = ROLE_DUMP_MODULE});
	role_set(r, "*", (struct role){.kind = ROLE_NONE});
}

struct roles *
roles_new(struct rows *rows, const char *by)
{
	struct roles *r = xcalloc(1, sizeof(*r));
	size_t i;

	r->rows = rows;
	r->by = by;
	r->columns = intern_new();
	for (i = 0; i < NMADE; i++)
		r->made[i] =
		    COLUMN_SCALAR + intern_id(r->columns, str_of(made[i].name));
	lists_want(r);
	return r;
}

void
roles_free(struct roles *r)
{
	if (r == NULL)
		return;
	intern_free(r->columns);
	free(r->list);
	free(r);
}

bool
roles_is_attribute(const struct roles *r, uint32_t column)
{
	struct str name = roles_column_name(r, column);
	size_t i;

	for (i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++)
		if (str_equal(name, str_of(left_out[i])))
			return false;
	return r->by == NULL || !str_equal(name, str_of(r->by));
}

/* Whether the made columns have this name for one of their own. */
static bool
is_made(const struct roles *r, uint32_t column)
{
	size_t i;

	for (i = 0; i < NMADE; i++)
		if (r->made[i] == column)
			return true;
	return false;
}

/* The role of a top-level member, decided when it is first met. */
static struct role
column_role(struct roles *r, struct str name)
{
	struct role role = {.kind = ROLE_COLUMN, .special = NO_SPECIAL};
	size_t i;

	role.column = COLUMN_SCALAR + intern_id(r->columns, name);
	if (is_made(r, role.column))
		return (struct role){.kind = ROLE_NONE};
	role.is_attribute = roles_is_attribute(r, role.column);
	for (i = 0; i < NSPECIAL; i++)
		if (str_equal(name, str_of(special_names[i])))
			role.special = (enum special)i;
	role.is_group = str_equal(name, str_of(r->by ? r->by : "signature"));
	role.is_text = role.special == UUID || role.special == PRODUCT ||
	               role.special == VERSION_COLUMN ||
	               role.special == RELEASE_CHANNEL ||
	               (role.is_group && !r->by);
	return role;
}

const struct role *
roles_of(struct roles *r, int path)
{
	size_t id = (size_t)path, n = (size_t)rows_npaths(r->rows);

	if (id >= r->n) {
		r->list = xreallocarray(r->list, n, sizeof(*r->list));
		memset(r->list + r->n, 0, (n - r->n) * sizeof(*r->list));
		r->n = n;
	}
	if (r->list[id].kind == ROLE_NEW)
		r->list[id] = column_role(r, rows_path(r->rows, path));
	return &r->list[id];
}

enum scan_type
role_type(const struct role *role, enum scan_type type)
{
	bool is_list = type == SCAN_ARRAY || type == SCAN_OBJECT;

	if (type == SCAN_NULL)
		return SCAN_NONE;
	switch (role->kind) {
	case ROLE_COLUMN:
		return !role->is_text || type == SCAN_STRING ? SCAN_NONE
		                                             : SCAN_STRING;
	case ROLE_ADDON:
	case ROLE_DUMP_MODULE:
		return type == SCAN_STRING ? SCAN_NONE : SCAN_STRING;
	case ROLE_MODULE: /* a name, or an object with one */
		return type == SCAN_STRING || type == SCAN_OBJECT ? SCAN_NONE
		                                                  : SCAN_STRING;
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

uint32_t
roles_ncolumns(const struct roles *r)
{
	return COLUMN_SCALAR + intern_count(r->columns);
}

struct str
roles_column_name(const struct roles *r, uint32_t column)
{
	return intern_text(r->columns, column - COLUMN_SCALAR);
}

/* Its number, or that of no column when no row has it. */
static uint32_t
special_column(const struct roles *r, enum special special)
{
	struct str name = str_of(special_names[special]);
	uint32_t id;

	return intern_find(r->columns, name, &id) ? COLUMN_SCALAR + id
	                                          : UINT32_MAX;
}

size_t
roles_sources(const struct roles *r, uint32_t column, uint32_t source[3])
{
	size_t i, j, n = 0;
	enum special special;

	for (i = 0; i < NMADE; i++) {
		if (r->made[i] != column)
			continue;
		for (j = 0; j < 3; j++) {
			special = made[i].source[j];
			if (special != NO_SPECIAL)
				source[n++] = special_column(r, special);
		}
	}
	return n;
}

uint32_t
roles_made_column(const struct roles *r, enum made which)
{
	return r->made[which];
}
