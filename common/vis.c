#include "common/vis.h"

#include <stdint.h>
#include <stdio.h>

#include "common/scan.h"
#include "common/util.h"

/* Is it one that turns or hides text: bidirectional controls, zero width? */
static bool
is_trick(uint32_t c)
{
	return (c >= 0x80 && c < 0xa0) || c == 0x61c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	       (c >= 0xfff9 && c <= 0xfffb);
}

char *
vis(struct str text, char *out, size_t cap)
{
	const unsigned char *p = (const unsigned char *)text.data;
	size_t i = 0, o = 0, cut = 0, len;
	uint32_t c;
	char piece[16];
	int n;

	while (i < text.len) {
		len = utf8_decode(text.data + i, text.len - i, &c);
		if (len == 0) {
			n = snprintf(piece, sizeof(piece), "\\x%02x", p[i]);
			len = 1;
		} else if (c < 0x20 || c == 0x7f) {
			n = snprintf(
			    piece, sizeof(piece), "\\x%02x", (unsigned int)c);
		} else if (is_trick(c)) {
			n = snprintf(
			    piece, sizeof(piece), "\\u{%x}", (unsigned int)c);
		} else if (c == '\\') {
			n = snprintf(piece, sizeof(piece), "\\\\");
		} else {
			memcpy(piece, text.data + i, len);
			n = (int)len;
		}
		i += len;
		if (o + 3 < cap)
			cut = o;
		if (o + (size_t)n >= cap) {
			memcpy(out + cut, "...", 3);
			o = cut + 3;
			break;
		}
		memcpy(out + o, piece, (size_t)n);
		o += (size_t)n;
	}
	out[o] = '\0';
	return out;
}

char *
vis_dup(struct str text)
{
	size_t cap = 4 * text.len + 16; /* at most four bytes of one */

	return vis(text, xmalloc(cap), cap);
}
