"""The BigQuery endpoints of reference section 1, on a world of tables and jobs."""

import base64
import json
import sys
import zlib

import cells
from errors import ApiError, invalid
from reply import Reply

TIMESTAMP_FORMATS = {
    "TIMESTAMP_OUTPUT_FORMAT_UNSPECIFIED": "FLOAT64",
    "FLOAT64": "FLOAT64",
    "INT64": "INT64",
    "ISO8601_STRING": "ISO8601_STRING",
}
TOKEN_END = "+/=="
DEFAULT_WAIT_S = 10
LONGEST_WAIT_S = 200


def unsigned(query, name, bits):
    """A number of the query string, or None when it is not there."""
    text = query.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or int(text) >= 2**bits:
        raise invalid(f"Invalid value for {name}: {text}", name)
    return int(text)


def row_form(world, options):
    """The form of cells that formatOptions ask for: a map of option to text."""
    integer = options.get("useInt64Timestamp")
    output = options.get("timestampOutputFormat")
    if integer not in (None, "true", "false"):
        raise invalid(f"Invalid value for useInt64Timestamp: {integer}", "formatOptions")
    if output is not None and output not in TIMESTAMP_FORMATS:
        raise invalid(f"Invalid value for timestampOutputFormat: {output}", "formatOptions")
    if output is not None and integer == "true":
        message = "useInt64Timestamp and timestampOutputFormat must not be combined"
        raise invalid(message, "formatOptions")
    timestamp = "INT64" if integer == "true" else TIMESTAMP_FORMATS[output or "FLOAT64"]
    return cells.Form(timestamp, world.escape)


def url_options(query):
    """formatOptions.* of a query string."""
    prefix = "formatOptions."
    return {k[len(prefix) :]: v for k, v in query.items() if k.startswith(prefix)}


def make_token(scope, since, index):
    """An opaque page token: what is read, as of when, from which row on.

    It ends in the characters of base64 that a client has to escape in a query string.
    """
    packed = json.dumps([scope, since, index]).encode()
    sealed = zlib.crc32(packed).to_bytes(4, "big") + packed
    return base64.urlsafe_b64encode(sealed).decode() + TOKEN_END


def open_token(token, scope):
    """(since, index) of a page token, refused when it is not one of ours for this scope."""
    try:
        if not token.endswith(TOKEN_END):
            raise ValueError(token)
        raw = base64.urlsafe_b64decode(token[: -len(TOKEN_END)])
        if zlib.crc32(raw[4:]).to_bytes(4, "big") != raw[:4]:
            raise ValueError(token)
        owner, since, index = json.loads(raw[4:])
    except ValueError:
        raise invalid("Invalid page token", "pageToken") from None
    if owner != scope:
        raise invalid("The page token belongs to another request", "pageToken")
    return since, index


def page_of(request, world, scope, since, rows, form, chosen=None):
    """(start, page for Reply, next token): the page a request asks for.

    startIndex wins over pageToken, as on the service: who sends both with every page reads the
    same rows again and again.
    """
    limit = unsigned(request.query, "maxResults", 32)
    start = unsigned(request.query, "startIndex", 64)
    if start is None:
        token = request.query.get("pageToken")
        start = open_token(token, scope)[1] if token else 0
    limits = [n for n in (limit, request.max_rows) if n is not None]
    count = min([sys.maxsize, *limits])
    encoded = rows.encoded(form, chosen)
    sent, pieces = encoded.page(start, count, world.page_bytes[request.op])
    end = start + sent
    token = make_token(scope, since, end) if end < len(rows) else None
    return start, (sent, pieces, (id(encoded), start, sent)), token


def results(request, world, job, form, kind):
    """The answer of getQueryResults and jobs.query for a job that is done."""
    if job.error:
        raise job.error
    query = job.query
    start, page, token = page_of(request, world, job.job_id, 0, query.rows, form)
    head = {
        "kind": kind,
        "etag": "cGFnZQ==",
        "schema": {"fields": query.rows.fields},
        "jobReference": job.reference(),
        "totalRows": str(len(query.rows)),
    }
    if token:
        head["pageToken"] = token
    tail = {
        "totalBytesProcessed": "0" if query.cache_hit else str(query.bytes_processed),
        "jobComplete": True,
        "cacheHit": query.cache_hit,
    }
    if query.warnings:
        tail["errors"] = query.warnings
    reply = Reply(head, tail, page)
    reply.start = start
    return reply


def unfinished(job, kind):
    """The answer while a job has not ended: no rows, no totalRows, no schema."""
    return Reply({"kind": kind, "jobReference": job.reference(), "jobComplete": False})


def find_job(request, world):
    args = request.args
    location = request.query.get("location")
    return world.jobs.find(args["project"], args["job"], location, world.free_locations)


def dry_run(world, project, configuration):
    """The Query behind a request that is only to be checked."""
    world.jobs.check(configuration)
    query = world.jobs.plan(configuration["query"], project)
    if query.error_at == "insert" and (error := query.failure()):
        raise error
    return query


def jobs_insert(request, world):
    body = request.json()
    project = request.args["project"]
    configuration = body.get("configuration")
    if not isinstance(configuration, dict):
        raise ApiError("required", "Required parameter is missing: configuration")
    if "query" not in configuration:
        raise ApiError("notImplemented", "The stand-in runs query jobs only")
    reference = body.get("jobReference") or {}
    if configuration.get("dryRun"):
        query = dry_run(world, project, configuration)
        size = str(query.bytes_processed)
        details = {
            "totalBytesProcessed": size,
            "cacheHit": False,
            "statementType": query.statement_type,
            "schema": {"fields": query.rows.fields},
        }
        return Reply(
            {
                "kind": "bigquery#job",
                "configuration": dict(configuration, jobType="QUERY"),
                "jobReference": {"projectId": project, "location": query.location},
                "statistics": {"totalBytesProcessed": size, "query": details},
                "status": {"state": "DONE"},
            }
        )
    job = world.jobs.insert(project, configuration, reference)
    world.remember_job(job)
    return Reply(job.resource())


def jobs_query(request, world):
    body = request.json()
    project = request.args["project"]
    top = {"dryRun", "labels", "jobTimeoutMs"}
    query = {name: value for name, value in body.items() if name not in top}
    configuration = {name: body[name] for name in top & set(body)}
    configuration["query"] = query
    kind = "bigquery#queryResponse"
    if body.get("dryRun"):
        plan = dry_run(world, project, configuration)
        return Reply(
            {
                "kind": kind,
                "schema": {"fields": plan.rows.fields},
                "jobReference": {"projectId": project, "location": plan.location},
                "totalBytesProcessed": str(plan.bytes_processed),
                "jobComplete": True,
                "cacheHit": False,
            }
        )
    form = row_form(world, {k: option_text(v) for k, v in body.get("formatOptions", {}).items()})
    job = world.job_of_request(project, configuration, body)
    wait_ms = body.get("timeoutMs", DEFAULT_WAIT_S * 1000)
    if request.job_complete is False or not job.wait(min(wait_ms / 1000, LONGEST_WAIT_S)):
        return unfinished(job, kind)
    if "maxResults" in body:
        request.query["maxResults"] = str(body["maxResults"])
    reply = results(request, world, job, form, kind)
    if body.get("jobCreationMode") == "JOB_CREATION_OPTIONAL" and "pageToken" not in reply.head:
        del reply.head["jobReference"]
        reply.head["queryId"] = "q" + job.job_id
    return reply


def option_text(value):
    return str(value).lower() if isinstance(value, bool) else value


def jobs_get_query_results(request, world):
    kind = "bigquery#getQueryResultsResponse"
    form = row_form(world, url_options(request.query))
    job = find_job(request, world)
    wait_ms = unsigned(request.query, "timeoutMs", 32)
    wait_s = DEFAULT_WAIT_S if wait_ms is None else min(wait_ms / 1000, LONGEST_WAIT_S)
    if request.job_complete is False or not job.wait(wait_s):
        return unfinished(job, kind)
    return results(request, world, job, form, kind)


def jobs_get(request, world):
    return Reply(find_job(request, world).resource(look=True))


def jobs_cancel(request, world):
    job = find_job(request, world)
    job.cancel()
    return Reply({"kind": "bigquery#jobCancelResponse", "job": job.resource()})


def tables_get(request, world):
    args = request.args
    table, _, rows = world.catalog.find(args["project"], args["dataset"], args["table"])
    return Reply(table.resource(rows))


def tabledata_list(request, world):
    args = request.args
    table, since, rows = world.catalog.find(args["project"], args["dataset"], args["table"])
    if table.kind != "TABLE":
        raise invalid(f"Cannot list a table of type {table.kind}.")
    form = row_form(world, url_options(request.query))
    chosen = None
    if request.query.get("selectedFields"):
        try:
            chosen = cells.selection(rows.fields, request.query["selectedFields"])
        except KeyError as why:
            message = f"Invalid selectedFields: no such field {why.args[0]}"
            raise invalid(message, "selectedFields") from None
    scope = ".".join([*table.ref, request.query.get("selectedFields", "")])
    token = request.query.get("pageToken")
    if token:
        since, _ = open_token(token, scope)
        rows = table.version(since)
    start, page, token = page_of(request, world, scope, since, rows, form, chosen)
    head = {"kind": "bigquery#tableDataList", "etag": "cGFnZQ==", "totalRows": str(len(rows))}
    if token:
        head["pageToken"] = token
    reply = Reply(head, {}, page)
    reply.start = start
    return reply


ENDPOINTS = {
    "jobs.insert": jobs_insert,
    "jobs.query": jobs_query,
    "jobs.getQueryResults": jobs_get_query_results,
    "jobs.get": jobs_get,
    "jobs.cancel": jobs_cancel,
    "tables.get": tables_get,
    "tabledata.list": tabledata_list,
}
