"""Errors as the service words them: reference section 4, one table of reasons."""

import re

# The HTTP status that comes with a reason when nobody says otherwise.
STATUS_OF = {
    "backendError": 503,
    "internalError": 500,
    "jobInternalError": 500,
    "rateLimitExceeded": 403,
    "jobRateLimitExceeded": 400,
    "quotaExceeded": 403,
    "accessDenied": 403,
    "insufficientPermissions": 403,
    "notFound": 404,
    "duplicate": 409,
    "invalid": 400,
    "invalidQuery": 400,
    "parseError": 400,
    "required": 400,
    "bytesBilledLimitExceeded": 400,
    "resourcesExceeded": 400,
    "tableUnavailable": 400,
    "timeout": 400,
    "responseTooLarge": 403,
    "stopped": 400,
    "billingNotEnabled": 403,
    "blocked": 403,
    "invalidUser": 400,
    "billingTierLimitExceeded": 400,
    "notImplemented": 501,
    "authError": 401,
}

# The reason that comes with an HTTP status when nobody says otherwise.
REASON_OF = {
    400: "invalid",
    401: "authError",
    403: "accessDenied",
    404: "notFound",
    409: "duplicate",
    429: "rateLimitExceeded",
    500: "internalError",
    501: "notImplemented",
    502: "badGateway",
    503: "backendError",
    504: "backendError",
}

STATUS_WORD = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ALREADY_EXISTS",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class ScenarioError(Exception):
    """The scenario or a control request is wrong: the test's fault, not the client's."""


class ApiError(Exception):
    """An answer that is not a success, in the service's own shape."""

    def __init__(self, reason, message, status=None, location=None):
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.status = status or STATUS_OF.get(reason, 400)
        self.location = location

    def item(self):
        """The shape shared by errors[], status.errorResult and status.errors[]."""
        item = {"reason": self.reason, "message": self.message}
        if self.location:
            item["location"] = self.location
        return item

    def body(self):
        item = {"message": self.message, "domain": "global", "reason": self.reason}
        if self.location:
            item["location"] = self.location
            item["locationType"] = "parameter"
        error = {"code": self.status, "message": self.message, "errors": [item]}
        if self.status in STATUS_WORD:
            error["status"] = STATUS_WORD[self.status]
        return {"error": error}


# What a scenario or a control request of the wrong shape can raise while it is read.
UNREADABLE = (
    ScenarioError,
    ApiError,
    AttributeError,
    KeyError,
    OSError,
    TypeError,
    ValueError,
    re.error,
)


def invalid(message, location=None):
    return ApiError("invalid", message, location=location)


def take(spec, known, where):
    """Refuse a member of a scenario object that nobody reads: it is a misspelling."""
    if not isinstance(spec, dict):
        raise ScenarioError(f"{where}: expected an object, got {spec!r:.60}")
    extra = sorted(set(spec) - set(known))
    if extra:
        raise ScenarioError(f"{where}: unknown member {extra[0]!r}")
    return spec
