#ifndef BQFETCH_STOP_H
#define BQFETCH_STOP_H

#include <signal.h>

/*
 * The signal that ends the run; 0: none. SIGPIPE stands for a reader who went
 * away.
 */
extern volatile sig_atomic_t stop_signal;

/*
 * From here on SIGHUP, SIGINT and SIGTERM only set stop_signal, each the first
 * time; those that were ignored stay so. SIGPIPE is ignored.
 */
void stop_catch(void);

/* "SIGTERM" and the like, of one that ends the run; NULL: none does. */
const char *stop_name(void);

/* End as the signal does that nothing catches, if there was one. */
void stop_raise(void);

#endif
