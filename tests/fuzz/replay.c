/*
 * The main of a fuzzer without libFuzzer, for `make check`: every seed, then a
 * bounded number of changed seeds, the same in every run. Prints TAP.
 *
 * fuzz-NAME [RUNS]	under valgrind (VALGRIND set) a hundredth of the runs
 */
#include <dirent.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/util.h"
#include "tests/fuzz/fuzz.h"

#define RUNS 30000
#define CHANGES_MAX 4 /* of one input */
#define LEN_MAX ((size_t)4096)

struct input {
	uint8_t *data;
	size_t len;
};

static struct input *seeds;
static size_t nseeds, seed_cap, nwords;

/* xorshift64*, Vigna 2016. */
static uint64_t
random_next(void)
{
	static uint64_t x = 0x9e3779b97f4a7c15U;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	return x * 0x2545f4914f6cdd1dU;
}

static size_t
random_below(size_t n)
{
	return (size_t)(random_next() >> 33) % n;
}

static void
seed_read(const char *dir, const char *name)
{
	char *path;
	FILE *in;
	struct input *seed;

	if (asprintf(&path, "%s/%s", dir, name) == -1)
		err(1, "%s", name);
	if ((in = fopen(path, "r")) == NULL)
		err(1, "%s", path);
	seeds = xgrow(seeds, nseeds, &seed_cap, sizeof(*seeds));
	seed = &seeds[nseeds++];
	seed->data = xmalloc(LEN_MAX);
	seed->len = fread(seed->data, 1, LEN_MAX, in);
	if (ferror(in) || fgetc(in) != EOF)
		errx(1, "%s: longer than %zu bytes", path, LEN_MAX);
	fclose(in);
	free(path);
}

static int
is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
seeds_read(const char *dir)
{
	struct dirent **entries;
	int i, n = scandir(dir, &entries, is_shown, alphasort);

	if (n <= 0)
		err(1, "%s: no seeds", dir);
	for (i = 0; i < n; i++) {
		seed_read(dir, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
}

/* Put new bytes in the place of ngone bytes; what is too long is cut off. */
static void
splice(struct input *in, size_t at, size_t ngone, const void *new, size_t nnew)
{
	size_t rest = in->len - at - ngone;

	if (nnew > LEN_MAX - at)
		nnew = LEN_MAX - at;
	if (rest > LEN_MAX - at - nnew)
		rest = LEN_MAX - at - nnew;
	memmove(in->data + at + nnew, in->data + at + ngone, rest);
	memcpy(in->data + at, new, nnew);
	in->len = at + nnew + rest;
}

/* Make one change at random. */
static void
change(struct input *in)
{
	size_t at = random_below(in->len + 1);
	size_t ngone = random_below(in->len - at + 1);
	const struct input *other = &seeds[random_below(nseeds)];
	const char *word = fuzz_words[random_below(nwords)];
	uint8_t byte = (uint8_t)random_next();

	if (ngone > 16)
		ngone = random_below(17);
	switch (random_below(6)) {
	case 0:
		splice(in, at, 0, &byte, 1);
		break;
	case 1:
		splice(in, at, in->len > at, &byte, 1);
		break;
	case 2:
		splice(in, at, ngone, "", 0);
		break;
	case 3:
		splice(in, at, 0, word, strlen(word));
		break;
	case 4:
		splice(in, at, ngone, word, strlen(word));
		break;
	default:
		ngone = random_below(other->len + 1);
		splice(in, at, 0, other->data + ngone,
		    random_below(other->len - ngone + 1));
	}
}

static void
run(const struct input *in)
{
	/* of its own length, so that reading past the end is noticed */
	uint8_t *copy = xmalloc(in->len);

	memcpy(copy, in->data, in->len);
	LLVMFuzzerTestOneInput(copy, in->len);
	free(copy);
}

static void
run_changed(uint64_t nruns)
{
	uint8_t data[LEN_MAX];
	const struct input *seed;
	struct input in = {.data = data};
	size_t nchanges;

	while (nruns-- > 0) {
		seed = &seeds[random_below(nseeds)];
		in.len = seed->len;
		memcpy(data, seed->data, seed->len);
		nchanges = 1 + random_below(CHANGES_MAX);
		while (nchanges-- > 0)
			change(&in);
		run(&in);
	}
}

int
main(int argc, char *argv[])
{
	const char *name = strrchr(argv[0], '/'), *why;
	uint64_t nruns = getenv("VALGRIND") ? RUNS / 100 : RUNS;
	char *dir;
	size_t i;

	if (name == NULL || strncmp(name, "/fuzz-", 6) != 0 || argc > 2 ||
	    (argc == 2 && number_parse(argv[1], 0, 1000000000, &nruns, &why)))
		errx(2, "usage: tests/fuzz/fuzz-NAME [RUNS]");
	name += strlen("/fuzz-");
	if (asprintf(&dir, "tests/fuzz/seeds/%s", name) == -1)
		err(1, NULL);
	while (fuzz_words[nwords] != NULL)
		nwords++;
	puts("1..2");
	fflush(stdout);
	seeds_read(dir);
	for (i = 0; i < nseeds; i++)
		run(&seeds[i]);
	printf("ok 1 - %s: %zu seeds\n", name, nseeds);
	fflush(stdout);
	run_changed(nruns);
	printf("ok 2 - %s: %ju changed seeds\n", name, (uintmax_t)nruns);
	for (i = 0; i < nseeds; i++)
		free(seeds[i].data);
	free(seeds);
	free(dir);
	return 0;
}
