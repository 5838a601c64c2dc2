#ifndef SYMSRV_H
#define SYMSRV_H

#include <stddef.h>
#include <stdint.h>

#include "common/progress.h"
#include "missing-symbols/module.h"

/* What a symbol server says of a module. */
enum symsrv_answer {
	SYMSRV_UNASKABLE, /* it takes no such name or ID, so it has nothing and
	                     was not asked: no ID or all zeros, a name with
	                     characters that it refuses */
	SYMSRV_ABSENT,    /* it has nothing */
	SYMSRV_UNKNOWN,   /* no answer, or none that says which */
	SYMSRV_FOUND,     /* it has symbols, or what they can be made from */
};

/* Where a server keeps things. */
enum symsrv_layout {
	/* Breakpad symbols, as the Mozilla symbol server has them:
	 * xul.pdb/ID/xul.sym, libxul.so/ID/libxul.so.sym. A module without a
	 * debug ID is asked for by code ID: xul.dll/CODEID/xul.sym. */
	SYMSRV_BREAKPAD,
	/* Debug files and binaries, as Microsoft's has them: xul.pdb/ID/xul.pdb
	 * and, if that is not there, xul.dll/CODEID/xul.dll. */
	SYMSRV_SYMSTORE,
};

/* 0 takes what is in brackets. Strings are borrowed until symsrv_free. */
struct symsrv_settings {
	const char *url; /* of the server, as url_check takes it */
	enum symsrv_layout layout;
	const char *ca_file; /* PEM, in place of the system's [system's] */
	unsigned int jobs;   /* requests in flight at most [4] */
	unsigned int tries;  /* of one request at most [5] */
	uint32_t backoff_ms; /* wait after the first try, then doubled [1000] */
	uint32_t timeout_ms; /* for one try [30000] */
	uint32_t total_ms;   /* for everything; what has no answer by then is
	                         UNKNOWN [300000] */
	enum progress_mode progress; /* [PROGRESS_AUTO] */
};

struct symsrv;

/* owns     the caller, until symsrv_free */
struct symsrv *symsrv_new(const struct symsrv_settings *settings);
void symsrv_free(struct symsrv *s);

/*
 * Note a module to be asked about; nothing of it is kept by reference. Modules
 * that share a file on the server are one request.
 *
 * returns  the number of the module: 0, 1, ... in the order of the calls
 */
uint32_t symsrv_add(struct symsrv *s, const struct module *m);

/*
 * Ask about all modules noted, in their order, with HEAD requests. 200 and
 * redirects are FOUND, 404 is ABSENT; 408, 429, 500, 502, 503, 504 and network
 * trouble are tried again, after the back-off or what the server asks for,
 * then UNKNOWN, as is anything else. To be called once.
 */
void symsrv_ask(struct symsrv *s);

/* The answer for a module, after symsrv_ask. */
enum symsrv_answer symsrv_answer(const struct symsrv *s, uint32_t module);

/* A word for it: "unaskable", "absent", "unknown", "found". */
const char *symsrv_answer_name(enum symsrv_answer answer);

/*
 * How many files got no answer, and why the first of them, by the bytes of
 * its path, did not: "HTTP 503", printable; lasts until symsrv_free.
 *
 * returns  0 when all were answered; *cause is then left as it was
 */
size_t symsrv_unknown(const struct symsrv *s, const char **cause);

#endif
