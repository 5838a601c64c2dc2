#ifndef COMMON_AHEAD_H
#define COMMON_AHEAD_H

#include <sys/types.h>

/*
 * Reads a file in a thread of its own, two blocks ahead of who takes them:
 * getting bytes out of a pipe takes half as long as making sense of them, and
 * with a second processor it takes no time besides.
 */
struct ahead;

/* Bytes before each block that may be written to. */
#define AHEAD_ROOM ((size_t)128 << 10)

/*
 * fd       borrowed until ahead_free; nobody else reads from it meanwhile
 * returns  NULL when no thread can be had
 * owns     the caller, until ahead_free, which ends the reading
 */
struct ahead *ahead_new(int fd);
void ahead_free(struct ahead *a);

/*
 * The next block; SCAN_PAD + 1 bytes behind it may be written to as well. It
 * lasts until the second ahead_next after this one, so that what is left over
 * of a block can be copied before the next.
 *
 * returns  its length, 0 at the end of the file, or -1 with errno set; both of
 *          these again in every further call
 */
ssize_t ahead_next(struct ahead *a, char **block);

#endif
