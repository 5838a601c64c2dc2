#ifndef CORRELATIONS_HELP_H
#define CORRELATIONS_HELP_H

/* One line, after "usage: ", without a line feed. */
extern const char crashcorr_usage[];

/* What --help prints, whole lines. */
extern const char crashcorr_help[];

#endif
