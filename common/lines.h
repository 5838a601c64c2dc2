#ifndef COMMON_LINES_H
#define COMMON_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "common/util.h"

/*
 * The lines of a file or of standard input, read in large blocks. A line is as
 * long as it is: the buffer grows with it, up to a limit.
 */
struct lines;

/*
 * max_line  longest line accepted, in bytes
 * owns      the caller, until lines_free
 */
struct lines *lines_new(size_t max_line);
void lines_free(struct lines *l);

/*
 * Begin to read a file; what was open before is closed.
 *
 * file     its path, borrowed until the next lines_open; NULL or "-" is
 *          standard input
 * returns  0, or -1 with errno set
 */
int lines_open(struct lines *l, const char *file);

/*
 * The next line, without its line feed.
 *
 * text     the line, which may be written to; the byte after it is NUL and
 *          SCAN_PAD more can be read. Lasts until the next call.
 * returns  1, 0 at the end of the file, or -1: lines_error then says why and
 *          nothing more of this file can be read
 */
int lines_next(struct lines *l, char **text, size_t *len);

/* Why lines_next returned -1; lasts until the next call. */
const char *lines_error(const struct lines *l);

/* The place of the line last returned, or of the error. */
struct pos lines_pos(const struct lines *l);

/* Bytes read from all files so far, and those that the open one has in all
 * (0: not known). */
uint64_t lines_nbytes(const struct lines *l);
uint64_t lines_file_size(const struct lines *l);

#endif
