#ifndef SYMBOLS_H
#define SYMBOLS_H

#include <stddef.h>

#include "common/progress.h"
#include "missing-symbols/report.h"

/* Another server that may have what the Mozilla symbol server lacks. */
struct upstream {
	const char *name, *url;
};

/*
 * Ask the servers about every module of the report and note what they say in
 * it. That a server does not answer is told on standard error, and is no
 * failure: the answer is then SYMSRV_UNKNOWN.
 *
 * url        of the Mozilla symbol server; NULL: it is not asked
 * upstreams  n of them, in symstore layout
 */
void symbols_ask(struct report *r, const char *url,
    const struct upstream *upstreams, size_t n, enum progress_mode progress);

#endif
