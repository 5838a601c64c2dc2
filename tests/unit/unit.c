#include "tests/unit/unit.h"

#include <dirent.h>
#include <err.h>
#include <ftw.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/unit.XXXXXX";
static bool is_made;
static pid_t maker;

static int
entry_remove(
    const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static void
folder_remove(void)
{
	if (getpid() == maker)
		nftw(folder, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
}

const char *
unit_folder(void)
{
	if (!is_made) {
		if (mkdtemp(folder) == NULL)
			err(1, "%s", folder);
		is_made = true;
		maker = getpid();
		atexit(folder_remove);
	}
	return folder;
}

const char *
unit_file(const char *name, struct str text)
{
	static char paths[64][128];
	static size_t npaths;
	char *path = paths[npaths++ % NITEMS(paths)];
	FILE *out;

	snprintf(path, sizeof(paths[0]), "%s/%s", unit_folder(), name);
	out = fopen(path, "w");
	if (out == NULL || fwrite(text.data, 1, text.len, out) != text.len ||
	    fclose(out) == EOF)
		err(1, "%s", path);
	return path;
}

char *
unit_read(const char *path)
{
	FILE *in = fopen(path, "r");
	char *text = NULL;
	size_t cap = 0;

	if (in == NULL)
		err(1, "%s", path);
	if (getdelim(&text, &cap, '\0', in) == -1) {
		free(text);
		text = calloc(1, 1);
	}
	fclose(in);
	return text;
}

size_t
unit_count(void)
{
	DIR *dir = opendir(unit_folder());
	struct dirent *entry;
	size_t n = 0;

	if (dir == NULL)
		err(1, "%s", folder);
	while ((entry = readdir(dir)) != NULL)
		n += strcmp(entry->d_name, ".") != 0 &&
		     strcmp(entry->d_name, "..") != 0;
	closedir(dir);
	return n;
}

struct unit_end
unit_run(void (*work)(void *), void *arg)
{
	struct unit_end end = {.status = -1};
	int ends[2], status;
	size_t len = 0;
	ssize_t n;
	pid_t child;

	fflush(NULL);
	if (pipe(ends) == -1 || (child = fork()) == -1)
		err(1, "fork");
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		alarm(60);
		work(arg);
		_exit(0);
	}
	close(ends[1]);
	while (
	    len < sizeof(end.text) - 1 &&
	    (n = read(ends[0], end.text + len, sizeof(end.text) - 1 - len)) > 0)
		len += (size_t)n;
	close(ends[0]);
	if (waitpid(child, &status, 0) == -1)
		err(1, "waitpid");
	if (WIFEXITED(status))
		end.status = WEXITSTATUS(status);
	if (WIFSIGNALED(status))
		end.signal = WTERMSIG(status);
	return end;
}
