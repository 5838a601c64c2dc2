/* missing-symbols/symsrv.c against the stand-in web server. */
#include "tests/unit/unit.h"

#include "missing-symbols/symsrv.h"
#include "tests/unit/web.h"

#define ID "44E4EC8C2F41492B9369D6B9A059577C2"
#define NAME_60 "a23456789b123456789c123456789d123456789e123456789f123456789g"
#define NAME_480 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60

static const char script[] =
    /* One file a kind of answer. */
    "/answers/200.pdb/" ID "/200.sym 200\n"
    "/answers/301.pdb/" ID "/301.sym 301\n"
    "/answers/302.pdb/" ID "/302.sym 302,header=Location:/404\n"
    "/answers/303.pdb/" ID "/303.sym 303\n"
    "/answers/307.pdb/" ID "/307.sym 307\n"
    "/answers/308.pdb/" ID "/308.sym 308\n"
    "/answers/204.pdb/" ID "/204.sym 204\n"
    "/answers/304.pdb/" ID "/304.sym 304\n"
    "/answers/400.pdb/" ID "/400.sym 400\n"
    "/answers/401.pdb/" ID "/401.sym 401\n"
    "/answers/403.pdb/" ID "/403.sym 403\n"
    "/answers/404.pdb/" ID "/404.sym 404\n"
    "/answers/410.pdb/" ID "/410.sym 410\n"
    "/answers/429.pdb/" ID "/429.sym 429\n"
    "/answers/500.pdb/" ID "/500.sym 500\n"
    "/answers/501.pdb/" ID "/501.sym 501\n"
    "/answers/503.pdb/" ID "/503.sym 503\n"
    "/answers/500-200.pdb/" ID "/500-200.sym 500 200\n"
    "/answers/500-404.pdb/" ID "/500-404.sym 500 404\n"
    "/answers/429-200.pdb/" ID "/429-200.sym 429,after=1 200\n"
    "/answers/429-404.pdb/" ID "/429-404.sym 429 404\n"
    "/answers/late.pdb/" ID "/late.sym 429,after=3600 200\n"
    "/answers/reset.pdb/" ID "/reset.sym reset\n"
    "/answers/reset-200.pdb/" ID "/reset-200.sym reset 200\n"
    "/answers/reset-404.pdb/" ID "/reset-404.sym reset 404\n"
    "/never/always.pdb/" ID "/always.sym never\n"
    "/never/once.pdb/" ID "/once.sym never 200\n"
    /* Of two forms, see test_symstore. */
    "/store/both.pdb/" ID "/both.pdb 200\n"
    "/store/both.dll/5A/both.dll 302\n"
    "/store/debug.pdb/" ID "/debug.pdb 302\n"
    "/store/code.dll/5A/code.dll 200\n"
    "/store/trouble.pdb/" ID "/trouble.pdb 503\n"
    "/store/half.pdb/" ID "/half.pdb 503\n"
    "/store/half.dll/5A/half.dll 200\n"
    "/store/only.dll/5A/only.dll 200\n"
    /* Later ones answer sooner. */
    "/busy/1.so/" ID "/1.so.sym 200,slow=0.8\n"
    "/busy/2.so/" ID "/2.so.sym 404,slow=0.7\n"
    "/busy/3.so/" ID "/3.so.sym 200,slow=0.6\n"
    "/busy/4.so/" ID "/4.so.sym 404,slow=0.5\n"
    "/busy/5.so/" ID "/5.so.sym 200,slow=0.4\n"
    "/busy/6.so/" ID "/6.so.sym 404,slow=0.3\n"
    "/busy/7.so/" ID "/7.so.sym 200,slow=0.2\n"
    "/busy/8.so/" ID "/8.so.sym 404,slow=0.1\n"
    "/bound/a.so/" ID "/a.so.sym 200\n"
    "/bound/b.so/" ID "/b.so.sym never\n"
    "/bound/c.so/" ID "/c.so.sym 503\n";

/* A symbol server below a path of the stand-in, impatient. */
static struct symsrv *
symsrv_at(const char *path, enum symsrv_layout layout)
{
	static char url[128];
	struct symsrv_settings settings = {
	    .url = url,
	    .layout = layout,
	    .tries = 3,
	    .backoff_ms = 1,
	    .timeout_ms = 10000,
	    .total_ms = 60000,
	};

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", web.port, path);
	return symsrv_new(&settings);
}

static struct module
module_of(const char *debug_file, const char *debug_id, const char *name,
    const char *code_id)
{
	return (struct module){
	    .name = str_of(name),
	    .debug_file = str_of(debug_file),
	    .debug_id = str_of(debug_id),
	    .code_id = str_of(code_id),
	};
}

static void
test_answers(void **state)
{
	static const struct {
		const char *file, *answer;
		size_t ntries;
	} cases[] = {
	    {"200", "found", 1},
	    {"301", "found", 1},
	    {"302", "found", 1},
	    {"303", "found", 1},
	    {"307", "found", 1},
	    {"308", "found", 1},
	    {"204", "unknown", 1},
	    {"304", "unknown", 1},
	    {"400", "unknown", 1},
	    {"401", "unknown", 1},
	    {"403", "unknown", 1},
	    {"404", "absent", 1},
	    {"410", "unknown", 1},
	    {"429", "unknown", 3},
	    {"500", "unknown", 3},
	    {"501", "unknown", 1},
	    {"503", "unknown", 3},
	    {"500-200", "found", 2},
	    {"500-404", "absent", 2},
	    {"429-200", "found", 2},
	    {"429-404", "absent", 2},
	    {"late", "unknown", 1},
	    {"reset", "unknown", 3},
	    {"reset-200", "found", 2},
	    {"reset-404", "absent", 2},
	    {"nowhere", "absent", 1},
	};
	struct symsrv *s = symsrv_at("/answers", SYMSRV_BREAKPAD);
	char file[32], prefix[64];
	const char *cause;
	struct module m;
	json_t *log;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		snprintf(file, sizeof(file), "%s.pdb", cases[i].file);
		m = module_of(file, ID, "", "");
		assert_int_equal(symsrv_add(s, &m), i);
	}
	symsrv_ask(s);
	for (i = 0; i < NITEMS(cases); i++) {
		assert_string_equal(
		    symsrv_answer_name(symsrv_answer(s, (uint32_t)i)),
		    cases[i].answer);
		snprintf(
		    prefix, sizeof(prefix), "/answers/%s.pdb/", cases[i].file);
		log = standin_log(&web, prefix);
		/* When a kept connection proves dead, libcurl asks once more on
		 * a new one, of its own accord. */
		if (strncmp(cases[i].file, "reset", 5) == 0)
			assert_true(json_array_size(log) >= cases[i].ntries);
		else
			assert_int_equal(json_array_size(log), cases[i].ntries);
		json_decref(log);
	}
	/* 204 is the first of those twelve by bytes. */
	assert_int_equal(symsrv_unknown(s, &cause), 12);
	assert_string_equal(cause, "HTTP 204");
	symsrv_free(s);
}

static void
test_never(void **state)
{
	struct symsrv_settings settings = {
	    .tries = 2, .backoff_ms = 1, .timeout_ms = 500};
	struct module always = module_of("always.pdb", ID, "", ""),
	              once = module_of("once.pdb", ID, "", "");
	const char *cause;
	struct symsrv *s;
	char url[64];

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/never", web.port);
	settings.url = url;
	s = symsrv_new(&settings);
	symsrv_add(s, &always);
	symsrv_add(s, &once);
	symsrv_ask(s);
	assert_int_equal(symsrv_answer(s, 0), SYMSRV_UNKNOWN);
	assert_int_equal(symsrv_answer(s, 1), SYMSRV_FOUND);
	assert_int_equal(symsrv_unknown(s, &cause), 1);
	assert_string_equal(cause, "timed out");
	symsrv_free(s);
}

static void
test_no_server(void **state)
{
	struct symsrv_settings settings = {
	    .url = "http://127.0.0.1:1", .tries = 2, .backoff_ms = 1};
	struct symsrv *s = symsrv_new(&settings);
	struct module m = module_of("xul.pdb", ID, "", ""),
	              none = module_of("xul.pdb", "0", "", "");
	const char *cause;

	(void)state;
	symsrv_add(s, &m);
	symsrv_add(s, &none);
	symsrv_ask(s);
	assert_int_equal(symsrv_answer(s, 0), SYMSRV_UNKNOWN);
	assert_int_equal(symsrv_answer(s, 1), SYMSRV_UNASKABLE);
	assert_int_equal(symsrv_unknown(s, &cause), 1);
	assert_string_equal(cause, "no connection: Connection refused");
	symsrv_free(s);
}

/* The same file is one request, whatever else differs. */
static void
test_distinct(void **state)
{
	struct symsrv *s = symsrv_at("/distinct//", SYMSRV_BREAKPAD);
	struct module modules[] = {
	    module_of("xul.pdb", ID, "xul.dll", "1A"),
	    module_of("xul.pdb", ID, "other.dll", "2B"),
	    module_of("xul.pdb", "44e4ec8c2f41492b9369d6b9a059577c2", "", ""),
	    module_of("XUL.pdb", ID, "", ""),
	    module_of("xul.pdb", "54E4EC8C2F41492B9369D6B9A059577C2", "", ""),
	};
	const char *cause = NULL, *agent = "missing-symbols/" VERSION " (";
	json_t *log, *request;
	size_t i;

	(void)state;
	modules[1].version = str_of("2");
	for (i = 0; i < NITEMS(modules); i++)
		symsrv_add(s, &modules[i]);
	symsrv_ask(s);
	for (i = 0; i < NITEMS(modules); i++)
		assert_int_equal(symsrv_answer(s, (uint32_t)i), SYMSRV_ABSENT);
	assert_int_equal(symsrv_unknown(s, &cause), 0);
	assert_null(cause);
	symsrv_free(s);
	log = standin_log(&web, "/distinct/");
	assert_int_equal(json_array_size(log), 3);
	for (i = 0; i < json_array_size(log); i++) {
		request = json_array_get(log, i);
		assert_string_equal(
		    json_string_value(json_object_get(request, "method")),
		    "HEAD");
		assert_memory_equal(
		    json_string_value(json_object_get(
		        json_object_get(request, "headers"), "User-Agent")),
		    agent, strlen(agent));
	}
	json_decref(log);
}

static void
test_jobs(void **state)
{
	struct symsrv *s = symsrv_at("/busy", SYMSRV_BREAKPAD);
	char file[8][16];
	struct module m;
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		snprintf(file[i], sizeof(file[i]), "%zu.so", i + 1);
		m = module_of(file[i], ID, "", "");
		symsrv_add(s, &m);
	}
	symsrv_ask(s);
	for (i = 0; i < 8; i++)
		assert_int_equal(symsrv_answer(s, (uint32_t)i),
		    i % 2 ? SYMSRV_ABSENT : SYMSRV_FOUND);
	symsrv_free(s);
	assert_int_equal(web_most_in_flight("/busy/"), 4);
}

/* The debug file first; the binary only when that is not there. */
static void
test_symstore(void **state)
{
	static const struct {
		const char *debug_file, *name;
		enum symsrv_answer answer;
		size_t nasked;
	} cases[] = {
	    {"both.pdb", "both.dll", SYMSRV_FOUND, 1},
	    {"debug.pdb", "gone.dll", SYMSRV_FOUND, 1},
	    {"gone.pdb", "code.dll", SYMSRV_FOUND, 2},
	    {"none.pdb", "none.dll", SYMSRV_ABSENT, 2},
	    {"trouble.pdb", "trouble.dll", SYMSRV_UNKNOWN, 4},
	    {"half.pdb", "half.dll", SYMSRV_FOUND, 4},
	    {"", "only.dll", SYMSRV_FOUND, 1},
	    {"", "", SYMSRV_UNASKABLE, 0},
	};
	size_t i, nasked = 0;
	struct symsrv *s;
	struct module m;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		s = symsrv_at("/store", SYMSRV_SYMSTORE);
		m = module_of(cases[i].debug_file, ID, cases[i].name, "5A");
		symsrv_add(s, &m);
		symsrv_ask(s);
		assert_int_equal(symsrv_answer(s, 0), cases[i].answer);
		symsrv_free(s);
		nasked += cases[i].nasked;
		assert_int_equal(web_nrequests("/store/"), nasked);
	}
}

/* When time is up, what has no answer yet is unknown. */
static void
test_bound(void **state)
{
	struct symsrv_settings settings = {
	    .jobs = 2, .backoff_ms = 60000, .total_ms = 1500};
	struct module modules[] = {
	    module_of("a.so", ID, "", ""),
	    module_of("b.so", ID, "", ""),
	    module_of("c.so", ID, "", ""),
	    module_of("b.so", ID ID, "", ""),
	};
	const char *cause;
	struct symsrv *s;
	char url[64];
	size_t i;

	(void)state;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/bound/", web.port);
	settings.url = url;
	s = symsrv_new(&settings);
	for (i = 0; i < NITEMS(modules); i++)
		symsrv_add(s, &modules[i]);
	symsrv_ask(s);
	assert_int_equal(symsrv_answer(s, 0), SYMSRV_FOUND);
	assert_int_equal(symsrv_answer(s, 1), SYMSRV_UNKNOWN);
	assert_int_equal(symsrv_answer(s, 2), SYMSRV_UNKNOWN);
	assert_int_equal(symsrv_answer(s, 3), SYMSRV_UNASKABLE);
	assert_int_equal(symsrv_unknown(s, &cause), 2);
	assert_string_equal(cause, "out of time");
	symsrv_free(s);
}

static void
test_nothing(void **state)
{
	struct symsrv *s = symsrv_at("/nothing", SYMSRV_BREAKPAD);

	(void)state;
	symsrv_ask(s);
	symsrv_free(s);
	symsrv_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_answers),
	    cmocka_unit_test(test_never),
	    cmocka_unit_test(test_no_server),
	    cmocka_unit_test(test_distinct),
	    cmocka_unit_test(test_jobs),
	    cmocka_unit_test(test_symstore),
	    cmocka_unit_test(test_bound),
	    cmocka_unit_test(test_nothing),
	};

	return web_run_tests(script, tests);
}
