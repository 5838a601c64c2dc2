#ifndef CORRELATIONS_DERIVE_H
#define CORRELATIONS_DERIVE_H

#include <stdbool.h>

#include "common/str.h"

/*
 * Columns made from others (ALGORITHM section 3f). Texts with data NULL are
 * null; what is returned points into the arguments, a literal or out.
 */

/* The first part of cpu_info split at each " | " from the left. */
struct str derive_cpu_info(struct str cpu_info);

/* Is its last part anything but "1"? cpu_info is not null. */
bool derive_is_multicore(struct str cpu_info);

/* "x86", "amd64", "unknown", or null. */
struct str derive_os_arch(struct str total_virtual_memory, struct str platform,
    struct str platform_version);

/*
 * The part of a driver's version that its vendor counts by: Intel's last
 * number, NVIDIA's release as in 581.07; other ones unchanged.
 *
 * out      room for the six characters of an NVIDIA release
 */
#define DERIVE_VERSION_MAX 32
struct str derive_driver_version(
    struct str version, struct str vendor_id, char out[DERIVE_VERSION_MAX]);

#endif
