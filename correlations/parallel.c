#include "correlations/parallel.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/util.h"

struct shared {
	void (*work)(void *room, size_t piece);
	size_t npieces;
	size_t next; /* piece to be taken; atomic */
};

struct worker {
	struct shared *shared;
	void *room;
	pthread_t thread;
};

static void *
worker_run(void *arg)
{
	struct worker *w = arg;
	struct shared *s = w->shared;
	size_t piece;

	while ((piece = __atomic_fetch_add(&s->next, 1, __ATOMIC_RELAXED)) <
	       s->npieces)
		s->work(w->room, piece);
	return NULL;
}

void
parallel_run(unsigned int jobs, void *const *rooms, size_t npieces,
    void (*work)(void *room, size_t piece))
{
	struct shared shared = {work, npieces, 0};
	struct worker *workers = xcalloc(jobs, sizeof(*workers));
	unsigned int i, nthreads;

	for (i = 0; i < jobs; i++)
		workers[i] =
		    (struct worker){.shared = &shared, .room = rooms[i]};
	/* the caller works as well; without more threads it does it all */
	for (nthreads = 1; nthreads < jobs && nthreads < npieces; nthreads++)
		if (pthread_create(&workers[nthreads].thread, NULL, worker_run,
		        &workers[nthreads]) != 0)
			break;
	worker_run(&workers[0]);
	for (i = 1; i < nthreads; i++)
		pthread_join(workers[i].thread, NULL);
	free(workers);
}
