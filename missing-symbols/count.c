/*
 * Which modules a report was counted for is kept in a log of 64-bit words, in
 * segments: where the report's segment before this one begins (plus one), how
 * many entries follow, then the entries in rising order. A report gets one
 * segment with its first row, and another one with each later row that brings
 * modules the earlier ones lacked.
 *
 * An entry is the module's number or, for mappings, a hash of the number,
 * addresses and code ID: 64 bits are plenty to tell apart those of one report.
 */
#include "missing-symbols/count.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/intern.h"
#include "common/util.h"

#define NULL_HASH 0x9e3779b97f4a7c15U /* of no text: not that of an empty one */

struct tally {
	uint64_t count;
	struct str code_id;
};

struct pending {
	uint64_t entry;
	uint32_t module;
	struct str code_id; /* borrowed from the row */
};

struct count {
	enum count_by by;
	struct intern *keys; /* module_key to number */
	struct tally *tallies;
	size_t tally_cap;
	struct arena code_ids;
	struct intern *uuids;
	uint64_t *newest; /* by number of the uuid: begin of its newest
	                     segment, plus one; 0 when it has none */
	size_t newest_cap;
	uint64_t *log;
	size_t nlog, log_cap;
	uint64_t nreports;
	struct pending *pending;
	size_t npending, pending_cap;
	char *key;
	size_t key_cap;
};

struct count *
count_new(enum count_by by)
{
	struct count *c = xcalloc(1, sizeof(*c));

	c->by = by;
	c->keys = intern_new();
	c->uuids = intern_new();
	return c;
}

void
count_free(struct count *c)
{
	if (c == NULL)
		return;
	intern_free(c->keys);
	intern_free(c->uuids);
	arena_free(&c->code_ids);
	free(c->tallies);
	free(c->newest);
	free(c->log);
	free(c->pending);
	free(c->key);
	free(c);
}

static uint32_t
module_number(struct count *c, const struct module *m)
{
	uint32_t known = intern_count(c->keys);
	uint32_t number =
	    intern_id(c->keys, module_key(m, &c->key, &c->key_cap));

	if (number == known) {
		c->tallies = xgrow(
		    c->tallies, known, &c->tally_cap, sizeof(*c->tallies));
		c->tallies[number] = (struct tally){.count = 0};
	}
	return number;
}

/* Keep the smallest code ID, so that the order of rows changes nothing. */
static void
code_id_keep(struct count *c, uint32_t number, struct str code_id)
{
	struct str *kept = &c->tallies[number].code_id;

	if (code_id.len > 0 &&
	    (kept->len == 0 || str_order(code_id, *kept) < 0))
		*kept = arena_copy(&c->code_ids, code_id);
}

static uint64_t
mapping_hash(const struct mapping *m, uint32_t number)
{
	const struct str part[] = {
	    m->base_addr, m->end_addr, m->module.code_id};
	uint64_t hash = hash_number((uint64_t)number + 1);
	size_t i;

	for (i = 0; i < 3; i++)
		hash = hash_number(
		    hash ^ (part[i].data == NULL
		                   ? NULL_HASH
		                   : hash_bytes(part[i].data, part[i].len)));
	return hash;
}

void
count_begin(struct count *c)
{
	c->npending = 0;
}

void
count_see(struct count *c, const struct mapping *m)
{
	uint32_t number = module_number(c, &m->module);

	c->pending = xgrow(
	    c->pending, c->npending, &c->pending_cap, sizeof(*c->pending));
	c->pending[c->npending++] = (struct pending){
	    .entry = c->by == COUNT_MAPPINGS ? mapping_hash(m, number) : number,
	    .module = number,
	    .code_id = m->module.code_id,
	};
}

static int
entry_order(const void *a, const void *b)
{
	uint64_t x = ((const struct pending *)a)->entry;
	uint64_t y = ((const struct pending *)b)->entry;

	return (x > y) - (x < y);
}

/* Most reports hold so few modules that sorting them by hand is faster. */
static void
pending_sort(struct pending *p, size_t n)
{
	struct pending moved;
	size_t i, j;

	if (n > 64) {
		qsort(p, n, sizeof(*p), entry_order);
		return;
	}
	for (i = 1; i < n; i++) {
		moved = p[i];
		for (j = i; j > 0 && p[j - 1].entry > moved.entry; j--)
			p[j] = p[j - 1];
		p[j] = moved;
	}
}

/* Was the report whose newest segment is given counted for the entry? */
static bool
log_has(const struct count *c, uint64_t newest, uint64_t entry)
{
	const uint64_t *segment;
	uint64_t low, high, middle;

	for (; newest != 0; newest = segment[0]) {
		segment = c->log + newest - 1;
		for (low = 2, high = 2 + segment[1]; low < high;) {
			middle = low + (high - low) / 2;
			if (segment[middle] == entry)
				return true;
			if (segment[middle] < entry)
				low = middle + 1;
			else
				high = middle;
		}
	}
	return false;
}

/* What is pending to what is new in this report: sorted, each entry once. */
static void
pending_reduce(struct count *c, uint64_t newest)
{
	struct pending *p = c->pending;
	size_t i, kept = 0;

	pending_sort(p, c->npending);
	for (i = 0; i < c->npending; i++) {
		code_id_keep(c, p[i].module, p[i].code_id);
		if ((kept == 0 || p[kept - 1].entry != p[i].entry) &&
		    !log_has(c, newest, p[i].entry))
			p[kept++] = p[i];
	}
	c->npending = kept;
}

static void
log_put(struct count *c, uint64_t word)
{
	c->log = xgrow(c->log, c->nlog, &c->log_cap, sizeof(*c->log));
	c->log[c->nlog++] = word;
}

/* Write down what is pending as the report's newest segment. */
static void
log_append(struct count *c, uint64_t *newest)
{
	uint64_t begin = c->nlog;
	size_t i;

	if (c->npending == 0)
		return;
	log_put(c, *newest);
	log_put(c, c->npending);
	for (i = 0; i < c->npending; i++)
		log_put(c, c->pending[i].entry);
	*newest = begin + 1;
}

void
count_report(struct count *c, struct str uuid)
{
	uint32_t known = intern_count(c->uuids), number;
	uint64_t none = 0, *newest = &none;
	size_t i;

	if (uuid.len > 0) {
		number = intern_id(c->uuids, uuid);
		c->newest =
		    xgrow(c->newest, known, &c->newest_cap, sizeof(*c->newest));
		newest = &c->newest[number];
		if (number == known)
			*newest = 0;
	}
	if (uuid.len == 0 || number == known)
		c->nreports++;
	pending_reduce(c, *newest);
	for (i = 0; i < c->npending; i++)
		c->tallies[c->pending[i].module].count++;
	if (uuid.len > 0)
		log_append(c, newest);
}

void
count_add(struct count *c, const struct module *m)
{
	uint32_t number = module_number(c, m);

	c->tallies[number].count += m->crash_count;
	code_id_keep(c, number, m->code_id);
}

uint64_t
count_nreports(const struct count *c)
{
	return c->nreports;
}

uint32_t
count_nmodules(const struct count *c)
{
	return intern_count(c->keys);
}

struct module
count_module(const struct count *c, uint32_t number)
{
	struct module m = module_of_key(intern_text(c->keys, number));

	m.code_id = c->tallies[number].code_id;
	m.crash_count = c->tallies[number].count;
	return m;
}
