#ifndef CORRELATIONS_FOLDER_H
#define CORRELATIONS_FOLDER_H

#include <stdbool.h>

#include "common/str.h"

/* The folders of a tree (tree.h): each is called as its channel is. */

#define FOLDER_MAX 64 /* bytes of the longest name */

/*
 * Can this channel have a folder? Its name must be made of letters, digits,
 * "-" and "_", begin with a letter or digit, and be no longer than FOLDER_MAX;
 * "date" is taken: all.json has it as a key beside the channels.
 */
bool folder_fits(struct str channel);

#endif
