#include "correlations/outdir.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/util.h"
#include "correlations/oldtree.h"

static const int signals[] = {SIGHUP, SIGINT, SIGTERM};

#define NSIGNALS (sizeof(signals) / sizeof(signals[0]))

static struct sigaction dispositions[NSIGNALS]; /* before outdir_open */
static volatile sig_atomic_t caught;            /* a signal, or 0 */
static const char *doomed; /* to be removed when the program exits */

static void
on_signal(int signo)
{
	caught = signo;
}

static void
doomed_remove(void)
{
	if (doomed != NULL)
		oldtree_remove(doomed);
	doomed = NULL;
}

/* From here on signals wait, and exit() removes what is doomed. */
static void
signals_hold(void)
{
	static bool ready;
	struct sigaction action = {
	    .sa_handler = on_signal, .sa_flags = SA_RESTART};
	size_t i;

	if (!ready)
		atexit(doomed_remove);
	ready = true;
	caught = 0;
	for (i = 0; i < NSIGNALS; i++) {
		sigaction(signals[i], NULL, &dispositions[i]);
		if (dispositions[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

static void
signals_release(void)
{
	size_t i;

	for (i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &dispositions[i], NULL);
	if (caught)
		raise(caught);
}

bool
outdir_interrupted(void)
{
	return caught != 0;
}

/* The path to replace: links resolved, no slash at the end. */
static char *
target_find(const char *dir)
{
	char *target = realpath(dir, NULL);
	size_t len;

	if (target != NULL)
		return target;
	target = xstrdup(dir);
	for (len = strlen(target); len > 1 && target[len - 1] == '/'; len--)
		target[len - 1] = '\0';
	return target;
}

/* Would replacing it pull the ground from under somebody's feet? */
static bool
is_working_directory(const char *target)
{
	char *here = getcwd(NULL, 0);
	size_t len = strlen(target);
	bool found = here != NULL && strncmp(here, target, len) == 0 &&
	             (here[len] == '/' || here[len] == '\0');

	free(here);
	return found;
}

static bool
is_mount_point(const char *target)
{
	struct statx st;

	return statx(AT_FDCWD, target, 0, 0, &st) == 0 &&
	       (st.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

static int
existing_check(const char *target, const char *name)
{
	const char *why = NULL;

	if (is_mount_point(target))
		why = "a mount point";
	else if (is_working_directory(target))
		why = "or holds the working directory";
	if (why != NULL) {
		warnx("%s: replace: it is %s: name a directory inside it", name,
		    why);
		return -1;
	}
	if (access(target, R_OK | W_OK | X_OK) == -1) {
		warn("%s: replace", name);
		return -1;
	}
	return oldtree_check(target, name);
}

static int
parent_check(const char *target, const char *name)
{
	char *copy = xstrdup(target);
	int result = access(dirname(copy), W_OK | X_OK);

	if (result == -1)
		warn("%s: create in its parent directory", name);
	free(copy);
	return result;
}

static int
target_check(const char *target, const char *name)
{
	struct stat st;

	if (stat(target, &st) == -1) {
		if (errno == ENOENT)
			return parent_check(target, name);
		warn("%s: create", name);
		return -1;
	}
	if (!S_ISDIR(st.st_mode)) {
		warnx("%s: replace: it is no directory", name);
		return -1;
	}
	if (existing_check(target, name) == -1)
		return -1;
	return parent_check(target, name);
}

int
outdir_check(const char *dir)
{
	char *target;
	int result;

	if (dir[0] == '\0') {
		warnx("output directory: its name is empty");
		return -1;
	}
	target = target_find(dir);
	result = target_check(target, dir);
	free(target);
	return result;
}

/* path with a dot and six other characters after it, for mkdtemp() */
static char *
beside(const char *path)
{
	size_t len = strlen(path);
	char *name = xmalloc(len + sizeof(".XXXXXX"));

	memcpy(name, path, len);
	memcpy(name + len, ".XXXXXX", sizeof(".XXXXXX"));
	return name;
}

/* The mode that the directory has now, or that a new one gets. */
static mode_t
mode_find(const char *target)
{
	struct stat st;
	mode_t mask;

	if (stat(target, &st) == 0)
		return st.st_mode & 07777;
	umask(mask = umask(0));
	return 0777 & ~mask;
}

int
outdir_open(struct outdir *o, const char *dir)
{
	*o = (struct outdir){.name = dir, .fd = -1};
	if (outdir_check(dir) == -1)
		return -1;
	o->target = target_find(dir);
	o->temporary = beside(o->target);
	signals_hold();
	if (mkdtemp(o->temporary) == NULL) {
		warn("%s: create beside it", dir);
		outdir_abandon(o);
		return -1;
	}
	doomed = o->temporary;
	o->fd = open(o->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->fd == -1 || fchmod(o->fd, mode_find(o->target)) == -1) {
		warn("%s: create", dir);
		outdir_abandon(o);
		return -1;
	}
	return 0;
}

int
outdir_folder(struct outdir *o, const char *path)
{
	int result = mkdirat(o->fd, path, 0777);

	if (result == -1)
		warn("%s/%s: create", o->name, path);
	return result;
}

FILE *
outdir_file(struct outdir *o, const char *path)
{
	int fd =
	    openat(o->fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	FILE *file = fd == -1 ? NULL : fdopen(fd, "w");

	if (file == NULL) {
		warn("%s/%s: create", o->name, path);
		if (fd != -1)
			close(fd);
	}
	return file;
}

int
outdir_file_finish(struct outdir *o, FILE *file, const char *path)
{
	bool bad = fflush(file) == EOF || ferror(file);
	int why = errno;

	if (fclose(file) == EOF && !bad) {
		bad = true;
		why = errno;
	}
	if (bad)
		warnx("%s/%s: write: %s", o->name, path, strerror(why));
	return bad ? -1 : 0;
}

/* Two renames for file systems that cannot exchange: temporary gets the name
   of where the old directory went. */
static int
rotate(struct outdir *o)
{
	char *aside = beside(o->target);
	int why;

	if (mkdtemp(aside) == NULL || rename(o->target, aside) == -1 ||
	    rename(o->temporary, o->target) == -1) {
		why = errno;
		if (rename(aside, o->target) == -1)
			rmdir(aside);
		free(aside);
		errno = why;
		return -1;
	}
	free(o->temporary);
	o->temporary = aside;
	return 0;
}

/* Put it in its place; what was there, if anything, is then temporary. */
static int
place(struct outdir *o)
{
	if (rename(o->temporary, o->target) == 0)
		return 0; /* there was nothing, or an empty directory */
	if (errno != ENOTEMPTY && errno != EEXIST)
		return -1;
	if (renameat2(AT_FDCWD, o->temporary, AT_FDCWD, o->target,
	        RENAME_EXCHANGE) == 0)
		return 0;
	return errno == EINVAL || errno == ENOSYS ? rotate(o) : -1;
}

int
outdir_finish(struct outdir *o)
{
	int result = 0;

	if (caught || place(o) == -1) {
		if (!caught)
			warn("%s: put in place", o->name);
		outdir_abandon(o);
		return -1;
	}
	doomed = NULL;
	if (access(o->temporary, F_OK) == 0 &&
	    oldtree_remove(o->temporary) == -1) {
		warn("%s: remove the earlier result, now %s", o->name,
		    o->temporary);
		result = -1;
	}
	outdir_abandon(o);
	return result;
}

void
outdir_abandon(struct outdir *o)
{
	if (o->fd != -1)
		close(o->fd);
	doomed_remove();
	free(o->temporary);
	free(o->target);
	*o = (struct outdir){.fd = -1};
	signals_release();
}
