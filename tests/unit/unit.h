#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

/* What every unit test includes, and help with files and with what ends the
 * program. */

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/str.h"

#define NITEMS(array) (sizeof(array) / sizeof((array)[0]))

/* STR for the initialiser of something static. */
#define BYTES(literal)                       \
	{                                    \
		literal, sizeof(literal) - 1 \
	}

/* The folder of this test program, made when first asked for, removed with all
 * that is in it at the end. */
const char *unit_folder(void);

/*
 * Write a file into that folder.
 *
 * returns  its path
 * owns     the test program; lasts to its end
 */
const char *unit_file(const char *name, struct str text);

/* The whole of a file, NUL-terminated; the caller frees it. */
char *unit_read(const char *path);

/* How many files the folder holds. */
size_t unit_count(void);

/* What became of a piece of work done in a process of its own. */
struct unit_end {
	int status;      /* of exit, or -1 */
	int signal;      /* that ended it, or 0 */
	char text[8192]; /* what it said on standard error */
};

/* Do the work in a child and wait for it; status is 0 when work returns. */
struct unit_end unit_run(void (*work)(void *), void *arg);

#endif
