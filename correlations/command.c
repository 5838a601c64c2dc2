#include "correlations/command.h"

#include <stdlib.h>
#include <string.h>

#include "common/util.h"

static bool
is_plain(const char *word)
{
	size_t len = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                          "abcdefghijklmnopqrstuvwxyz"
	                          "0123456789@%+=:,./_-");

	return len > 0 && word[len] == '\0';
}

/* In single quotes, where only they themselves mean anything: those stand in
   double quotes, as a backslash would be shown as two. */
static char *
quote(const char *word, char *out)
{
	*out++ = '\'';
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			out = stpcpy(out, "'\"'\"'");
		else
			*out++ = *word;
	}
	*out++ = '\'';
	*out = '\0';
	return out;
}

char *
command_add(char *command, const char *word)
{
	size_t len = command ? strlen(command) : 0;
	char *end;

	command = xrealloc(command, len + 5 * strlen(word) + 4);
	end = command + len;
	if (len > 0)
		*end++ = ' ';
	if (is_plain(word))
		strcpy(end, word);
	else
		quote(word, end);
	return command;
}

char *
command_add_option(char *command, const char *name, const char *value)
{
	char *option = xmalloc(strlen(name) + sizeof("--"));

	stpcpy(stpcpy(option, "--"), name);
	command = command_add(command, option);
	free(option);
	return value ? command_add(command, value) : command;
}
