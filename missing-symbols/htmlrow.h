#ifndef HTMLROW_H
#define HTMLROW_H

#include <stdio.h>

#include "missing-symbols/report.h"

/* Steps that the bars behind the counts come in: classes b1 to b20. */
#define NBARS 20

/* A field of strangers, or "no <what>" when there is nothing to see. */
void html_field(struct str field, size_t cap, const char *otherwise, FILE *out);

/* The columns of a table of modules, and of one of modules that are gone. */
unsigned int html_ncolumns(const struct report *r, bool gone);
void html_header(const struct report *r, bool gone, FILE *out);

/*
 * Table rows: a module of the report, or one that is gone.
 *
 * most     the crash count that has the longest bar
 */
void html_row(const struct report *r, const struct report_module *m,
    uint64_t most, FILE *out);
void html_row_gone(const struct report *r, const struct previous_module *m,
    uint64_t most, FILE *out);

/* A list item: a module whose symbols were found, and what to do now. */
void html_item_found(const struct report_module *m, FILE *out);

#endif
