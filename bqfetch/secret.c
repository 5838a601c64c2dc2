#include "bqfetch/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "common/util.h"

/* jansson tells no length when it frees. */
static void
block_free(void *block)
{
	if (block != NULL)
		secret_free(block, malloc_usable_size(block));
}

void
secret_init(void)
{
	const struct rlimit none = {0, 0};

	json_set_alloc_funcs(xmalloc, block_free);
	/* best effort: without it a crash leaves what is in use now */
	(void)setrlimit(RLIMIT_CORE, &none);
}

void
secret_free(void *data, size_t len)
{
	if (data != NULL)
		OPENSSL_cleanse(data, len);
	free(data);
}

void
secret_free_text(char *text)
{
	if (text != NULL)
		secret_free(text, strlen(text));
}

char *
secret_read(const char *file, size_t max, size_t *len)
{
	char *text = xmalloc(max + 2);
	ssize_t got = 0;
	int fd, why = 0;

	*len = 0;
	if ((fd = open(file, O_RDONLY | O_CLOEXEC)) == -1) {
		free(text);
		return NULL;
	}
	while (
	    *len <= max && ((got = read(fd, text + *len, max + 1 - *len)) > 0 ||
	                       (got == -1 && errno == EINTR)))
		*len += got > 0 ? (size_t)got : 0;
	if (got == -1)
		why = errno;
	else if (*len > max)
		why = EFBIG;
	close(fd);
	if (why != 0) {
		secret_free(text, max + 2);
		errno = why;
		return NULL;
	}
	text[*len] = '\0';
	return text;
}
