#include "correlations/word.h"

#include <stdint.h>
#include <strings.h>

#include "common/scan.h"

enum kind {
	SPACE,
	MARK,   /* stands between words of a chunk */
	LETTER, /* belongs to a word */
	OTHER,  /* makes what it stands in no word */
};

/* Latin-1 and Latin Extended-A (Unicode 15, chapter 24), in lower case. */
static uint32_t
latin_lower(uint32_t c)
{
	if (c <= 0xde)
		return c + 0x20;
	if (c < 0x100)
		return c;
	switch (c) {
	case 0x130: /* I with dot above */
		return 'i';
	case 0x131:
	case 0x138:
	case 0x149:
		return c;
	case 0x178: /* Y with diaeresis: its small letter is in Latin-1 */
		return 0xff;
	case 0x17f: /* long s */
		return 's';
	}
	/* pairs of a capital and its small letter, from an even or odd one */
	if ((c >= 0x139 && c <= 0x148) || c >= 0x179)
		return c + (c & 1);
	return c | 1;
}

static enum kind
ascii_kind(uint32_t c, uint32_t *lower)
{
	if (c <= ' ' || c == 0x7f)
		return SPACE;
	if ((c >= '0' && c <= '9') || c == '_')
		return OTHER;
	*lower = c | 0x20;
	return *lower >= 'a' && *lower <= 'z' ? LETTER : MARK;
}

/*
 * What a character is. Beyond Latin that is told by blocks: spaces, and general
 * punctuation, symbols, variation selectors and emoji as marks.
 */
static enum kind
kind_of(uint32_t c, uint32_t *lower)
{
	if (c < 0x80)
		return ascii_kind(c, lower);
	if (c <= 0xa0)
		return SPACE;
	if (c < 0xc0 || c == 0xd7 || c == 0xf7)
		return MARK;
	if (c <= 0x17f) {
		*lower = latin_lower(c);
		return LETTER;
	}
	if (c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	    c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000)
		return SPACE;
	if ((c >= 0x2000 && c <= 0x2bff) || (c >= 0xfe00 && c <= 0xfe0f) ||
	    c == 0xfeff || (c >= 0x1f000 && c <= 0x1faff))
		return MARK;
	return OTHER;
}

/* The kind of the first character of a text, which has one, and its bytes. */
static enum kind
first_kind(struct str text, uint32_t *lower, size_t *len)
{
	uint32_t c;

	*len = utf8_decode(text.data, text.len, &c);
	if (*len > 0)
		return kind_of(c, lower);
	*len = 1;
	return OTHER;
}

static void
skip(struct str *text, size_t len)
{
	text->data += len;
	text->len -= len;
}

/* An address of a page, a person or a file, or part of one? */
static bool
is_address(struct str chunk)
{
	const char *slash = memchr(chunk.data, '/', chunk.len);
	struct str rest = chunk;

	if (memchr(chunk.data, '@', chunk.len) != NULL ||
	    memchr(chunk.data, '\\', chunk.len) != NULL ||
	    memchr(chunk.data, '=', chunk.len) != NULL)
		return true;
	if (chunk.len >= 4 && strncasecmp(chunk.data, "www.", 4) == 0)
		return true;
	if (slash == NULL)
		return false;
	skip(&rest, (size_t)(slash - chunk.data) + 1);
	return memchr(chunk.data, '.', chunk.len) != NULL ||
	       (rest.len > 0 && memchr(rest.data, '/', rest.len) != NULL);
}

struct word_reader
word_read(struct str comment)
{
	return (struct word_reader){.rest = comment};
}

/* Go on to the next chunk that is no address, if there is one. */
static bool
chunk_next(struct word_reader *reader)
{
	struct str *rest = &reader->rest, chunk;
	uint32_t lower;
	size_t len;

	while (rest->len > 0) {
		chunk = *rest;
		while (
		    rest->len > 0 && first_kind(*rest, &lower, &len) != SPACE)
			skip(rest, len);
		chunk.len -= rest->len;
		if (rest->len > 0)
			skip(rest, len);
		if (chunk.len > 0 && !is_address(chunk)) {
			reader->chunk = chunk;
			return true;
		}
	}
	return false;
}

static void
letter_add(struct word_reader *reader, struct str *word, uint32_t c)
{
	if (c < 0x80) {
		reader->word[word->len++] = (char)c;
		return;
	}
	reader->word[word->len++] = (char)(0xc0 | c >> 6);
	reader->word[word->len++] = (char)(0x80 | (c & 0x3f));
}

/* What stands before the next mark of the chunk; empty if it is no word. */
static struct str
run_next(struct word_reader *reader)
{
	struct str word = {reader->word, 0};
	size_t nletters = 0, len;
	bool spoiled = false;
	uint32_t lower;
	enum kind kind;

	while (reader->chunk.len > 0) {
		kind = first_kind(reader->chunk, &lower, &len);
		skip(&reader->chunk, len);
		if (kind == MARK)
			break;
		if (kind == OTHER || nletters == WORD_LETTERS_MAX) {
			spoiled = true;
			continue;
		}
		letter_add(reader, &word, lower);
		nletters++;
	}
	if (spoiled || nletters < WORD_LETTERS_MIN)
		word.len = 0;
	return word;
}

struct str
word_next(struct word_reader *reader)
{
	struct str word;

	for (;;) {
		if (reader->chunk.len == 0 && !chunk_next(reader))
			return (struct str){NULL, 0};
		word = run_next(reader);
		if (word.len > 0)
			return word;
	}
}
