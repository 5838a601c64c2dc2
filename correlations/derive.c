#include "correlations/derive.h"

#include <stddef.h>
#include <stdint.h>

/* Addresses below 2.5 GiB: what a 32-bit process can have on Windows. */
#define MEMORY_X86 INT64_C(2684354560)

static const struct str null_text;

/* Where " | " next is, or the length of the text. */
static size_t
bar_find(struct str text)
{
	const char *bar =
	    text.len ? memmem(text.data, text.len, " | ", 3) : NULL;

	return bar ? (size_t)(bar - text.data) : text.len;
}

struct str
derive_cpu_info(struct str cpu_info)
{
	cpu_info.len = bar_find(cpu_info);
	return cpu_info;
}

bool
derive_is_multicore(struct str cpu_info)
{
	size_t bar;

	while ((bar = bar_find(cpu_info)) < cpu_info.len) {
		cpu_info.data += bar + 3;
		cpu_info.len -= bar + 3;
	}
	return !str_equal(cpu_info, STR("1"));
}

static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 16;
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* As BigQuery's CAST(text AS INT64) reads it; false where that fails. */
static bool
int64_cast(struct str text, int64_t *out)
{
	const char *p = text.data, *end = p + text.len;
	uint64_t n = 0, max = INT64_MAX;
	bool negative;
	int base = 10, digit;

	while (p < end && is_space(*p))
		p++;
	while (p < end && is_space(end[-1]))
		end--;
	negative = p < end && *p == '-';
	if (p < end && (*p == '-' || *p == '+'))
		p++;
	if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x') {
		base = 16;
		p += 2;
	}
	if (p == end)
		return false;
	max += negative;
	for (; p < end; p++) {
		digit = digit_value(*p);
		if (digit >= base ||
		    n > (max - (uint64_t)digit) / (uint64_t)base)
			return false;
		n = n * (uint64_t)base + (uint64_t)digit;
	}
	*out = negative ? (int64_t)(0 - n) : (int64_t)n;
	return true;
}

struct str
derive_os_arch(struct str total_virtual_memory, struct str platform,
    struct str platform_version)
{
	int64_t nbytes;

	if (total_virtual_memory.len > 0) {
		if (!int64_cast(total_virtual_memory, &nbytes))
			return STR("unknown");
		return nbytes < MEMORY_X86 ? STR("x86") : STR("amd64");
	}
	if (str_equal(platform, STR("Mac OS X")))
		return STR("amd64");
	if (str_has(platform_version, STR("i686")))
		return STR("x86");
	if (str_has(platform_version, STR("x86_64")))
		return STR("amd64");
	return null_text;
}

/* Where the nth character from the end begins; text.len when there is none. */
static size_t
from_end(struct str text, unsigned int nth)
{
	size_t i = text.len;

	while (i > 0)
		if (((unsigned char)text.data[--i] & 0xc0) != 0x80 &&
		    --nth == 0)
			return i;
	return text.len;
}

static struct str
nvidia_release(struct str version, char out[DERIVE_VERSION_MAX])
{
	size_t at6 = from_end(version, 6), at5 = from_end(version, 5),
	       at4 = from_end(version, 4), at2 = from_end(version, 2), len;

	if (at6 == version.len)
		return version;
	len = at5 - at6;
	memcpy(out, version.data + at6, len);
	memcpy(out + len, version.data + at4, at2 - at4);
	len += at2 - at4;
	out[len++] = '.';
	memcpy(out + len, version.data + at2, version.len - at2);
	len += version.len - at2;
	return (struct str){out, len};
}

struct str
derive_driver_version(
    struct str version, struct str vendor_id, char out[DERIVE_VERSION_MAX])
{
	const char *dot;

	if (version.len == 0)
		return version;
	if (str_equal(vendor_id, STR("0x8086")) ||
	    str_equal(vendor_id, STR("8086"))) {
		dot = memrchr(version.data, '.', version.len);
		if (dot == NULL)
			return version;
		version.len -= (size_t)(dot + 1 - version.data);
		version.data = dot + 1;
		return version;
	}
	if (str_equal(vendor_id, STR("0x10de")) ||
	    str_equal(vendor_id, STR("10de")))
		return nvidia_release(version, out);
	return version;
}
