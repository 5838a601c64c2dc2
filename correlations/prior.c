#include "correlations/prior.h"

#include <stddef.h>

enum node {
	/* in the order of enum item_kind */
	MODULE,
	ADDON,
	ADDON_VERSION,
	APP_NOTE,
	GFX_ERROR,
	ACCESSIBILITY,
	DEVICE_ID,
	DRIVER,
	DRIVER_CLEAN,
	SUBSYS_ID,
	VENDOR_ID,
	ANDROID_BOARD,
	ANDROID_HARDWARE,
	ANDROID_MANUFACTURER,
	BIOS,
	CPU_INFO,
	CPU_ARCH,
	CPU_MICROCODE,
	E10S_COHORT,
	E10S_ENABLED,
	GMP_PLUGIN,
	IPC_CHANNEL_ERROR,
	IPC_FATAL_ERROR,
	JIT_CATEGORY,
	OS_ARCH,
	PLATFORM,
	PRETTY_VERSION,
	PLATFORM_VERSION,
	PROCESS_TYPE,
	SAFE_MODE,
	SHUTDOWN_PROGRESS,
	STARTUP_CRASH,
	THEME,
	LOCALE,
	NNODES,
};

static const char *const names[NNODES] = {
    [ACCESSIBILITY] = "accessibility",
    [DEVICE_ID] = "adapter_device_id",
    [DRIVER] = "adapter_driver_version",
    [DRIVER_CLEAN] = "adapter_driver_version_clean",
    [SUBSYS_ID] = "adapter_subsys_id",
    [VENDOR_ID] = "adapter_vendor_id",
    [ANDROID_BOARD] = "android_board",
    [ANDROID_HARDWARE] = "android_hardware",
    [ANDROID_MANUFACTURER] = "android_manufacturer",
    [BIOS] = "bios_manufacturer",
    [CPU_INFO] = "CPU Info",
    [CPU_ARCH] = "cpu_arch",
    [CPU_MICROCODE] = "cpu_microcode_version",
    [E10S_COHORT] = "e10s_cohort",
    [E10S_ENABLED] = "e10s_enabled",
    [GMP_PLUGIN] = "gmp_plugin",
    [IPC_CHANNEL_ERROR] = "ipc_channel_error",
    [IPC_FATAL_ERROR] = "ipc_fatal_error_protocol",
    [JIT_CATEGORY] = "jit_category",
    [OS_ARCH] = "os_arch",
    [PLATFORM] = "platform",
    [PRETTY_VERSION] = "platform_pretty_version",
    [PLATFORM_VERSION] = "platform_version",
    [PROCESS_TYPE] = "process_type",
    [SAFE_MODE] = "safe_mode",
    [SHUTDOWN_PROGRESS] = "shutdown_progress",
    [STARTUP_CRASH] = "startup_crash",
    [THEME] = "theme",
    [LOCALE] = "useragent_locale",
};

#define BIT(node) ((uint64_t)1 << (node))

/* The edges: what each node can explain directly. */
static const uint64_t edges[NNODES] = {
    [PLATFORM] = BIT(PRETTY_VERSION) | BIT(VENDOR_ID) | BIT(BIOS) |
                 BIT(CPU_INFO) | BIT(CPU_ARCH) | BIT(OS_ARCH),
    [PRETTY_VERSION] = BIT(PLATFORM_VERSION) | BIT(APP_NOTE),
    [PLATFORM_VERSION] = BIT(MODULE),
    [VENDOR_ID] = BIT(DEVICE_ID),
    [DEVICE_ID] = BIT(DRIVER) | BIT(DRIVER_CLEAN) | BIT(SUBSYS_ID),
    [DRIVER] = BIT(APP_NOTE) | BIT(GFX_ERROR),
    [DRIVER_CLEAN] = BIT(APP_NOTE) | BIT(GFX_ERROR),
    [CPU_ARCH] = BIT(CPU_INFO),
    [CPU_INFO] = BIT(CPU_MICROCODE),
    [STARTUP_CRASH] =
        BIT(ADDON) | BIT(ADDON_VERSION) | BIT(MODULE) | BIT(APP_NOTE) |
        BIT(OS_ARCH) | BIT(SHUTDOWN_PROGRESS) | BIT(SAFE_MODE) |
        BIT(IPC_CHANNEL_ERROR) | BIT(IPC_FATAL_ERROR) | BIT(GMP_PLUGIN) |
        BIT(JIT_CATEGORY) | BIT(ACCESSIBILITY) | BIT(LOCALE) | BIT(VENDOR_ID) |
        BIT(DEVICE_ID) | BIT(SUBSYS_ID) | BIT(THEME) | BIT(E10S_ENABLED) |
        BIT(E10S_COHORT) | BIT(BIOS) | BIT(PROCESS_TYPE),
    [PROCESS_TYPE] = BIT(E10S_ENABLED) | BIT(STARTUP_CRASH),
    [ANDROID_HARDWARE] = BIT(MODULE),
    [ANDROID_BOARD] = BIT(MODULE),
    [ANDROID_MANUFACTURER] = BIT(MODULE),
    [ADDON] = BIT(ADDON_VERSION),
};

int
prior_node(enum item_kind kind, struct str column)
{
	int i;

	if (kind != ITEM_SCALAR)
		return (int)kind - ITEM_MODULE + MODULE;
	for (i = ACCESSIBILITY; i < NNODES; i++)
		if (str_equal(column, str_of(names[i])))
			return i;
	return -1;
}

uint64_t
prior_closure(int node)
{
	uint64_t reached = node == -1 ? 0 : edges[node], before = 0;
	int i;

	while (reached != before) {
		before = reached;
		for (i = 0; i < NNODES; i++)
			if (reached & BIT(i))
				reached |= edges[i];
	}
	return reached;
}
