#ifndef HELP_H
#define HELP_H

/* What --help prints, whole lines: an example, the usage, all else. */
extern const char missing_symbols_example[];
extern const char missing_symbols_usage[];
extern const char missing_symbols_help[];

#endif
