#ifndef HELP_H
#define HELP_H

/* What --help prints, with a %s where the usage line belongs. */
extern const char missing_symbols_help[];

#endif
