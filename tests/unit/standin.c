#include "tests/unit/standin.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/unit.h"

#define START_MS 20000 /* python takes its time on a busy machine */
#define STOP_MS 5000

/* Run a program with in and out as its standard input and output. */
static pid_t
program_run(char *const argv[], int in, int out)
{
	pid_t pid = fork();

	if (pid == -1)
		err(1, "fork");
	if (pid == 0) {
		dup2(in, STDIN_FILENO);
		dup2(out, STDOUT_FILENO);
		execvp(argv[0], argv);
		err(1, "%s", argv[0]);
	}
	return pid;
}

static int
port_read(int out)
{
	struct pollfd ready = {.fd = out, .events = POLLIN};
	char text[16] = "";
	size_t len = 0;
	ssize_t n;

	while (strchr(text, '\n') == NULL) {
		if (poll(&ready, 1, START_MS) != 1)
			errx(1, "stand-in server: not started in time");
		n = read(out, text + len, sizeof(text) - 1 - len);
		if (n <= 0)
			errx(1, "stand-in server: no port on its first line");
		len += (size_t)n;
		text[len] = '\0';
	}
	return atoi(text);
}

void
standin_start(
    struct standin *s, const char *name, const char *script, const char *pem)
{
	char log[64], server[] = "tests/symbols/server.py", tls[] = "--tls";
	struct str text = {script, strlen(script)};
	char *argv[6] = {server, tls, (char *)(uintptr_t)pem};
	int in[2], out[2], n = pem == NULL ? 1 : 3;

	snprintf(log, sizeof(log), "%s.log", name);
	s->log = unit_file(log, (struct str){"", 0});
	argv[n++] = (char *)(uintptr_t)unit_file(name, text);
	argv[n++] = (char *)(uintptr_t)s->log;
	argv[n] = NULL;
	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1)
		err(1, "pipe");
	s->pid = program_run(argv, in[0], out[1]);
	close(in[0]);
	close(out[1]);
	s->in = in[1];
	s->port = port_read(out[0]);
	close(out[0]);
}

/* Wait for the end of a program, at most so long; true when it ended. */
static bool
program_ends(pid_t pid, int wait_ms)
{
	const struct timespec pause = {.tv_nsec = 10000000};

	for (; wait_ms > 0; wait_ms -= 10) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

void
standin_stop(struct standin *s)
{
	close(s->in);
	if (program_ends(s->pid, STOP_MS))
		return;
	kill(s->pid, SIGKILL);
	waitpid(s->pid, NULL, 0);
}

json_t *
standin_log(const struct standin *s, const char *prefix)
{
	json_t *requests = json_array(), *request;
	char *text = unit_read(s->log), *line, *rest = text;
	const char *path;

	while ((line = strtok_r(rest, "\n", &rest)) != NULL) {
		request = json_loads(line, 0, NULL);
		path = json_string_value(json_object_get(request, "path"));
		if (path == NULL)
			errx(1, "stand-in server: bad log: %s", line);
		if (strncmp(path, prefix, strlen(prefix)) == 0)
			json_array_append(requests, request);
		json_decref(request);
	}
	free(text);
	return requests;
}

const char *
standin_pem(const char *name)
{
	const char *file = unit_file(name, (struct str){"", 0});
	char command[512];

	snprintf(command, sizeof(command),
	    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
	    "-nodes -days 2 -subj /CN=localhost "
	    "-addext subjectAltName=DNS:localhost -keyout %s -out %s "
	    "2>/dev/null",
	    file, file);
	if (system(command) != 0)
		errx(1, "openssl req: no certificate made");
	return file;
}
