"""Query jobs: their life from jobs.insert to DONE, and the store they are found in."""

import hashlib
import re
import secrets
import threading
import time

from errors import ApiError, invalid
from queries import Query, check_int64, check_labels, check_request, select_all
from tables import Table, now_ms

JOB_ID = re.compile(r"[A-Za-z0-9_-]{1,1024}")


class Job:
    """One query job. Looks are jobs.get and jobs.getQueryResults calls: some are answered
    "not yet" before the job ends, and it does not end before run_ms are over either."""

    def __init__(self, ref, configuration, query, error, on_done):
        self.project, self.job_id, self.location = ref
        self.configuration = configuration
        self.query = query
        self.on_done = on_done
        self.created_ms = now_ms()
        self.cond = threading.Condition()
        self.looks = 0
        self.looks_needed = query.pending_polls + query.polls
        self.ends_at = time.monotonic() + query.run_s
        self.error_then = error
        self.error = None
        self.done = False
        self.cancelled = False
        timeout_ms = check_int64(configuration, "jobTimeoutMs")
        if timeout_ms is not None and timeout_ms / 1000 < query.run_s:
            self.ends_at += timeout_ms / 1000 - query.run_s
            message = f"Job execution was cancelled: Job timed out after {timeout_ms / 1000:g}s"
            self.error_then = ApiError("stopped", message)
        limit = check_int64(configuration["query"], "maximumBytesBilled")
        if limit is not None and query.bytes_billed() > limit:
            message = f"Query exceeded limit for bytes billed: {limit}. "
            message += f"{query.bytes_billed()} or higher required."
            self.error_then = ApiError("bytesBilledLimitExceeded", message)

    def settle(self):
        """Is the job done by now? Call with the lock held."""
        looked = self.looks > self.looks_needed or self.looks_needed == 0
        if not self.done and looked and time.monotonic() >= self.ends_at:
            self.done = True
            self.error = self.error_then
            if self.error is None:
                self.on_done(self)
        return self.done

    def state(self, look):
        """PENDING, RUNNING or DONE; look says whether this question counts as one."""
        with self.cond:
            self.looks += look
            if self.settle():
                return "DONE"
            return "PENDING" if max(self.looks, 1) <= self.query.pending_polls else "RUNNING"

    def wait(self, timeout_s):
        """Wait for the end as jobs.getQueryResults does: True when the job is done."""
        deadline = time.monotonic() + timeout_s
        with self.cond:
            self.looks += 1
            while not self.settle():
                now = time.monotonic()
                if now >= deadline or now >= self.ends_at:
                    return False
                self.cond.wait(min(deadline, self.ends_at) - now)
            return True

    def cancel(self):
        with self.cond:
            if self.done or self.cancelled or self.query.cancel == "ignore":
                return
            self.cancelled = True
            message = "Job execution was cancelled: User requested cancellation"
            self.error_then = ApiError("stopped", message)
            self.ends_at = time.monotonic()
            polls = self.query.cancel_polls
            self.looks_needed = self.looks + polls if polls else 0
            self.cond.notify_all()

    def reference(self):
        return {"projectId": self.project, "jobId": self.job_id, "location": self.location}

    def destination(self):
        """(project, dataset, table) of the result: the given one, or the job's anonymous one."""
        given = self.configuration["query"].get("destinationTable")
        if given:
            return given["projectId"], given["datasetId"], given["tableId"]
        digest = hashlib.sha256(f"{self.project}:{self.job_id}".encode()).hexdigest()
        return self.project, "_" + digest[:40], "anon" + digest[40:]

    def resource(self, look=False):
        """The Job resource, as insert, get and cancel answer it."""
        state = self.state(look)
        project, dataset, table = self.destination()
        query = dict(self.configuration["query"])
        query["destinationTable"] = {"projectId": project, "datasetId": dataset, "tableId": table}
        status = {"state": state}
        errors = [ApiError.item(self.error)] if self.error else []
        if errors:
            status["errorResult"] = errors[0]
        if state == "DONE" and errors + self.query.warnings:
            status["errors"] = errors + self.query.warnings
        return {
            "kind": "bigquery#job",
            "etag": "am9i",
            "id": f"{self.project}:{self.location}.{self.job_id}",
            "jobReference": self.reference(),
            "configuration": dict(self.configuration, jobType="QUERY", query=query),
            "status": status,
            "statistics": self.statistics(state),
            "user_email": "reader@example.com",
        }

    def statistics(self, state):
        times = {"creationTime": str(self.created_ms)}
        if state != "PENDING":
            times["startTime"] = str(self.created_ms + 1)
        if state != "DONE":
            return dict(times, query={"statementType": self.query.statement_type})
        failed = self.error is not None
        processed = "0" if failed or self.query.cache_hit else str(self.query.bytes_processed)
        return {
            **times,
            "endTime": str(self.created_ms + 2),
            "totalBytesProcessed": processed,
            "totalSlotMs": str(self.query.slot_ms),
            "query": {
                "statementType": self.query.statement_type,
                "totalBytesProcessed": processed,
                "totalBytesBilled": "0" if failed else str(self.query.bytes_billed()),
                "totalSlotMs": str(self.query.slot_ms),
                "cacheHit": self.query.cache_hit,
            },
        }


class JobStore:
    """The jobs of a scenario, and the queries that make them."""

    def __init__(self, specs, base, catalog):
        self.catalog = catalog
        self.queries = [Query(spec, base, catalog) for spec in specs]
        self.jobs = {}
        self.lock = threading.Lock()

    def plan(self, request, project):
        """The Query that answers a request made in a project."""
        for query in self.queries:
            if query.answers(request):
                return query
        return select_all(request, project, self.catalog)

    def find(self, project, job_id, location, free_locations):
        """The job of that id; outside the free locations it must be asked for where it ran."""
        with self.lock:
            job = self.jobs.get((project, job_id))
        where = (location or "").upper()
        if job is None or (where or job.location.upper()) != job.location.upper():
            raise ApiError("notFound", f"Not found: Job {project}:{job_id}")
        if not where and job.location.upper() not in free_locations:
            raise ApiError("notFound", f"Not found: Job {project}:{job_id}")
        return job

    def check(self, configuration):
        """Refuse a configuration the service would refuse."""
        check_request(configuration.get("query"))
        if not isinstance(configuration.get("dryRun", False), bool):
            raise invalid("Invalid value for dryRun: expected a boolean", "dryRun")
        check_labels(configuration.get("labels"))
        check_int64(configuration, "jobTimeoutMs")

    def insert(self, project, configuration, reference):
        """Start a job; ApiError when the request is refused or the id is taken."""
        self.check(configuration)
        job_id = reference.get("jobId") or "job_" + secrets.token_urlsafe(21)
        if not isinstance(job_id, str) or not JOB_ID.fullmatch(job_id):
            raise invalid(f'Invalid job ID "{job_id}"', "jobReference.jobId")
        if reference.get("projectId", project) != project:
            raise invalid("Value for jobReference.projectId does not match the path")
        with self.lock:
            taken = self.jobs.get((project, job_id))
        if taken:
            message = f"Already Exists: Job {project}:{taken.location}.{job_id}"
            raise ApiError("duplicate", message)
        query = self.plan(configuration["query"], project)
        location = reference.get("location") or query.location
        if location.upper() != query.location.upper():
            raise ApiError("notFound", f"Not found: Dataset was not found in location {location}")
        error = query.failure()
        if error and query.error_at == "insert":
            raise error
        job = Job((project, job_id, query.location), configuration, query, error, self.publish)
        with self.lock:
            if self.jobs.setdefault((project, job_id), job) is not job:
                raise ApiError("duplicate", f"Already Exists: Job {project}:{job_id}")
        return job

    def restore(self, record):
        """Take up a finished job of an earlier run of the server."""
        reference, configuration = record["job"], record["configuration"]
        project, job_id = reference["projectId"], reference["jobId"]
        query = self.plan(configuration["query"], project)
        error = query.error if record["fails"] else None
        ref = (project, job_id, reference["location"])
        job = Job(ref, configuration, query, error, self.publish)
        job.looks_needed = job.ends_at = 0
        job.state(look=False)
        self.jobs[(project, job_id)] = job

    def all(self):
        with self.lock:
            return list(self.jobs.values())

    def publish(self, job):
        """Make a finished job's rows readable as a table."""
        self.catalog.add(Table(job.destination(), job.query.rows, job.location))
