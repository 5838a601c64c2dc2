#include "common/ahead.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/scan.h"
#include "common/util.h"

#define BLOCK ((size_t)128 << 10)

/* The one being taken, the one before it, and two to read into. */
#define NBLOCKS 4

struct block {
	char *data; /* AHEAD_ROOM, the bytes read, and SCAN_PAD + 1 */
	ssize_t len;
	int error; /* errno, when len is -1 */
};

struct ahead {
	int fd;
	pthread_t thread;
	struct block blocks[NBLOCKS]; /* number n is in n % NBLOCKS */
	pthread_mutex_t lock;         /* of what follows */
	pthread_cond_t moved;
	unsigned int nread;  /* blocks read so far */
	unsigned int ntaken; /* blocks handed out so far */
};

static void
unlock(void *lock)
{
	pthread_mutex_unlock(lock);
}

/* Wait until nobody needs any more what block n is to be read over. */
static void
room_wait(struct ahead *a, unsigned int n)
{
	pthread_mutex_lock(&a->lock);
	pthread_cleanup_push(unlock, &a->lock);
	while (n - a->ntaken >= NBLOCKS - 2)
		pthread_cond_wait(&a->moved, &a->lock);
	pthread_cleanup_pop(1);
}

static void
block_read(int fd, struct block *block)
{
	do
		block->len = read(fd, block->data + AHEAD_ROOM, BLOCK);
	while (block->len == -1 && errno == EINTR);
	block->error = errno;
}

/* The thread; ahead_free cancels it where it waits. */
static void *
blocks_read(void *arg)
{
	struct ahead *a = arg;
	unsigned int n = 0;
	ssize_t len;

	do {
		room_wait(a, n);
		block_read(a->fd, &a->blocks[n % NBLOCKS]);
		len = a->blocks[n % NBLOCKS].len;
		pthread_mutex_lock(&a->lock);
		a->nread = ++n;
		pthread_cond_signal(&a->moved);
		pthread_mutex_unlock(&a->lock);
	} while (len > 0);
	return NULL;
}

/* Signals are for the threads that know what to do with them. */
static int
thread_start(struct ahead *a)
{
	sigset_t all, old;
	int error;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&a->thread, NULL, blocks_read, a);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

static void
ahead_drop(struct ahead *a)
{
	size_t i;

	for (i = 0; i < NBLOCKS; i++)
		free(a->blocks[i].data);
	pthread_cond_destroy(&a->moved);
	pthread_mutex_destroy(&a->lock);
	free(a);
}

struct ahead *
ahead_new(int fd)
{
	struct ahead *a = xcalloc(1, sizeof(*a));
	size_t i;

	a->fd = fd;
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->moved, NULL);
	for (i = 0; i < NBLOCKS; i++)
		a->blocks[i].data = xmalloc(AHEAD_ROOM + BLOCK + SCAN_PAD + 1);
	if (thread_start(a) == 0)
		return a;
	ahead_drop(a);
	return NULL;
}

void
ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	pthread_cancel(a->thread);
	pthread_join(a->thread, NULL);
	ahead_drop(a);
}

ssize_t
ahead_next(struct ahead *a, char **block)
{
	struct block *next = &a->blocks[a->ntaken % NBLOCKS];

	pthread_mutex_lock(&a->lock);
	while (a->nread == a->ntaken)
		pthread_cond_wait(&a->moved, &a->lock);
	/* the last one, without bytes, stays the next */
	if (next->len > 0) {
		a->ntaken++;
		pthread_cond_signal(&a->moved);
	}
	pthread_mutex_unlock(&a->lock);
	*block = next->data + AHEAD_ROOM;
	errno = next->error;
	return next->len;
}
