#include "correlations/uuids.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"

/* Numbers of uuids of another form have the highest bit set. */
#define OTHER 0x80000000U

struct key {
	uint64_t half[2];
};

struct uuids {
	struct key *keys; /* by number */
	size_t cap;
	uint32_t count;
	uint32_t *slots; /* number + 1, or 0 when empty */
	size_t nslots;   /* a power of two */
	struct intern *others;
};

struct uuids *
uuids_new(void)
{
	struct uuids *u = xcalloc(1, sizeof(*u));

	u->nslots = 1024;
	u->slots = xcalloc(u->nslots, sizeof(*u->slots));
	u->others = intern_new();
	return u;
}

void
uuids_free(struct uuids *u)
{
	if (u == NULL)
		return;
	free(u->keys);
	free(u->slots);
	intern_free(u->others);
	free(u);
}

/* Read the usual form; only that, so that different texts stay different. */
static bool
key_parse(struct str uuid, struct key *key)
{
	unsigned int digits = 0, value;
	size_t i;
	char c;

	*key = (struct key){{0, 0}};
	if (uuid.len != 36)
		return false;
	for (i = 0; i < 36; i++) {
		c = uuid.data[i];
		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (c != '-')
				return false;
			continue;
		}
		if (c >= '0' && c <= '9')
			value = (unsigned int)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = (unsigned int)(c - 'a') + 10;
		else
			return false;
		key->half[digits / 16] = key->half[digits / 16] << 4 | value;
		digits++;
	}
	return true;
}

static uint32_t *
slot_find(const struct uuids *u, struct key key)
{
	size_t i = hash_number(key.half[0] ^ hash_number(key.half[1])) &
	           (u->nslots - 1);
	const struct key *other;

	for (; u->slots[i] != 0; i = (i + 1) & (u->nslots - 1)) {
		other = &u->keys[u->slots[i] - 1];
		if (other->half[0] == key.half[0] &&
		    other->half[1] == key.half[1])
			break;
	}
	return &u->slots[i];
}

static void
slots_double(struct uuids *u)
{
	uint32_t i;

	free(u->slots);
	u->nslots *= 2;
	u->slots = xcalloc(u->nslots, sizeof(*u->slots));
	for (i = 0; i < u->count; i++)
		*slot_find(u, u->keys[i]) = i + 1;
}

bool
uuids_add(struct uuids *u, struct str uuid, uint32_t *number)
{
	uint32_t *slot, known = intern_count(u->others);
	struct key key;

	if (!key_parse(uuid, &key)) {
		*number = intern_id(u->others, uuid);
		known = *number < known;
		*number |= OTHER;
		return !known;
	}
	slot = slot_find(u, key);
	if (*slot != 0) {
		*number = *slot - 1;
		return false;
	}
	u->keys = xgrow(u->keys, u->count, &u->cap, sizeof(*u->keys));
	u->keys[u->count] = key;
	*number = u->count++;
	*slot = u->count;
	if (u->count > u->nslots / 4 * 3)
		slots_double(u);
	return true;
}
