#ifndef COMMON_OUTPUT_H
#define COMMON_OUTPUT_H

#include <stdio.h>

/*
 * Where a result goes: standard output, or a file that appears whole or not at
 * all. The file is written beside its place and renamed at the end; until then
 * what was there stays. Ending early by exit() or by SIGHUP, SIGINT or SIGTERM
 * removes it. What is no regular file (a device, a pipe) is written directly.
 *
 * One at a time: the signal handler knows of one.
 */
struct output {
	FILE *file;       /* to write to */
	const char *path; /* of the result; NULL is standard output */
	char *temporary;  /* path written to until the end; NULL: path itself */
	char *target;     /* path with its symbolic links resolved */
};

/*
 * path     borrowed until output_finish; NULL or "-" is standard output
 * returns  0, or -1 after a message on standard error
 */
int output_open(struct output *o, const char *path);

/*
 * Check that all was written and put it in its place.
 *
 * returns  0, or -1 after a message on standard error; none when the reader of
 *          standard output went away. The result is then not in place.
 */
int output_finish(struct output *o);

/* Drop what was written. */
void output_abandon(struct output *o);

#endif
