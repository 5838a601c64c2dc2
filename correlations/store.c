#include "correlations/store.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/util.h"

#define CHUNK ((size_t)1 << 20)

/* Memory comes in chunks that never move; a record lies in one of them. */
struct chunk {
	uint64_t offset; /* of its first byte */
	size_t len, cap;
	char *data;
};

struct store {
	struct chunk *chunks;
	size_t nchunks, chunks_cap;
	size_t limit;
	uint64_t end;    /* offset behind the last record */
	uint64_t memory; /* bytes held in chunks; the file holds the rest */
	int fd;          /* the temporary file, or -1 */
	char *tail;      /* what is still to be written to it */
	size_t tail_len, tail_cap;
};

struct store *
store_new(size_t limit)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->limit = limit;
	s->fd = -1;
	return s;
}

void
store_free(struct store *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nchunks; i++)
		free(s->chunks[i].data);
	if (s->fd != -1)
		close(s->fd);
	free(s->chunks);
	free(s->tail);
	free(s);
}

static const char *
spill_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder != NULL && *folder != '\0' ? folder : "/tmp";
}

static int
spill_fail(void)
{
	warn("%s: write rows to a temporary file (TMPDIR sets where)",
	    spill_folder());
	return -1;
}

static int
spill_open(struct store *s)
{
	const char *folder = spill_folder();
	size_t cap = strlen(folder) + sizeof("/crashcorr.XXXXXX");
	char *path = xmalloc(cap);

	snprintf(path, cap, "%s/crashcorr.XXXXXX", folder);
	s->fd = mkostemp(path, O_CLOEXEC);
	if (s->fd != -1)
		unlink(path);
	free(path);
	return s->fd == -1 ? spill_fail() : 0;
}

int
store_flush(struct store *s)
{
	size_t done = 0;
	ssize_t n;

	while (done < s->tail_len) {
		n = write(s->fd, s->tail + done, s->tail_len - done);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return spill_fail();
		done += (size_t)n;
	}
	s->tail_len = 0;
	return 0;
}

static int
spill_add(struct store *s, struct str record)
{
	if (s->fd == -1 && spill_open(s) == -1)
		return -1;
	if (s->tail_len + record.len > s->tail_cap) {
		if (store_flush(s) == -1)
			return -1;
		if (record.len > s->tail_cap || s->tail_cap == 0) {
			s->tail_cap = record.len > CHUNK ? record.len : CHUNK;
			s->tail = xrealloc(s->tail, s->tail_cap);
		}
	}
	memcpy(s->tail + s->tail_len, record.data, record.len);
	s->tail_len += record.len;
	return 0;
}

static void
memory_add(struct store *s, struct str record)
{
	struct chunk *c = s->nchunks ? &s->chunks[s->nchunks - 1] : NULL;

	if (c == NULL || c->cap - c->len < record.len) {
		s->chunks = xgrow(
		    s->chunks, s->nchunks, &s->chunks_cap, sizeof(*s->chunks));
		c = &s->chunks[s->nchunks++];
		c->cap = record.len > CHUNK ? record.len : CHUNK;
		c->data = xmalloc(c->cap);
		c->offset = s->end;
		c->len = 0;
	}
	memcpy(c->data + c->len, record.data, record.len);
	c->len += record.len;
	s->memory += record.len;
}

int
store_add(struct store *s, struct str record, struct store_ref *ref)
{
	if (record.len > UINT32_MAX) {
		warnx("a row's values take more than 4 GiB");
		return -1;
	}
	if (s->fd == -1 && s->memory + record.len <= s->limit)
		memory_add(s, record);
	else if (spill_add(s, record) == -1)
		return -1;
	*ref = (struct store_ref){s->end, (uint32_t)record.len};
	s->end += record.len;
	return 0;
}

void
store_buf_free(struct store_buf *buf)
{
	free(buf->data);
	*buf = (struct store_buf){0};
}

static struct str
spill_get(const struct store *s, struct store_ref ref, struct store_buf *buf)
{
	size_t done = 0;
	ssize_t n;

	if (buf->cap < ref.len) {
		buf->cap = 2 * (size_t)ref.len;
		buf->data = xrealloc(buf->data, buf->cap);
	}
	while (done < ref.len) {
		n = pread(s->fd, buf->data + done, ref.len - done,
		    (off_t)(ref.offset - s->memory + done));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			err(STATUS_FAIL,
			    "%s: read rows back from the"
			    " temporary file",
			    spill_folder());
		if (n == 0)
			errx(STATUS_FAIL,
			    "%s: read rows back from the"
			    " temporary file: it has become shorter",
			    spill_folder());
		done += (size_t)n;
	}
	return (struct str){buf->data, ref.len};
}

struct str
store_get(const struct store *s, struct store_ref ref, struct store_buf *buf)
{
	size_t low = 0, high = s->nchunks, middle;

	if (ref.offset >= s->memory)
		return spill_get(s, ref, buf);
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (s->chunks[middle].offset <= ref.offset)
			low = middle;
		else
			high = middle;
	}
	return (struct str){
	    s->chunks[low].data + (ref.offset - s->chunks[low].offset),
	    ref.len};
}
