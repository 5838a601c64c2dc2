#!/usr/bin/env node
// count.js FILE: count.py with DuckDB and two threads.
"use strict";

const { DuckDBInstance } = require("@duckdb/node-api");

const SQL = `
  WITH reports AS (
    SELECT uuid, unnest(json_dump.modules.list).element AS module
    FROM read_json($1, format = 'newline_delimited',
      maximum_object_size = 67108864, columns = {
        product: 'VARCHAR', uuid: 'VARCHAR',
        json_dump: 'STRUCT(modules STRUCT(list STRUCT(element STRUCT(
          filename VARCHAR, "version" VARCHAR, debug_file VARCHAR,
          debug_id VARCHAR, missing_symbols BOOLEAN))[]))'})
    WHERE product = 'Firefox'
  ), counts AS (
    SELECT count(DISTINCT uuid) AS n
    FROM reports
    WHERE module.missing_symbols AND module.filename != ''
      AND NOT contains(module.filename, '(deleted)')
    GROUP BY module.filename, module.version, module.debug_id,
      module.debug_file
  )
  SELECT count(*)::INTEGER AS modules, sum(n)::INTEGER AS reports
  FROM counts WHERE n > 70`;

async function main() {
  const duckdb = await DuckDBInstance.create(":memory:", { threads: "2" });
  const connection = await duckdb.connect();
  const reader = await connection.runAndReadAll(SQL, [process.argv[2]]);
  console.log(reader.getRows()[0].join(" "));
}

main();
