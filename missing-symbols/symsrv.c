#include "missing-symbols/symsrv.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "common/http.h"
#include "common/intern.h"
#include "common/scan.h"
#include "common/url_escape.h"
#include "common/util.h"

#define USER_AGENT "missing-symbols/" VERSION " (report of missing symbols)"

#define SHOW_MS 200
#define NFORMS 2 /* files that can answer for a module, the better one first */
#define NO_PATH UINT32_MAX

/* A debug ID is a GUID and an age, 1 to 8 hexadecimal digits (Breakpad). */
#define DEBUG_ID_MIN 33
#define DEBUG_ID_MAX 40
#define CODE_ID_MAX 64

/* S3 and GCS take 1,024 bytes for a path, and the name is in it twice. */
#define NAME_MAX_LEN 480

struct file {
	enum symsrv_answer answer;
	bool asked;
	char *cause; /* of UNKNOWN; else NULL */
};

struct symsrv {
	struct symsrv_settings settings;
	struct intern *paths;
	struct file *files; /* by the number of the path */
	size_t nfiles, files_cap;
	uint32_t (*modules)[NFORMS]; /* numbers of paths, or NO_PATH */
	size_t nmodules, modules_cap;
};

struct symsrv *
symsrv_new(const struct symsrv_settings *settings)
{
	struct symsrv *s = xcalloc(1, sizeof(*s));

	s->settings = *settings;
	if (s->settings.timeout_ms == 0)
		s->settings.timeout_ms = 30000;
	if (s->settings.total_ms == 0)
		s->settings.total_ms = 300000;
	s->paths = intern_new();
	return s;
}

void
symsrv_free(struct symsrv *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->nfiles; i++)
		free(s->files[i].cause);
	intern_free(s->paths);
	free(s->files);
	free(s->modules);
	free(s);
}

/* Hexadecimal digits, not all of them 0, so many of them? */
static bool
is_id(struct str id, size_t min, size_t max)
{
	bool is_null = true;
	size_t i;

	if (id.len < min || id.len > max)
		return false;
	for (i = 0; i < id.len; i++) {
		if (!isxdigit((unsigned char)id.data[i]))
			return false;
		if (id.data[i] != '0')
			is_null = false;
	}
	return !is_null;
}

/* A part of a path that means itself: not empty, not ".", not "..". */
static bool
is_part(struct str name)
{
	return name.len != 0 && name.len <= NAME_MAX_LEN &&
	       !str_equal(name, STR(".")) && !str_equal(name, STR(".."));
}

/*
 * Will the Mozilla symbol server look for such a name (Tecken, tecken/base/
 * utils.py)? It counts characters, not bytes: U+00E9 it refuses, U+0142 not.
 */
static bool
is_breakpad_name(struct str name)
{
	static const char refused[] = "\\^`<>{}[]#%\"'|/";
	size_t i, len;
	uint32_t c;

	for (i = 0; i < name.len; i += len) {
		len = utf8_decode(name.data + i, name.len - i, &c);
		if (len == 0 || c < 0x20 || (c >= 0x7f && c <= 0xff) ||
		    (c < 0x7f && strchr(refused, (int)c) != NULL))
			return false;
	}
	return is_part(name) && !str_equal(name, STR("file.ptr"));
}

/* Can a file of Windows, which these stores are made of, have the name? */
static bool
is_windows_name(struct str name)
{
	size_t i;
	unsigned char c;

	for (i = 0; i < name.len; i++) {
		c = (unsigned char)name.data[i];
		if (c < 0x20 || strchr("<>:\"/\\|?*", c) != NULL)
			return false;
	}
	return is_part(name);
}

/* name without the end, whatever its case. */
static struct str
without_end(struct str name, struct str end)
{
	if (name.len >= end.len &&
	    strncasecmp(name.data + name.len - end.len, end.data, end.len) == 0)
		name.len -= end.len;
	return name;
}

/* The number of the path DIRECTORY/ID/FILE, with end behind it. */
static uint32_t
path_add(struct symsrv *s, struct str directory, struct str id, struct str file,
    const char *end)
{
	size_t cap = 3 * (directory.len + id.len + file.len) + strlen(end) + 4;
	char *path = xmalloc(cap), *p = path;
	uint32_t number;

	*p++ = '/';
	p = url_escape(p, directory);
	*p++ = '/';
	p = url_escape(p, id);
	*p++ = '/';
	p = url_escape(p, file);
	p = stpcpy(p, end);
	number = intern_id(s->paths, (struct str){path, (size_t)(p - path)});
	free(path);
	if (number == s->nfiles) {
		s->files = xgrow(
		    s->files, s->nfiles, &s->files_cap, sizeof(*s->files));
		s->files[s->nfiles++] = (struct file){.answer = SYMSRV_UNKNOWN};
	}
	return number;
}

/*
 * The symbol file is named like the debug file, but for an end of ".pdb" in
 * any case: so it is written (dump_syms, get_path_for_sym) and so it is looked
 * for when reports are processed (rust-minidump, breakpad_sym_lookup). IDs are
 * kept in upper case. The shorter ID of a binary is taken, too, and leads to a
 * redirect when known (rust-minidump, code_info_breakpad_sym_lookup).
 */
static void
breakpad_paths(struct symsrv *s, const struct module *m, uint32_t *paths)
{
	char upper[DEBUG_ID_MAX];
	bool has_debug_id = is_id(m->debug_id, DEBUG_ID_MIN, DEBUG_ID_MAX);
	struct str name = has_debug_id ? m->debug_file : m->name,
	           id = has_debug_id ? m->debug_id : m->code_id,
	           end = has_debug_id ? STR(".pdb") : STR(".dll");
	size_t i;

	if (!is_breakpad_name(name) ||
	    (!has_debug_id && !is_id(id, 1, DEBUG_ID_MIN - 1)))
		return;
	for (i = 0; i < id.len; i++)
		upper[i] = (char)toupper((unsigned char)id.data[i]);
	id.data = upper;
	paths[0] = path_add(s, name, id, without_end(name, end), ".sym");
}

static void
symstore_paths(struct symsrv *s, const struct module *m, uint32_t *paths)
{
	if (is_id(m->debug_id, DEBUG_ID_MIN, DEBUG_ID_MAX) &&
	    is_windows_name(m->debug_file))
		paths[0] =
		    path_add(s, m->debug_file, m->debug_id, m->debug_file, "");
	if (is_id(m->code_id, 1, CODE_ID_MAX) && is_windows_name(m->name))
		paths[1] = path_add(s, m->name, m->code_id, m->name, "");
}

uint32_t
symsrv_add(struct symsrv *s, const struct module *m)
{
	uint32_t *paths;

	s->modules = xgrow(
	    s->modules, s->nmodules, &s->modules_cap, sizeof(*s->modules));
	paths = s->modules[s->nmodules];
	paths[0] = paths[1] = NO_PATH;
	switch (s->settings.layout) {
	case SYMSRV_BREAKPAD:
		breakpad_paths(s, m, paths);
		break;
	case SYMSRV_SYMSTORE:
		symstore_paths(s, m, paths);
		break;
	}
	return (uint32_t)s->nmodules++;
}

enum symsrv_answer
symsrv_answer(const struct symsrv *s, uint32_t module)
{
	enum symsrv_answer answer = SYMSRV_UNASKABLE;
	const struct file *file;
	size_t form;

	for (form = 0; form < NFORMS; form++) {
		if (s->modules[module][form] == NO_PATH)
			continue;
		file = &s->files[s->modules[module][form]];
		/* They are in order: what is surer, or better news, wins. */
		if (file->asked && file->answer > answer)
			answer = file->answer;
	}
	return answer;
}

static void
file_start(struct symsrv *s, struct http *http, uint32_t path)
{
	struct str text = intern_text(s->paths, path);
	size_t len = strlen(s->settings.url);
	struct http_request *r;
	char *url;

	while (len > 0 && s->settings.url[len - 1] == '/')
		len--;
	url = xmalloc(len + text.len + 1);
	memcpy(url, s->settings.url, len);
	memcpy(url + len, text.data, text.len);
	url[len + text.len] = '\0';
	r = http_request_new(url);
	free(url);
	r->method = "HEAD";
	r->timeout_ms = s->settings.timeout_ms;
	r->owner = &s->files[path];
	s->files[path].asked = true;
	http_start(http, r);
}

static enum symsrv_answer
answer_of(const struct http_request *r)
{
	if (r->fault != HTTP_OK)
		return SYMSRV_UNKNOWN;
	switch (r->status) {
	case 200:
	case 301:
	case 302:
	case 303:
	case 307:
	case 308:
		return SYMSRV_FOUND;
	case 404:
		return SYMSRV_ABSENT;
	default:
		return SYMSRV_UNKNOWN;
	}
}

/* Take all answers; n requests were started so far. */
static void
answers_take(struct http *http, struct progress *progress, size_t n)
{
	struct http_request *r;
	struct file *file;

	while (http_count(http) > 0) {
		r = http_next(http, SHOW_MS);
		progress_count(progress, "ask for symbols",
		    n - http_count(http), n, "files");
		if (r == NULL || (http_is_passing(r) && http_retry(http, r)))
			continue;
		file = r->owner;
		file->answer = answer_of(r);
		if (file->answer == SYMSRV_UNKNOWN)
			file->cause = xstrdup(r->error);
		http_request_free(r);
	}
}

void
symsrv_ask(struct symsrv *s)
{
	struct http_settings settings = {
	    .user_agent = USER_AGENT,
	    .ca_file = s->settings.ca_file,
	    .jobs = s->settings.jobs,
	    .tries = s->settings.tries,
	    .backoff_ms = s->settings.backoff_ms,
	};
	struct http *http = http_new(&settings);
	uint32_t module, path;
	struct progress progress;
	size_t form, n = 0;

	progress_begin(&progress, s->settings.progress);
	http_bound(http, s->settings.total_ms);
	for (form = 0; form < NFORMS; form++) {
		for (module = 0; module < s->nmodules; module++) {
			path = s->modules[module][form];
			if (path != NO_PATH && !s->files[path].asked &&
			    symsrv_answer(s, module) != SYMSRV_FOUND) {
				file_start(s, http, path);
				n++;
			}
		}
		answers_take(http, &progress, n);
	}
	progress_end(&progress);
	http_free(http);
}

const char *
symsrv_answer_name(enum symsrv_answer answer)
{
	static const char *const names[] = {
	    [SYMSRV_UNASKABLE] = "unaskable",
	    [SYMSRV_ABSENT] = "absent",
	    [SYMSRV_UNKNOWN] = "unknown",
	    [SYMSRV_FOUND] = "found",
	};

	return names[answer];
}

size_t
symsrv_unknown(const struct symsrv *s, const char **cause)
{
	size_t n = 0;
	uint32_t path, first = NO_PATH;

	for (path = 0; path < s->nfiles; path++) {
		if (!s->files[path].asked ||
		    s->files[path].answer != SYMSRV_UNKNOWN)
			continue;
		if (n++ == 0 || str_order(intern_text(s->paths, path),
		                    intern_text(s->paths, first)) < 0)
			first = path;
	}
	if (n != 0)
		*cause = s->files[first].cause;
	return n;
}
