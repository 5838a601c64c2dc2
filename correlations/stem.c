#include "correlations/stem.h"

#if STEMMER

#include <libstemmer.h>

#include "common/util.h"

bool
stem_is_built_in(void)
{
	return true;
}

struct stemmer *
stemmer_new(void)
{
	struct sb_stemmer *s = sb_stemmer_new("english", "UTF_8");

	if (s == NULL)
		xrealloc(NULL, SIZE_MAX);
	return (struct stemmer *)s;
}

void
stemmer_free(struct stemmer *s)
{
	sb_stemmer_delete((struct sb_stemmer *)s);
}

struct str
stemmer_stem(struct stemmer *s, struct str word)
{
	struct sb_stemmer *sb = (struct sb_stemmer *)s;
	const sb_symbol *stem =
	    sb_stemmer_stem(sb, (const sb_symbol *)word.data, (int)word.len);

	if (stem == NULL)
		xrealloc(NULL, SIZE_MAX);
	return (struct str){(const char *)stem, (size_t)sb_stemmer_length(sb)};
}

#else

bool
stem_is_built_in(void)
{
	return false;
}

struct stemmer *
stemmer_new(void)
{
	return NULL;
}

void
stemmer_free(struct stemmer *s)
{
	(void)s;
}

struct str
stemmer_stem(struct stemmer *s, struct str word)
{
	(void)s;
	return word;
}

#endif
