#ifndef COMMON_ROWS_H
#define COMMON_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/scan.h"
#include "common/str.h"
#include "common/util.h"

/*
 * The row reader: newline-delimited JSON objects, one crash report or result
 * row a line, in one pass and without a tree. A tool says which paths it wants;
 * everything else is skipped, but checked all the same: RFC 8259 grammar,
 * UTF-8, depth at most 1,024.
 *
 * It takes what jansson takes with JSON_ALLOW_NUL, and besides: numbers of any
 * size, and surrogate escapes without their other half (U+FFFD).
 */
struct rows;

/* A value found at a wanted path. */
struct rows_value {
	struct str text; /* STRING: decoded; NUMBER: as written; else empty */
	int path;        /* as rows_want gave it */
	enum scan_type type; /* of ARRAY and OBJECT only this is told */
	uint32_t element;    /* which array element it is in: those of a row are
	                        numbered from 1, 0 is outside all arrays */
};

/*
 * max_line  longest row accepted, in bytes
 * owns      the caller, until rows_free
 */
struct rows *rows_new(size_t max_line);
void rows_free(struct rows *r);

/*
 * Ask for the values at a path: member names joined by dots, "[]" after a name
 * for the elements of the array it holds, as in "addons.list[].element". "*"
 * stands for every top-level member that no path begins with; each such
 * member gets a number of its own when it is first seen. To be called before
 * the first row.
 *
 * returns  the number that values found there carry, from 0 up
 */
int rows_want(struct rows *r, const char *path);

/*
 * What a number stands for: the path asked for, or the member's name where "*"
 * was. Lasts as long as the reader. Numbers given out so far: 0 to npaths - 1.
 */
struct str rows_path(const struct rows *r, int path);
int rows_npaths(const struct rows *r);

/*
 * Begin to read a file.
 *
 * file     its path, borrowed; NULL or "-" is standard input
 * returns  0, or -1: rows_error says why
 */
int rows_open(struct rows *r, const char *file);

/*
 * The next row. Blank lines are passed over.
 *
 * values   what was found, in the order of the row; of repeated keys the last
 *          one counts. Lasts, with all text, until the next call.
 * returns  1, 0 at the end of the file, or -1: rows_error says why. The next
 *          call goes on with the next line unless rows_is_lost.
 */
int rows_next(struct rows *r, const struct rows_value **values, size_t *n);

/* "task: cause" of the last -1, and its place; until the next call. */
const char *rows_error(const struct rows *r);
struct pos rows_pos(const struct rows *r);

/*
 * After -1: is more lost than this row? So it is when the file cannot be read,
 * or when its last line says that bqfetch did not get all rows.
 */
bool rows_is_lost(const struct rows *r);

/* As lines_nbytes and lines_file_size. */
uint64_t rows_nbytes(const struct rows *r);
uint64_t rows_file_size(const struct rows *r);

#endif
