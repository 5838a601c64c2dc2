#ifndef CORRELATIONS_ATTRIBUTES_H
#define CORRELATIONS_ATTRIBUTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"
#include "correlations/fate.h"
#include "correlations/results.h"
#include "correlations/roles.h"
#include "correlations/supports.h"
#include "correlations/value.h"

#define NO_ATTRIBUTE UINT32_MAX

/* One column of a channel, whichever way it comes about. */
struct attribute {
	enum item_kind kind;
	struct str name;   /* of the column, or the entry that makes it one */
	struct str label;  /* in the output */
	struct str sort;   /* internal name, which gives the order */
	uint32_t column;   /* its number in the rows; of scalar ones */
	uint32_t addon;    /* of a version: the attribute of its add-on */
	uint64_t nvalues;  /* SCALAR: reports of the channel with a value */
	int ndistinct;     /* of its values, null counting; 3: more than two */
	int node;          /* in the graph of priors */
	uint64_t explains; /* nodes reached from it */
};

/*
 * The attributes of a channel in the order of their internal names, and which
 * of them each item and each column belongs to.
 */
struct attributes {
	struct attribute *list;
	size_t n, cap;
	uint32_t *of_item;   /* by item; NO_ATTRIBUTE: of none */
	uint32_t *of_column; /* by scalar column */
	enum fate *fates;    /* of entries, by item; NULL: nothing explained */
	struct arena arena;  /* labels and internal names */
};

/* Human names of add-ons by their guid. */
struct addon_names;

struct mine_options {
	bool compat;
	double min_support_diff;
	double min_corr;
	unsigned int jobs;                     /* threads, at least 1 */
	const struct addon_names *addon_names; /* NULL: none */
};

/*
 * Find the columns that exist and the modules, add-ons, notes and errors that
 * become one (ALGORITHM sections 2 and 3).
 */
void attributes_find(struct attributes *as, const struct roles *roles,
    const struct reports *r, const struct channel *c, const struct supports *s,
    const struct mine_options *options);
void attributes_free(struct attributes *as);

/* Add one; good until the next is added. */
struct attribute *attribute_add(
    struct attributes *as, enum item_kind kind, struct str name);

/* FATE_CANDIDATE when a scalar column is an attribute, or why it is none. */
enum fate attributes_column_fate(const struct roles *roles,
    const struct channel *c, uint32_t column, bool compat);

/* The value that an item stands for in its attribute. */
struct value attribute_value(const struct attribute *a, struct item item);

/* An item as people read it. */
static inline struct result_item
attribute_item(const struct attribute *a, const struct value *value)
{
	return (struct result_item){
	    a->kind, a->label, value->type, value->text};
}

/* One of b to e (ALGORITHM section 3): only its being true is looked at. */
static inline bool
attribute_is_entry(const struct attribute *a)
{
	return a->kind != ITEM_SCALAR && a->kind != ITEM_ADDON_VERSION;
}

#endif
