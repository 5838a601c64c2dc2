#include "common/output.h"

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"

static const char *volatile doomed; /* to be removed when we end early */

static void
doomed_remove(void)
{
	if (doomed != NULL)
		unlink(doomed);
}

static void
on_signal(int signo)
{
	doomed_remove();
	signal(signo, SIG_DFL);
	raise(signo);
}

/* From here on an early end removes the file. */
static void
doom(const char *path)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
	static bool ready;
	struct sigaction old, action = {.sa_handler = on_signal};
	size_t i;

	doomed = path;
	if (ready)
		return;
	ready = true;
	atexit(doomed_remove);
	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		if (sigaction(signals[i], NULL, &old) == 0 &&
		    old.sa_handler == SIG_DFL)
			sigaction(signals[i], &action, NULL);
}

/* A new file beside target, with the mode that target has or would get. */
static int
temporary_open(struct output *o, const struct stat *old)
{
	size_t len = strlen(o->target);
	mode_t mask;
	int fd;

	o->temporary = xmalloc(len + sizeof(".XXXXXX"));
	memcpy(o->temporary, o->target, len);
	memcpy(o->temporary + len, ".XXXXXX", sizeof(".XXXXXX"));
	if ((fd = mkstemp(o->temporary)) == -1)
		return -1;
	doom(o->temporary);
	umask(mask = umask(0));
	if (fchmod(fd, old ? old->st_mode & 0777 : 0666 & ~mask) == -1 ||
	    (o->file = fdopen(fd, "w")) == NULL) {
		close(fd);
		return -1;
	}
	return 0;
}

int
output_open(struct output *o, const char *path)
{
	struct stat st;
	int found;

	*o = (struct output){.file = stdout};
	if (path == NULL || strcmp(path, "-") == 0)
		return 0;
	o->path = path;
	found = stat(path, &st);
	if (found == 0 && !S_ISREG(st.st_mode)) {
		o->file = fopen(path, "w");
	} else {
		o->target = found == 0 ? realpath(path, NULL) : xstrdup(path);
		if (o->target == NULL ||
		    temporary_open(o, found == 0 ? &st : NULL) == -1)
			o->file = NULL;
	}
	if (o->file == NULL) {
		warn("%s: create", path);
		output_abandon(o);
		return -1;
	}
	return 0;
}

void
output_abandon(struct output *o)
{
	if (o->file != NULL && o->file != stdout)
		fclose(o->file);
	doomed_remove();
	doomed = NULL;
	free(o->temporary);
	free(o->target);
	*o = (struct output){0};
}

int
output_finish(struct output *o)
{
	const char *name = o->path ? o->path : "<stdout>";
	bool bad = fflush(o->file) == EOF || ferror(o->file);
	int why = errno;

	if (fclose(o->file) == EOF && !bad) {
		bad = true;
		why = errno;
	}
	o->file = NULL;
	if (!bad && o->temporary != NULL &&
	    rename(o->temporary, o->target) == -1) {
		bad = true;
		why = errno;
	}
	if (!bad)
		doomed = NULL;
	else if (why != EPIPE)
		warnx("%s: write: %s", name, strerror(why));
	output_abandon(o);
	return bad ? -1 : 0;
}
