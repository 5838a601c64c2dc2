#ifndef COMMON_HTML_H
#define COMMON_HTML_H

#include <stddef.h>
#include <stdio.h>

#include "common/str.h"

/*
 * Text for HTML: between tags, and in attributes in quotation marks. What is
 * markup becomes entities.
 *
 * shown    fit for eyes already: our own words, or what vis() made
 */
void html_escape(FILE *out, const char *shown);

/* The same of strangers' text, made fit for eyes by vis() first. */
void html_text(FILE *out, struct str text);

/* The same, cut by vis(): to cap bytes before the entities, at least 16. */
void html_text_cut(FILE *out, struct str text, size_t cap);

#endif
