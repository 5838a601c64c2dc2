#include "bqfetch/reason.h"

#include <stddef.h>
#include <string.h>

static const struct reason reasons[] = {
    {"backendError", REASON_PASSES, STATUS_RETRY, NULL},
    {"badGateway", REASON_PASSES, STATUS_RETRY, NULL},
    {"internalError", REASON_PASSES, STATUS_RETRY, NULL},
    {"rateLimitExceeded", REASON_SLOWER, STATUS_RETRY, NULL},
    {"jobBackendError", REASON_JOB, STATUS_RETRY, NULL},
    {"jobInternalError", REASON_JOB, STATUS_RETRY, NULL},
    {"jobRateLimitExceeded", REASON_JOB, STATUS_RETRY, NULL},
    {"accessDenied", REASON_FINAL, STATUS_FAIL, NULL},
    {"billingNotEnabled", REASON_FINAL, STATUS_FAIL, NULL},
    {"billingTierLimitExceeded", REASON_FINAL, STATUS_FAIL, NULL},
    {"blocked", REASON_FINAL, STATUS_FAIL, NULL},
    {"duplicate", REASON_FINAL, STATUS_FAIL, NULL},
    {"invalid", REASON_FINAL, STATUS_FAIL, NULL},
    {"invalidQuery", REASON_FINAL, STATUS_FAIL, NULL},
    {"invalidUser", REASON_FINAL, STATUS_FAIL, NULL},
    {"notFound", REASON_FINAL, STATUS_FAIL, NULL},
    {"notImplemented", REASON_FINAL, STATUS_FAIL, NULL},
    {"resourcesExceeded", REASON_FINAL, STATUS_FAIL, NULL},
    {"stopped", REASON_FINAL, STATUS_FAIL, NULL},
    {"tableUnavailable", REASON_FINAL, STATUS_FAIL, NULL},
    {"timeout", REASON_FINAL, STATUS_FAIL, NULL},
    {"quotaExceeded", REASON_FINAL, STATUS_RETRY,
        "a quota is used up, and fills again slowly: wait ten minutes or "
        "longer"},
    {"bytesBilledLimitExceeded", REASON_FINAL, STATUS_FAIL,
        "nothing was billed: --max-bytes-billed refuses this query"},
    {"responseTooLarge", REASON_FINAL, STATUS_FAIL,
        "let the query write to a table, and fetch that with --table"},
};

const struct reason *
reason_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].name, name) == 0)
			return &reasons[i];
	return NULL;
}
