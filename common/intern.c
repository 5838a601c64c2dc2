#include "common/intern.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/util.h"

struct intern {
	struct arena arena;
	struct str *texts; /* by number */
	size_t cap;
	uint32_t count;
	uint32_t *slots; /* open addressing: number + 1, or 0 when empty */
	size_t nslots;   /* a power of two */
};

struct intern *
intern_new(void)
{
	struct intern *in = xcalloc(1, sizeof(*in));

	in->nslots = 64;
	in->slots = xcalloc(in->nslots, sizeof(*in->slots));
	return in;
}

void
intern_free(struct intern *in)
{
	if (in == NULL)
		return;
	arena_free(&in->arena);
	free(in->texts);
	free(in->slots);
	free(in);
}

/* Where a text is, or the empty slot where it would go. */
static uint32_t *
slot_find(const struct intern *in, struct str text)
{
	size_t i = hash_bytes(text.data, text.len) & (in->nslots - 1);

	while (
	    in->slots[i] != 0 && !str_equal(in->texts[in->slots[i] - 1], text))
		i = (i + 1) & (in->nslots - 1);
	return &in->slots[i];
}

static void
slots_double(struct intern *in)
{
	uint32_t id;

	free(in->slots);
	in->nslots *= 2;
	in->slots = xcalloc(in->nslots, sizeof(*in->slots));
	for (id = 0; id < in->count; id++)
		*slot_find(in, in->texts[id]) = id + 1;
}

uint32_t
intern_id(struct intern *in, struct str text)
{
	uint32_t *slot = slot_find(in, text);

	if (*slot != 0)
		return *slot - 1;
	in->texts = xgrow(in->texts, in->count, &in->cap, sizeof(*in->texts));
	in->texts[in->count] = arena_copy(&in->arena, text);
	*slot = ++in->count;
	if (in->count > in->nslots / 4 * 3)
		slots_double(in);
	return in->count - 1;
}

bool
intern_find(const struct intern *in, struct str text, uint32_t *id)
{
	uint32_t slot = *slot_find(in, text);

	if (slot == 0)
		return false;
	*id = slot - 1;
	return true;
}

struct str
intern_text(const struct intern *in, uint32_t id)
{
	return in->texts[id];
}

uint32_t
intern_count(const struct intern *in)
{
	return in->count;
}

size_t
intern_nbytes(const struct intern *in)
{
	return in->arena.nbytes + in->cap * sizeof(*in->texts) +
	       in->nslots * sizeof(*in->slots);
}
