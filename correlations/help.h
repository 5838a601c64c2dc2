#ifndef CORRELATIONS_HELP_H
#define CORRELATIONS_HELP_H

/* What --help prints, whole lines: an example, the usage, all else. */
extern const char crashcorr_example[];
extern const char crashcorr_usage[];
extern const char crashcorr_help[];

#endif
