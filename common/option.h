#ifndef COMMON_OPTION_H
#define COMMON_OPTION_H

#include <stdint.h>

/*
 * What the command lines of the tools have in common. What is wrong with one
 * ends the program with STATUS_USAGE, after a message, the usage and a hint at
 * --help.
 */

/*
 * Before the options are read.
 *
 * tool     its name
 * usage    whole lines, "usage: ..."; both are borrowed
 */
void option_begin(const char *tool, const char *usage);

/* End: the command line is wrong, as a message has said. */
void option_usage(void) __attribute__((noreturn));

/* End after "--option: value: why"; the value is made visible. */
void option_refuse(const char *option, const char *value, const char *why)
    __attribute__((noreturn));

/* The number or size from min to max that an option was given. */
uint64_t option_number(
    const char *option, const char *value, uint64_t min, uint64_t max);
uint64_t option_size(
    const char *option, const char *value, uint64_t min, uint64_t max);

/* Print --help: an example, the usage, all else; and end. */
void option_help(const char *example, const char *text)
    __attribute__((noreturn));

/* Print what was asked for instead of work, and end. */
void option_tell(const char *fmt, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

#endif
