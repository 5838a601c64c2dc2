#ifndef CORRELATIONS_PARALLEL_H
#define CORRELATIONS_PARALLEL_H

#include <stddef.h>

/*
 * Do pieces of work numbered 0 to npieces - 1, in any order, in up to jobs
 * threads; returns when all are done.
 *
 * work     gets its thread's own room and the number of the piece
 * rooms    one for each of jobs threads
 */
void parallel_run(unsigned int jobs, void *const *rooms, size_t npieces,
    void (*work)(void *room, size_t piece));

#endif
