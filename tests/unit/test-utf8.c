/* UTF-8 in common/scan.c against RFC 3629 and table 3-7 of Unicode. */
#include "tests/unit/unit.h"

#include <iconv.h>

#include "common/scan.h"

/* Table 3-7, well-formed UTF-8 byte sequences: ranges of each byte. */
static const unsigned char sequences[9][8] = {
    {0x00, 0x7f},
    {0xc2, 0xdf, 0x80, 0xbf},
    {0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf},
    {0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf},
    {0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf},
    {0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf},
    {0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
    {0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf},
    {0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf},
};

static size_t
sequence_len(const unsigned char *p, size_t len)
{
	static const size_t lens[] = {1, 2, 3, 3, 3, 3, 4, 4, 4};
	size_t i, k;

	for (i = 0; i < NITEMS(sequences); i++) {
		for (k = 0; k < lens[i]; k++)
			if (k >= len || p[k] < sequences[i][2 * k] ||
			    p[k] > sequences[i][2 * k + 1])
				break;
		if (k == lens[i])
			return k;
	}
	return 0;
}

/* Every first byte, followed by bytes at and beside the limits of the table. */
static void
test_utf8_sequences(void **state)
{
	static const unsigned char edges[] = {0x00, 0x20, 0x7f, 0x80, 0x8f,
	    0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xe0, 0xf0, 0xff};
	unsigned char p[6 + SCAN_PAD + 1] = {'"'};
	const char *text = (const char *)p, *end;
	struct scan s = {.end = text + 6};
	unsigned int lead, n;
	size_t len, good;
	uint32_t c;
	bool escaped;

	(void)state;
	for (lead = 0x80; lead < 0x100; lead++) {
		for (n = 0; n < 14 * 14 * 14; n++) {
			p[1] = (unsigned char)lead;
			p[2] = edges[n % 14];
			p[3] = edges[n / 14 % 14];
			p[4] = edges[n / 196];
			p[5] = '"';
			good = sequence_len(p + 1, 4);
			for (len = 0; len <= 4; len++)
				assert_int_equal(utf8_decode(text + 1, len, &c),
				    good <= len ? good : 0);
			if (good > 0)
				p[1 + good] = '"';
			end = scan_string(&s, text, &escaped);
			if (good > 0) {
				assert_ptr_equal(end, text + 2 + good);
			} else {
				assert_null(end);
				assert_ptr_equal(s.at, text + 1);
				assert_string_equal(s.what, "invalid UTF-8");
			}
		}
	}
}

/* What iconv makes of every character, back to the character. */
static void
test_utf8_characters(void **state)
{
	static uint32_t all[0x110000 - 0x800];
	static char utf8[sizeof(all)];
	char *in = (char *)all, *out = utf8, *p;
	size_t n = 0, in_left = sizeof(all), out_left = sizeof(utf8), len;
	uint32_t c;
	iconv_t cd = iconv_open("UTF-8", "UCS-4LE");

	(void)state;
	for (c = 0; c < 0x110000; c++)
		if (c < 0xd800 || c > 0xdfff)
			all[n++] = c;
	assert_ptr_not_equal(cd, (iconv_t)-1);
	assert_int_equal(iconv(cd, &in, &in_left, &out, &out_left), 0);
	iconv_close(cd);
	for (n = 0, p = utf8; p < out; n++, p += len) {
		len = utf8_decode(p, (size_t)(out - p), &c);
		if (len == 0 || c != all[n])
			fail_msg("U+%04X", all[n]);
	}
	assert_int_equal(n, NITEMS(all));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_utf8_sequences),
	    cmocka_unit_test(test_utf8_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
