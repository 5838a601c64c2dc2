#include "correlations/match.h"

#include <stdlib.h>

#include "common/util.h"

#define NONE UINT32_MAX

/*
 * A state is a prefix of some string. Bytes that no string holds share class
 * 0, so a state's row of the table has one entry for each byte in use.
 */
struct match {
	unsigned char class_of[256];
	size_t nclasses;
	uint32_t *next;    /* by state and class */
	uint32_t *string;  /* by state: which string ends here, or NONE */
	uint32_t *shorter; /* by state: the longest suffix where one ends */
	uint32_t nstates;
	uint32_t *seen; /* by string: the number of the text it was found in */
	uint32_t ntexts;
	size_t nstrings;
};

static void
classes_assign(struct match *m, const struct str *strings)
{
	size_t i, j;
	unsigned char *class;

	/* a line holds no line feed: at most 255 bytes are in use */
	m->nclasses = 1;
	for (i = 0; i < m->nstrings; i++) {
		for (j = 0; j < strings[i].len; j++) {
			class = &m->class_of[(unsigned char)strings[i].data[j]];
			if (*class == 0)
				*class = (unsigned char)m->nclasses++;
		}
	}
}

static void
string_add(struct match *m, struct str text, uint32_t number)
{
	uint32_t state = 0, *next;
	size_t i;

	for (i = 0; i < text.len; i++) {
		next = &m->next[state * m->nclasses +
		                m->class_of[(unsigned char)text.data[i]]];
		if (*next == 0)
			*next = m->nstates++;
		state = *next;
	}
	m->string[state] = number;
}

/*
 * Breadth first: where a state has no next one, go on as its longest proper
 * suffix would, whose row is finished by then.
 */
static void
suffixes_link(struct match *m)
{
	uint32_t *queue = xreallocarray(NULL, m->nstates, sizeof(*queue));
	uint32_t *suffix = xcalloc(m->nstates, sizeof(*suffix));
	uint32_t state, child, *next, begin = 0, end = 0;
	size_t class;

	queue[end++] = 0;
	while (begin < end) {
		state = queue[begin++];
		m->shorter[state] = m->string[suffix[state]] != NONE
		                        ? suffix[state]
		                        : m->shorter[suffix[state]];
		for (class = 0; class < m->nclasses; class ++) {
			next = &m->next[state * m->nclasses + class];
			child = *next;
			*next =
			    state == 0
			        ? child
			        : m->next[suffix[state] * m->nclasses + class];
			if (child == 0)
				continue;
			suffix[child] = state == 0 ? 0 : *next;
			*next = child;
			queue[end++] = child;
		}
	}
	free(queue);
	free(suffix);
}

struct match *
match_new(const struct str *strings, size_t nstrings)
{
	struct match *m = xcalloc(1, sizeof(*m));
	size_t i, nstates = 1;

	m->nstrings = nstrings;
	classes_assign(m, strings);
	for (i = 0; i < nstrings; i++)
		nstates += strings[i].len;
	m->next = xcalloc(nstates * m->nclasses, sizeof(*m->next));
	m->string = xreallocarray(NULL, nstates, sizeof(*m->string));
	m->shorter = xcalloc(nstates, sizeof(*m->shorter));
	m->seen = xcalloc(nstrings, sizeof(*m->seen));
	for (i = 0; i < nstates; i++)
		m->string[i] = NONE;
	m->nstates = 1;
	for (i = 0; i < nstrings; i++)
		string_add(m, strings[i], (uint32_t)i);
	suffixes_link(m);
	return m;
}

void
match_free(struct match *m)
{
	if (m == NULL)
		return;
	free(m->next);
	free(m->string);
	free(m->shorter);
	free(m->seen);
	free(m);
}

size_t
match_find(struct match *m, struct str text, uint32_t *found)
{
	uint32_t state = 0, end, string;
	size_t i, nfound = 0;

	if (++m->ntexts == 0) {
		memset(m->seen, 0, m->nstrings * sizeof(*m->seen));
		m->ntexts = 1;
	}
	for (i = 0; i < text.len; i++) {
		state = m->next[state * m->nclasses +
		                m->class_of[(unsigned char)text.data[i]]];
		for (end = m->string[state] != NONE ? state : m->shorter[state];
		     end != 0; end = m->shorter[end]) {
			string = m->string[end];
			if (m->seen[string] == m->ntexts)
				break;
			m->seen[string] = m->ntexts;
			found[nfound++] = string;
		}
	}
	return nfound;
}
