#ifndef CORRELATIONS_VALUE_H
#define CORRELATIONS_VALUE_H

#include "common/scan.h"
#include "common/str.h"

/* A value of a column: NULL, FALSE, TRUE, NUMBER or STRING. */
struct value {
	enum scan_type type;
	struct str text; /* NUMBER: item_number's form */
};

/*
 * The order of the values of a column: null, false, true, numbers by size,
 * then text by bytes (ALGORITHM section 3).
 */
int value_order(const struct value *a, const struct value *b);

/*
 * The order that compat has them in: by the bytes of what Python's repr()
 * prints, since the production job sorts by that.
 */
int value_order_compat(const struct value *a, const struct value *b);

#endif
