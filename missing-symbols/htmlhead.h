#ifndef HTMLHEAD_H
#define HTMLHEAD_H

#include <stdio.h>

#include "missing-symbols/report.h"

/*
 * The report up to and with its first heading. A mail has its style with it; a
 * page has more style, and a script that searches and sorts what follows.
 */
void html_head(const struct report *r, FILE *out);

/* Its last line, and the end. */
void html_end(const struct report *r, FILE *out);

#endif
