#include "correlations/folder.h"

#include <string.h>

bool
folder_fits(struct str channel)
{
	static const char fit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                          "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t i;

	for (i = 0; i < channel.len; i++)
		if (memchr(fit, channel.data[i], sizeof(fit) - 1) == NULL)
			return false;
	return channel.len > 0 && channel.len <= FOLDER_MAX &&
	       channel.data[0] != '-' && channel.data[0] != '_' &&
	       !str_equal(channel, STR("date"));
}
