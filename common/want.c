#include "common/want.h"

#include <stdlib.h>

#include "common/util.h"

#define KEYS_MAX 512 /* remembered a node; strangers may invent more */

static struct want_node *
node_new(struct want *w, struct str name)
{
	struct want_node *node = arena_alloc(&w->arena, sizeof(*node));

	*node = (struct want_node){.path = -1};
	node->name = arena_copy(&w->arena, name);
	return node;
}

void
want_init(struct want *w)
{
	*w = (struct want){.columns = intern_new()};
	w->root = node_new(w, STR(""));
}

void
want_fini(struct want *w)
{
	intern_free(w->columns);
	arena_free(&w->arena);
	free(w->column_nodes);
	free(w->paths);
}

static struct want_node *
child_find(const struct want_node *node, struct str name)
{
	struct want_node *child = node->children;

	while (child != NULL && !str_equal(child->name, name))
		child = child->sibling;
	return child;
}

static struct want_node *
child_add(struct want *w, struct want_node *node, struct str name)
{
	struct want_node *child = child_find(node, name);

	if (child == NULL) {
		child = node_new(w, name);
		child->sibling = node->children;
		node->children = child;
	}
	return child;
}

static int
path_add(struct want *w, struct str text)
{
	w->paths = xgrow(w->paths, w->npaths, &w->path_cap, sizeof(*w->paths));
	w->paths[w->npaths] = text;
	return (int)w->npaths++;
}

int
want_add(struct want *w, const char *path)
{
	struct want_node *node = w->root;
	struct str name;
	const char *p = path;

	if (strcmp(path, "*") == 0) {
		node->any = true;
		return path_add(w, STR("*"));
	}
	while (*p != '\0') {
		name = (struct str){p, strcspn(p, ".[")};
		p += name.len;
		node = child_add(w, node, name);
		if (strncmp(p, "[]", 2) == 0) {
			if (node->each == NULL)
				node->each = node_new(w, STR(""));
			node = node->each;
			p += 2;
		}
		p += *p == '.';
	}
	if (node->path == -1)
		node->path = path_add(w, arena_copy(&w->arena, str_of(path)));
	return node->path;
}

/* The node of a member under "*", made when it is first met. */
static struct want_node *
column_node(struct want *w, struct str name)
{
	uint32_t id, known = intern_count(w->columns);
	struct want_node *node;

	id = intern_id(w->columns, name);
	if (id < known)
		return w->column_nodes[id];
	w->column_nodes = xgrow(
	    w->column_nodes, id, &w->column_cap, sizeof(struct want_node *));
	node = node_new(w, STR(""));
	node->path = path_add(w, intern_text(w->columns, id));
	w->column_nodes[id] = node;
	return node;
}

struct want_node *
want_member(struct want *w, const struct want_node *node, struct str name)
{
	struct want_node *child = child_find(node, name);

	return child == NULL && node->any ? column_node(w, name) : child;
}

struct want_key *
want_remember(struct want *w, struct want_node *node, struct str raw)
{
	struct want_key *key;

	if (raw.len > KEY_MAX || node->nkeys == KEYS_MAX)
		return NULL;
	key = arena_alloc(&w->arena, sizeof(*key));
	*key = (struct want_key){.older = node->keys};
	memcpy(key->raw, raw.data, raw.len);
	key->len = (uint32_t)raw.len;
	key->mask = raw.len == 32 ? UINT32_MAX : (1U << raw.len) - 1;
	node->keys = key;
	node->nkeys++;
	return key;
}
