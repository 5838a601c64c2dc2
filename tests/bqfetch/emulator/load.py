#!/usr/bin/env python3
"""Put every thirtieth crash report of the sample into the table of an emulator.

    usage: load.py URL PROJECT

prints the rows that it holds then, as they are in the sample. Left out are those that the emulator
cannot hold: lone surrogates, and integers beyond 2^53.
"""

import gzip
import json
import os
import sys
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA = os.path.join(HERE, "..", "socorro_crash_v2.schema.json")
SAMPLE = os.path.join(HERE, "..", "..", "data", "crashes.ndjson.gz")
DATASET = "telemetry_derived"
TABLE = "socorro_crash_v2"


def post(url, body):
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def fits(row):
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return all(type(value) is not int or abs(value) < 2**53 for value in row.values())


def main():
    url, project = sys.argv[1:]
    base = f"{url}/bigquery/v2/projects/{project}/datasets"
    with open(SCHEMA, encoding="utf-8") as file:
        schema = {"fields": json.load(file)}
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as file:
        lines = list(file)[::30]
    lines = [line for line in lines if fits(json.loads(line))]
    post(base, {"datasetReference": {"projectId": project, "datasetId": DATASET}})
    reference = {"projectId": project, "datasetId": DATASET, "tableId": TABLE}
    post(f"{base}/{DATASET}/tables", {"tableReference": reference, "schema": schema})
    rows = [{"insertId": str(i), "json": json.loads(line)} for i, line in enumerate(lines)]
    post(f"{base}/{DATASET}/tables/{TABLE}/insertAll", {"rows": rows})
    sys.stdout.writelines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
