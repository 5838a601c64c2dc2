#ifndef CORRELATIONS_COMMAND_H
#define CORRELATIONS_COMMAND_H

/*
 * A command as it can be typed at a prompt: words, quoted where a shell would
 * take them for something else. NULL is a command without words.
 *
 * returns  the command with one more word behind it, in place of the old one
 * owns     the caller, by free
 */
char *command_add(char *command, const char *word);

/* The same with the option of this long name; value NULL: it takes none. */
char *command_add_option(char *command, const char *name, const char *value);

#endif
