#ifndef CORRELATIONS_OUTDIR_H
#define CORRELATIONS_OUTDIR_H

#include <stdbool.h>
#include <stdio.h>

/*
 * A directory that appears whole or not at all, in one step: it is filled
 * beside its place. What was in its place, an earlier tree (oldtree.h) or
 * nothing, stays as it is until then, and is removed afterwards.
 *
 * From outdir_open to the end SIGHUP, SIGINT and SIGTERM wait; one that came
 * does what it does at the end. One at a time.
 */
struct outdir {
	const char *name; /* as the user gave it */
	char *target;     /* the same without links or a slash at the end */
	char *temporary;  /* where it is filled */
	int fd;           /* of temporary */
};

/*
 * Could one be put there? The place, what it holds and what is around it are
 * looked at; nothing is changed.
 *
 * returns  0, or -1 after a message on standard error
 */
int outdir_check(const char *dir);

/*
 * dir      borrowed until outdir_finish or outdir_abandon; checked as above
 * returns  0, or -1 after a message on standard error
 */
int outdir_open(struct outdir *o, const char *dir);

/*
 * A new folder, or a new file to write to; path is within the directory.
 *
 * returns  0 or a stream, or -1 or NULL after a message on standard error
 * owns     the caller, until outdir_file_finish
 */
int outdir_folder(struct outdir *o, const char *path);
FILE *outdir_file(struct outdir *o, const char *path);

/*
 * Check that all was written, and close the file.
 *
 * returns  0, or -1 after a message on standard error
 */
int outdir_file_finish(struct outdir *o, FILE *file, const char *path);

/* Has a signal come, so that going on is in vain? */
bool outdir_interrupted(void);

/*
 * Put the directory in its place; only to be called when all of it was
 * written.
 *
 * returns  0, or -1 after a message on standard error
 */
int outdir_finish(struct outdir *o);

/* Drop what was written. */
void outdir_abandon(struct outdir *o);

#endif
