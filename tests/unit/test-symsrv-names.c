/* missing-symbols/symsrv.c: what is asked for, and what never is. */
#include "tests/unit/unit.h"

#include "missing-symbols/symsrv.h"
#include "tests/unit/web.h"

#define ID "44E4EC8C2F41492B9369D6B9A059577C2"
#define ZEROS "000000000000000000000000000000000"
#define NAME_60 "a23456789b123456789c123456789d123456789e123456789f123456789g"
#define NAME_480 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60 NAME_60

static const char *
path_of(const json_t *log, size_t i)
{
	return json_string_value(
	    json_object_get(json_array_get(log, i), "path"));
}

/* What is asked for; NULL: nothing is. One path a module, under /names. */
struct name_case {
	const char *debug_file, *debug_id, *name, *code_id, *path;
};

static struct module
module_of(const struct name_case *c)
{
	return (struct module){
	    .name = str_of(c->name),
	    .debug_file = str_of(c->debug_file),
	    .debug_id = str_of(c->debug_id),
	    .code_id = str_of(c->code_id),
	};
}

static void
names_check(
    enum symsrv_layout layout, const struct name_case *cases, size_t ncases)
{
	static int run;
	char prefix[16], url[64];
	struct symsrv_settings settings = {.url = url, .layout = layout};
	struct symsrv *s;
	struct module m;
	json_t *log;
	size_t i, nasked = 0;

	snprintf(prefix, sizeof(prefix), "/names%d", run++);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", web.port, prefix);
	for (i = 0; i < ncases; i++) {
		s = symsrv_new(&settings);
		m = module_of(&cases[i]);
		assert_int_equal(symsrv_add(s, &m), 0);
		symsrv_ask(s);
		assert_string_equal(symsrv_answer_name(symsrv_answer(s, 0)),
		    cases[i].path ? "absent" : "unaskable");
		symsrv_free(s);
		log = standin_log(&web, prefix);
		if (cases[i].path != NULL) {
			assert_int_equal(json_array_size(log), ++nasked);
			assert_string_equal(
			    path_of(log, nasked - 1) + strlen(prefix),
			    cases[i].path);
		}
		assert_int_equal(json_array_size(log), nasked);
		json_decref(log);
	}
}

static void
test_breakpad_names(void **state)
{
	static const struct name_case cases[] = {
	    {"xul.pdb", ID, "xul.dll", "", "/xul.pdb/" ID "/xul.sym"},
	    {"X.PDB", ID, "", "", "/X.PDB/" ID "/X.sym"},
	    {"a.PdB", ID, "", "", "/a.PdB/" ID "/a.sym"},
	    {"a.pdb.pdb", ID, "", "", "/a.pdb.pdb/" ID "/a.pdb.sym"},
	    {"a.pdbx", ID, "", "", "/a.pdbx/" ID "/a.pdbx.sym"},
	    {"pdb", ID, "", "", "/pdb/" ID "/pdb.sym"},
	    {"libxul.so", ID, "", "", "/libxul.so/" ID "/libxul.so.sym"},
	    {"firefox-bin", ID, "", "", "/firefox-bin/" ID "/firefox-bin.sym"},
	    {"XUL", ID, "", "", "/XUL/" ID "/XUL.sym"},
	    {"a.sym", ID, "", "", "/a.sym/" ID "/a.sym.sym"},
	    {"libc.so.6", "44e4ec8c2f41492b9369d6b9a059577c0", "", "",
	        "/libc.so.6/44E4EC8C2F41492B9369D6B9A059577C0/libc.so.6.sym"},
	    {"a.pdb", ID "1a", "", "", "/a.pdb/" ID "1A/a.sym"},
	    {"a b+c~1.dll", ID, "", "",
	        "/a%20b%2Bc~1.dll/" ID "/a%20b%2Bc~1.dll.sym"},
	    {"(a)&=?*:;,@!$", ID, "", "",
	        "/%28a%29%26%3D%3F%2A%3A%3B%2C%40%21%24/" ID
	        "/%28a%29%26%3D%3F%2A%3A%3B%2C%40%21%24.sym"},
	    {"\xc5\x82.so", ID, "", "",
	        "/%C5%82.so/" ID "/%C5%82.so.sym"}, /* U+0142 */
	    {"\xf0\x9f\x8d\xaa", ID, "", "",
	        "/%F0%9F%8D%AA/" ID "/%F0%9F%8D%AA.sym"}, /* U+1F36A */
	    {"..a", ID, "", "", "/..a/" ID "/..a.sym"},
	    {NAME_480, ID, "", "", "/" NAME_480 "/" ID "/" NAME_480 ".sym"},
	    /* Without a debug ID, by code ID. */
	    {"", "", "xul.dll", "5cf2591c6859000",
	        "/xul.dll/5CF2591C6859000/xul.sym"},
	    {"xul.pdb", ZEROS, "XUL.DLL", "5CF2591C6859000",
	        "/XUL.DLL/5CF2591C6859000/XUL.sym"},
	    {"xul.pdb", "", "a.exe", "5A", "/a.exe/5A/a.exe.sym"},
	    {"", "", "a", "123456789012345678901234567890ab",
	        "/a/123456789012345678901234567890AB/a.sym"},
	};

	(void)state;
	names_check(SYMSRV_BREAKPAD, cases, NITEMS(cases));
}

static void
test_breakpad_unaskable(void **state)
{
	static const char refused[] = "\\^`<>{}[]#%\"'|/\x01\x1f\x7f";
	static const struct name_case cases[] = {
	    {"xul.pdb", ZEROS, "xul.dll", "", NULL},
	    {"xul.pdb", "00000000000000000000000000000000000a", "", "",
	        "/xul.pdb/00000000000000000000000000000000000A/xul.sym"},
	    {"xul.pdb", "0000000000000000000000000000000000", "", "", NULL},
	    {"xul.pdb", "", "", "", NULL},
	    {"", ID, "", "", NULL},
	    {".", ID, "", "", NULL},
	    {"..", ID, "", "", NULL},
	    {"file.ptr", ID, "", "", NULL},
	    {"caf\xc3\xa9.so", ID, "", "", NULL}, /* U+00E9 */
	    {"a\xc2\x80", ID, "", "", NULL},      /* U+0080 */
	    {"a\xc3\xbf", ID, "", "", NULL},      /* U+00FF */
	    {"a\xff", ID, "", "", NULL},
	    {NAME_480 "h", ID, "", "", NULL},
	    /* Shorter ones would be taken for code IDs. */
	    {"a.pdb", "44E4EC8C2F41492B9369D6B9A059577C", "", "", NULL},
	    {"a.pdb", ID "12345678", "", "", NULL},
	    {"a.pdb", "44E4EC8C2F41492B9369D6B9A059577CG", "", "", NULL},
	    {"a.pdb", "44E4EC8C-2F41-492B-9369-D6B9A0595", "", "", NULL},
	    /* Those of 33 digits and more are debug IDs. */
	    {"", "", "libxul.so", ID, NULL},
	    {"", "", "libxul.so", "12345678901234567890123456789012345678ab",
	        NULL},
	    {"", "", "xul.dll", "00000000", NULL},
	    {"", "", "xul.dll", "5CF2591Cx", NULL},
	    {"", "", "x/ul.dll", "5CF2591C", NULL},
	    {"", "", "", "5CF2591C", NULL},
	};
	struct name_case one = {"a?.so", ID, "", "", NULL};
	char name[] = "a?.so";
	size_t i;

	(void)state;
	names_check(SYMSRV_BREAKPAD, cases, NITEMS(cases));
	one.debug_file = name;
	for (i = 0; i < strlen(refused); i++) {
		name[1] = refused[i];
		names_check(SYMSRV_BREAKPAD, &one, 1);
	}
}

static void
test_symstore_names(void **state)
{
	static const char refused[] = "<>:\"/\\|?*\x01\x1f";
	static const struct name_case cases[] = {
	    {"xul.pdb", ID, "", "", "/xul.pdb/" ID "/xul.pdb"},
	    {"X.PDB", "44e4ec8c2f41492b9369d6b9a059577c2", "", "",
	        "/X.PDB/44e4ec8c2f41492b9369d6b9a059577c2/X.PDB"},
	    {"", "", "ntdll.dll", "4B0F6A1D3b000",
	        "/ntdll.dll/4B0F6A1D3b000/ntdll.dll"},
	    {"a%#{b}.pdb", ID, "", "",
	        "/a%25%23%7Bb%7D.pdb/" ID "/a%25%23%7Bb%7D.pdb"},
	    {"caf\xc3\xa9.pdb", ID, "", "",
	        "/caf%C3%A9.pdb/" ID "/caf%C3%A9.pdb"},
	    {"..", ID, ".", "5A", NULL},
	    {"a.pdb", ZEROS, "a.dll", "0", NULL},
	    {"a.pdb", "", "a.dll", "", NULL},
	    {"", ID, "", "5A", NULL},
	};
	struct name_case one = {"", ID, "", "5A", NULL};
	char name[] = "a?.dll";
	size_t i;

	(void)state;
	names_check(SYMSRV_SYMSTORE, cases, NITEMS(cases));
	one.debug_file = one.name = name;
	for (i = 0; i < strlen(refused); i++) {
		name[1] = refused[i];
		names_check(SYMSRV_SYMSTORE, &one, 1);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_breakpad_names),
	    cmocka_unit_test(test_breakpad_unaskable),
	    cmocka_unit_test(test_symstore_names),
	};

	return web_run_tests("", tests);
}
