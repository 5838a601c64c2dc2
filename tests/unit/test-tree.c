/*
 * correlations/tree.h: what a tree holds, how it takes the place of an earlier
 * one, and that nothing else is ever touched. SHA-1 sums are openssl's.
 */
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "correlations/folder.h"
#include "correlations/tree.h"

#define SHA1_A "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"
#define SHA1_B "e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98"

/* What happens while folders are made, instead of a race. */
static int signal_on_mkdir;
static int exit_on_mkdir;
static bool no_exchange;

int
mkdirat(int fd, const char *path, mode_t mode)
{
	if (signal_on_mkdir)
		raise(signal_on_mkdir);
	if (exit_on_mkdir)
		exit(exit_on_mkdir);
	return (int)syscall(SYS_mkdirat, fd, path, mode);
}

int
renameat2(int from_fd, const char *from, int to_fd, const char *to,
    unsigned int flags)
{
	if (no_exchange && flags & RENAME_EXCHANGE) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_renameat2, from_fd, from, to_fd, to, flags);
}

static struct result_finding addon = {
    .items = {{.kind = ITEM_ADDON_VERSION,
        .label = BYTES("Addon \"x\" Version"),
        .type = SCAN_STRING,
        .text = BYTES("2")}},
    .nitems = 1,
    .count_reference = 30,
    .count_group = 20,
    .p_value = 0.5,
    .phi = 0.25,
    .difference_ci = {0.125, 0.75},
};

/* Bears the word, but is no add-on. */
static struct result_finding module = {
    .items = {{.kind = ITEM_MODULE,
        .label = BYTES("Module \"Addon.dll\""),
        .type = SCAN_TRUE}},
    .nitems = 1,
    .count_reference = 30,
    .count_group = 20,
    .p_value = 0.5,
    .phi = 0.25,
    .difference_ci = {0.125, 0.75},
};

/* The two as JSON: ADDON or MODULE, COUNTS, STATS; in compat COMPAT_COUNTS. */
#define COUNTS "},\"count_reference\":30,\"count_group\":20,\"prior\":null"
#define STATS ",\"p_value\":0.5,\"phi\":0.25,\"difference_ci\":[0.125,0.75]}"
#define ADDON "{\"item\":{\"Addon \\\"x\\\" Version\":\"2\""
#define MODULE "{\"item\":{\"Module \\\"Addon.dll\\\"\":true"
#define COMPAT_COUNTS                                                \
	"},\"count_reference\":30.0,\"count_group\":20.0,\"prior\":" \
	"null}"

/*
 * release: "a" has both findings, one on an add-on that it has less often, and
 * a pair; "b" has none, "c" is too small. beta: "b" has the module. nightly: no
 * rows.
 */
static struct results
results_make(bool compat)
{
	static struct result_finding findings[4], only[1];
	static struct result_group release[3], beta[1];
	static struct result_channel channels[3];

	findings[0] = addon;
	findings[1] = module;
	findings[2] = addon;
	findings[2].count_reference = 180;
	findings[3] = addon;
	findings[3].items[1] = module.items[0];
	findings[3].nitems = 2;
	only[0] = module;
	release[0] = (struct result_group){STR("a"), RESULT_FOUND, 40, findings,
	    NITEMS(findings), {0, 0}, NULL, 0};
	release[1] = (struct result_group){
	    STR("b"), RESULT_NOTHING, 5, NULL, 0, {0, 0}, NULL, 0};
	release[2] = (struct result_group){
	    STR("c"), RESULT_TOO_FEW, 4, NULL, 0, {0, 0}, NULL, 0};
	beta[0] = (struct result_group){
	    STR("b"), RESULT_FOUND, 40, only, 1, {0, 0}, NULL, 0};
	channels[0] = (struct result_channel){.name = STR("release"),
	    .total_reference = 200,
	    .groups = release,
	    .ngroups = 3};
	channels[1] = (struct result_channel){.name = STR("beta"),
	    .total_reference = 100,
	    .groups = beta,
	    .ngroups = 1};
	channels[2] = (struct result_channel){.name = STR("nightly")};
	return (struct results){.compat = compat,
	    .date = "2026-11-22",
	    .channels = channels,
	    .nchannels = 3};
}

/* A path in a folder that each test has for itself. */
static const char *
place(const char *name)
{
	static char paths[8][512];
	static size_t n;
	char *path = paths[n++ % NITEMS(paths)];

	snprintf(path, sizeof(paths[0]), "%s/here/%s", unit_folder(), name);
	return path;
}

static int
place_make(void **state)
{
	(void)state;
	no_exchange = false;
	return mkdir(place(""), 0755);
}

static int
place_remove(void **state)
{
	char command[1024];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", place(""));
	return system(command);
}

static void
put(const char *name, const char *text)
{
	FILE *out = fopen(place(name), "w");

	assert_non_null(out);
	fputs(text, out);
	assert_int_equal(fclose(out), 0);
}

static void
file_expect(const char *name, const char *expected)
{
	char *text = unit_read(place(name));

	assert_string_equal(text, expected);
	free(text);
}

/* All there is in the test's folder, by name, folders with a slash. */
static void
all_expect(const char *expected)
{
	char command[1024], all[2048] = "";
	FILE *in;

	snprintf(command, sizeof(command),
	    "cd '%s' && find . -mindepth 1 -type d -printf '%%P/ ' -o "
	    "-printf '%%P ' | LC_ALL=C tr ' ' '\\n' | LC_ALL=C sort",
	    place(""));
	in = popen(command, "r");
	assert_non_null(in);
	all[fread(all, 1, sizeof(all) - 1, in)] = '\0';
	assert_int_equal(pclose(in), 0);
	assert_string_equal(all, expected);
}

#define TREE                                                      \
	"out/\nout/addon_related_signatures.json\nout/all.json\n" \
	"out/beta/\nout/beta/" SHA1_B ".json\nout/release/\n"

static void
test_default(void **state)
{
	struct results r = results_make(false);

	(void)state;
	assert_int_equal(tree_write(place("out"), &r), 0);
	all_expect(
	    TREE "out/release/" SHA1_A ".json\nout/release/" SHA1_B ".json\n");
	file_expect("out/all.json", "{\"date\":\"2026-11-22\",\"release\":200,"
	                            "\"beta\":100,\"nightly\":0}\n");
	file_expect(
	    "out/release/" SHA1_B ".json", "{\"total\":5,\"results\":[]}\n");
	file_expect("out/beta/" SHA1_B ".json",
	    "{\"total\":40,\"results\":[" MODULE COUNTS STATS "]}\n");
	file_expect("out/addon_related_signatures.json",
	    "{\"release\":[{\"signature\":\"a\",\"addons\":[" ADDON COUNTS STATS
	    "],\"total\":40}],\"beta\":[],\"nightly\":[]}\n");
}

static void
test_compat(void **state)
{
	struct results r = results_make(true);

	(void)state;
	r.channels[1].groups[0].findings[0].items[0].label = STR("Module");
	r.date[0] = '\0';
	assert_int_equal(tree_write(place("out"), &r), 0);
	all_expect(TREE "out/release/" SHA1_A ".json\n");
	file_expect("out/all.json",
	    "{\"date\":null,\"release\":200,\"beta\":100,\"nightly\":0}\n");
	file_expect("out/addon_related_signatures.json",
	    "{\"release\":[{\"signature\":\"a\",\"addons\":[" ADDON
	        COMPAT_COUNTS "," MODULE COMPAT_COUNTS "],\"total\":40}]}\n");
}

/* An earlier tree, as crashcorr left it or gzipped since, goes as a whole. */
static void
earlier_replace(void)
{
	struct results r = results_make(true);
	struct stat st;

	assert_int_equal(mkdir(place("out"), 0750), 0);
	assert_int_equal(mkdir(place("out/esr"), 0755), 0);
	assert_int_equal(mkdir(place("out/release"), 0755), 0);
	put("out/all.json.gz", "old");
	put("out/all.json", "old");
	put("out/release/" SHA1_B ".json", "old");
	put("out/esr/" SHA1_B ".json.gz", "old");
	assert_int_equal(tree_check(place("out")), 0);
	assert_int_equal(tree_write(place("out/"), &r), 0);
	all_expect(TREE "out/release/" SHA1_A ".json\n");
	file_expect("out/all.json", "{\"date\":\"2026-11-22\",\"release\":200,"
	                            "\"beta\":100,\"nightly\":0}\n");
	assert_int_equal(stat(place("out"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0750);
}

static void
test_replace(void **state)
{
	(void)state;
	earlier_replace();
}

/* Where the file system cannot exchange two directories. */
static void
test_replace_rotate(void **state)
{
	(void)state;
	no_exchange = true;
	earlier_replace();
}

static void
test_replace_empty(void **state)
{
	struct results r = results_make(true);

	(void)state;
	assert_int_equal(mkdir(place("out"), 0755), 0);
	assert_int_equal(tree_write(place("out"), &r), 0);
	all_expect(TREE "out/release/" SHA1_A ".json\n");
}

/* What a link names is replaced; the link stays. */
static void
test_replace_link(void **state)
{
	struct results r = results_make(true);

	(void)state;
	assert_int_equal(mkdir(place("out"), 0755), 0);
	put("out/all.json", "old");
	assert_int_equal(symlink("out", place("link")), 0);
	assert_int_equal(tree_write(place("link"), &r), 0);
	all_expect("link\n" TREE "out/release/" SHA1_A ".json\n");
}

static void
check(void *dir)
{
	_exit(tree_check(dir) == -1 ? 1 : 0);
}

/* It is refused with a message that ends so. */
static void
refused_expect(const char *dir, const char *message)
{
	struct unit_end end = unit_run(check, (void *)(uintptr_t)dir);

	assert_int_equal(end.status, 1);
	assert_non_null(strstr(end.text, message));
	assert_string_equal(strstr(end.text, message), message);
}

static void
test_refuse_strangers(void **state)
{
	static const char *const strangers[] = {"notes.txt", "all.json.bak",
	    ".hidden", "release/notes.txt", ("release/" SHA1_A),
	    "release/all.json", "esc\x1b"};
	char message[256];
	size_t i;

	(void)state;
	mkdir(place("out"), 0755);
	mkdir(place("out/release"), 0755);
	put("out/all.json", "old");
	for (i = 0; i < NITEMS(strangers); i++) {
		snprintf(message, sizeof(message), "out/%s", strangers[i]);
		put(message, "precious");
		snprintf(message, sizeof(message),
		    "/out: replace: it holds %s, which crashcorr did not "
		    "write: name a new directory, or move that away\n",
		    strcmp(strangers[i], "esc\x1b") ? strangers[i]
		                                    : "esc\\x1b");
		refused_expect(place("out"), message);
		snprintf(message, sizeof(message), "out/%s", strangers[i]);
		unlink(place(message));
	}
	assert_int_equal(tree_check(place("out")), 0);
}

/* Neither folders alone nor links are a tree of ours. */
static void
test_refuse_lookalikes(void **state)
{
	(void)state;
	mkdir(place("out"), 0755);
	mkdir(place("out/release"), 0755);
	refused_expect(place("out"),
	    "/out: replace: it holds release, which crashcorr did not write: "
	    "name a new directory, or move that away\n");
	assert_int_equal(symlink("/etc/passwd", place("out/all.json")), 0);
	refused_expect(place("out"),
	    "/out: replace: it holds all.json, which crashcorr did not write: "
	    "name a new directory, or move that away\n");
	unlink(place("out/all.json"));
	put("out/all.json", "old");
	mkdir(place("out/release/deeper"), 0755);
	refused_expect(place("out"),
	    "/out: replace: it holds release/deeper, which crashcorr did not "
	    "write: name a new directory, or move that away\n");
}

static void
test_refuse_places(void **state)
{
	int here = open(".", O_RDONLY | O_DIRECTORY);

	(void)state;
	refused_expect("", ": output directory: its name is empty\n");
	refused_expect(place("none/out"), "/none/out: create in its parent "
	                                  "directory: No such file or directory"
	                                  "\n");
	put("file", "precious");
	refused_expect(place("file"), "/file: replace: it is no directory\n");
	refused_expect(
	    place("file/out"), "/file/out: create: Not a directory\n");
	refused_expect("/proc", "/proc: replace: it is a mount point: name a "
	                        "directory inside it\n");
	mkdir(place("out"), 0755);
	assert_int_equal(chdir(place("out")), 0);
	refused_expect(".", ": .: replace: it is or holds the working directory"
	                    ": name a directory inside it\n");
	assert_int_equal(fchdir(here), 0);
	close(here);
	file_expect("file", "precious");
}

static void
write_child(void *dir)
{
	struct results r = results_make(false);

	_exit(tree_write(dir, &r) == -1 ? 1 : 0);
}

static void
earlier_make(void)
{
	mkdir(place("out"), 0755);
	put("out/all.json", "old");
}

static void
earlier_expect(void)
{
	all_expect("out/\nout/all.json\n");
	file_expect("out/all.json", "old");
}

/* A signal in the middle of the work ends it as it would have before. */
static void
test_signals(void **state)
{
	static const int signals[] = {SIGHUP, SIGINT, SIGTERM};
	struct unit_end end;
	size_t i;

	(void)state;
	earlier_make();
	for (i = 0; i < NITEMS(signals); i++) {
		signal_on_mkdir = signals[i];
		end = unit_run(write_child, (void *)(uintptr_t)place("out"));
		signal_on_mkdir = 0;
		assert_int_equal(end.signal, signals[i]);
		assert_string_equal(end.text, "");
		earlier_expect();
	}
}

/* A signal that was ignored stays so. */
static void
test_signal_ignored(void **state)
{
	struct unit_end end;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	signal_on_mkdir = SIGHUP;
	end = unit_run(write_child, (void *)(uintptr_t)place("out"));
	signal_on_mkdir = 0;
	signal(SIGHUP, SIG_DFL);
	assert_int_equal(end.status, 0);
	assert_int_equal(access(place("out/all.json"), F_OK), 0);
}

/* exit() in the middle, as when memory runs out. */
static void
test_exit(void **state)
{
	struct unit_end end;

	(void)state;
	earlier_make();
	exit_on_mkdir = 7;
	end = unit_run(write_child, (void *)(uintptr_t)place("out"));
	exit_on_mkdir = 0;
	assert_int_equal(end.status, 7);
	earlier_expect();
}

static void
write_limited(void *dir)
{
	struct rlimit limit = {100, 100};

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	write_child(dir);
}

static void
test_no_space(void **state)
{
	struct unit_end end;

	(void)state;
	earlier_make();
	end = unit_run(write_limited, (void *)(uintptr_t)place("out"));
	assert_int_equal(end.status, 1);
	assert_non_null(strstr(end.text,
	    "/out/addon_related_signatures.json: write: File too large\n"));
	earlier_expect();
}

/* What came into the old tree while we worked is not removed with it. */
static void
write_late(void *dir)
{
	struct results r = results_make(false);

	signal_on_mkdir = SIGUSR1;
	_exit(tree_write(dir, &r) == -1 ? 1 : 0);
}

static void
on_late(int signo)
{
	int fd = open(place("out/late.txt"), O_WRONLY | O_CREAT, 0644);

	(void)signo;
	if (fd != -1)
		close(fd);
}

static void
test_late_stranger(void **state)
{
	struct unit_end end;
	char *at;

	(void)state;
	earlier_make();
	signal(SIGUSR1, on_late);
	end = unit_run(write_late, (void *)(uintptr_t)place("out"));
	signal(SIGUSR1, SIG_DFL);
	assert_int_equal(end.status, 1);
	at = strstr(end.text, "/out: remove the earlier result, now ");
	assert_non_null(at);
	assert_non_null(strstr(at, ": Directory not empty\n"));
	assert_int_equal(access(place("out/release"), F_OK), 0);
	at = strstr(at, "now ") + 4;
	*strchr(at, ':') = '\0';
	strcat(at, "/late.txt");
	assert_int_equal(access(at, F_OK), 0);
}

static void
test_misfits(void **state)
{
	static const char *const misfits[] = {"", ".", "..", "a/b", "-x", "_x",
	    "date", "all.json", "a b", "a\n", "\xc3\xa9",
	    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	     "aaaaaaaaaaaaaaaaaaaaaaaaa")};
	static const char *const names[] = {"release", "esr", "release-cck-x",
	    "A_1", "0", "Date",
	    ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	     "aaaaaaaaaaaaaaaaaaaaaaaa")};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(misfits); i++)
		assert_false(folder_fits(str_of(misfits[i])));
	for (i = 0; i < NITEMS(names); i++)
		assert_true(folder_fits(str_of(names[i])));
}

static void
write_misfits(void *dir)
{
	struct results r = results_make(false);

	r.channels[0].name = STR("../\x1b");
	r.channels[2].name = STR("date");
	_exit(tree_write(dir, &r) == -1 ? 1 : 0);
}

static void
test_misfits_left_out(void **state)
{
	struct unit_end end =
	    unit_run(write_misfits, (void *)(uintptr_t)place("out"));

	(void)state;
	assert_int_equal(end.status, 0);
	assert_non_null(strstr(end.text,
	    "/out: write: channels left out, as they are no names of folders: "
	    "2, the first is '../\\x1b'\n"));
	all_expect("out/\nout/addon_related_signatures.json\nout/all.json\n"
	           "out/beta/\nout/beta/" SHA1_B ".json\n");
	file_expect("out/all.json", "{\"date\":\"2026-11-22\",\"beta\":100}\n");
	file_expect("out/addon_related_signatures.json", "{\"beta\":[]}\n");
}

#define IN_PLACE(test) \
	cmocka_unit_test_setup_teardown(test, place_make, place_remove)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(test_default),
	    IN_PLACE(test_compat),
	    IN_PLACE(test_replace),
	    IN_PLACE(test_replace_rotate),
	    IN_PLACE(test_replace_empty),
	    IN_PLACE(test_replace_link),
	    IN_PLACE(test_refuse_strangers),
	    IN_PLACE(test_refuse_lookalikes),
	    IN_PLACE(test_refuse_places),
	    IN_PLACE(test_signals),
	    IN_PLACE(test_signal_ignored),
	    IN_PLACE(test_exit),
	    IN_PLACE(test_no_space),
	    IN_PLACE(test_late_stranger),
	    cmocka_unit_test(test_misfits),
	    IN_PLACE(test_misfits_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
