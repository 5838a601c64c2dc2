#include "missing-symbols/symbols.h"

#include <err.h>
#include <stdlib.h>

#include "common/util.h"

/* Ask one server; into[i * step] becomes its answer for the i-th module. */
static void
server_ask(const struct report *r, const struct symsrv_settings *settings,
    enum symsrv_answer *(*slot)(struct report_module *m, size_t n), size_t n)
{
	struct symsrv *s = symsrv_new(settings);
	const char *cause;
	size_t i, nunknown;

	for (i = 0; i < r->nmodules; i++)
		symsrv_add(s, &r->modules[i].module);
	symsrv_ask(s);
	for (i = 0; i < r->nmodules; i++)
		*slot(&r->modules[i], n) = symsrv_answer(s, (uint32_t)i);
	nunknown = symsrv_unknown(s, &cause);
	if (nunknown > 0)
		warnx("%s: ask for symbols: no answer for %zu file%s: %s",
		    settings->url, nunknown, nunknown == 1 ? "" : "s", cause);
	symsrv_free(s);
}

static enum symsrv_answer *
symbols_slot(struct report_module *m, size_t n)
{
	(void)n;
	return &m->symbols;
}

static enum symsrv_answer *
upstream_slot(struct report_module *m, size_t n)
{
	return &m->upstream[n];
}

void
symbols_ask(struct report *r, const char *url, const struct upstream *upstreams,
    size_t n, enum progress_mode progress)
{
	struct symsrv_settings settings = {.url = url, .progress = progress};
	size_t i;

	if (url != NULL) {
		r->symbols_asked = true;
		server_ask(r, &settings, symbols_slot, 0);
	}
	if (n == 0)
		return;
	r->upstreams = xcalloc(n, sizeof(*r->upstreams));
	r->nupstreams = n;
	for (i = 0; i < r->nmodules; i++)
		r->modules[i].upstream =
		    xcalloc(n, sizeof(*r->modules[i].upstream));
	settings.layout = SYMSRV_SYMSTORE;
	for (i = 0; i < n; i++) {
		r->upstreams[i] = upstreams[i].name;
		settings.url = upstreams[i].url;
		server_ask(r, &settings, upstream_slot, i);
	}
}
