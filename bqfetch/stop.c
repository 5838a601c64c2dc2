#include "bqfetch/stop.h"

#include <stddef.h>

volatile sig_atomic_t stop_signal;

static const struct {
	int signo;
	const char *name;
} signals[] = {{SIGHUP, "SIGHUP"}, {SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}};

#define NSIGNALS (sizeof(signals) / sizeof(signals[0]))

static void
on_signal(int signo)
{
	stop_signal = signo;
}

void
stop_catch(void)
{
	/* a second one ends us at once; no call is begun again after one */
	struct sigaction old,
	    action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
	size_t i;

	signal(SIGPIPE, SIG_IGN);
	for (i = 0; i < NSIGNALS; i++)
		if (sigaction(signals[i].signo, NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(signals[i].signo, &action, NULL);
}

const char *
stop_name(void)
{
	size_t i;

	for (i = 0; i < NSIGNALS; i++)
		if (stop_signal == signals[i].signo)
			return signals[i].name;
	return NULL;
}

void
stop_raise(void)
{
	if (stop_name() == NULL)
		return;
	signal(stop_signal, SIG_DFL);
	raise(stop_signal);
}
