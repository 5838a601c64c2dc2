#ifndef TESTS_UNIT_STANDIN_H
#define TESTS_UNIT_STANDIN_H

#include <jansson.h>
#include <sys/types.h>

/*
 * A run of the stand-in web server, tests/symbols/server.py, which says what
 * the script and the log are. What goes wrong ends the test program.
 */
struct standin {
	pid_t pid;
	int in;   /* its standard input: it ends when this is closed */
	int port; /* on 127.0.0.1 */
	const char *log;
};

/*
 * name     of its files in the test program's folder
 * pem      a file from standin_pem, to serve https; NULL serves http
 */
void standin_start(
    struct standin *s, const char *name, const char *script, const char *pem);
void standin_stop(struct standin *s);

/*
 * What it was asked so far, in order, under paths that begin with prefix.
 *
 * owns     the caller, until json_decref
 */
json_t *standin_log(const struct standin *s, const char *prefix);

/*
 * A new certificate for the host localhost, signed by itself, and its key, in
 * one PEM file.
 *
 * returns  its path, which lasts to the end of the program
 */
const char *standin_pem(const char *name);

#endif
