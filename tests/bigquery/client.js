#!/usr/bin/env node
'use strict';

// Reads a query's result or a table with @google-cloud/bigquery and prints its rows as NDJSON.
// Every value is written here from what the library decoded, so that another client's rows can be
// compared after one common normalizer (jq -cS) without losing a digit:
//
//   INT64                    string of digits
//   FLOAT64                  number; "NaN", "Infinity", "-Infinity"
//   BOOL                     true, false
//   TIMESTAMP                RFC 3339 with Z; six decimals, none when they are all zero
//   DATE DATETIME TIME       text as the service sends it
//   NUMERIC BIGNUMERIC       string of the decimal number
//   BYTES                    standard base64
//   JSON                     the value itself, in its own text
//   RANGE                    "[start, end)", bounds as above, UNBOUNDED for an open side
//   RECORD, REPEATED         object in schema order, array
//   NULL                     null
//
// Version 8.3.1 of the library decodes timestamps before 1970 that have a fraction wrongly.

const {BigQuery} = require('@google-cloud/bigquery');
const {OAuth2Client, PassThroughClient} = require('google-auth-library');
const {parseArgs} = require('node:util');

const USAGE = `usage: client.js --endpoint URL --project ID [--location NAME] [--token TOKEN]
                 [--page ROWS] --query SQL | --table PROJECT.DATASET.TABLE`;

const OPTIONS = {
  endpoint: {type: 'string'},
  project: {type: 'string'},
  location: {type: 'string'},
  token: {type: 'string'},
  page: {type: 'string'},
  query: {type: 'string'},
  table: {type: 'string'},
};

function timestampText(text) {
  const [, seconds, fraction] = /^(.*?)(?:\.(\d+))?Z$/.exec(text);
  const micros = (fraction || '').padEnd(6, '0').slice(0, 6);
  return seconds + (micros === '000000' ? '' : '.' + micros) + 'Z';
}

function floatText(number) {
  if (!Number.isFinite(number)) return JSON.stringify(String(number));
  return Object.is(number, -0) ? '-0.0' : JSON.stringify(number);
}

function rangeText(range) {
  const bound = side => {
    if (!side) return 'UNBOUNDED';
    return range.elementType === 'TIMESTAMP' ? timestampText(side.value) : side.value;
  };
  return `[${bound(range.start)}, ${bound(range.end)})`;
}

function scalarText(type, value) {
  switch (type) {
    case 'INTEGER':
    case 'INT64':
    case 'DATE':
    case 'DATETIME':
    case 'TIME':
    case 'GEOGRAPHY':
      return JSON.stringify(value.value);
    case 'FLOAT':
    case 'FLOAT64':
      return floatText(value);
    case 'BOOLEAN':
    case 'BOOL':
      return String(value);
    case 'TIMESTAMP':
      return JSON.stringify(timestampText(value.value));
    case 'NUMERIC':
    case 'BIGNUMERIC':
      return JSON.stringify(value.toFixed());
    case 'BYTES':
      return JSON.stringify(value.toString('base64'));
    case 'JSON':
      return value;
    case 'RANGE':
      return JSON.stringify(rangeText(value));
    default:
      return JSON.stringify(value);
  }
}

function valueText(field, value) {
  if (value === null) return 'null';
  if (field.type === 'RECORD') return rowText(field.fields, value);
  return scalarText(field.type, value);
}

function rowText(fields, row) {
  const member = field => {
    const value = row[field.name];
    const text =
      field.mode === 'REPEATED'
        ? '[' + value.map(item => valueText(field, item)).join(',') + ']'
        : valueText(field, value);
    return JSON.stringify(field.name) + ':' + text;
  };
  return '{' + fields.map(member).join(',') + '}';
}

// Each page in turn as {fields, rows}; read is one call of the library. While a query runs, its
// answers have neither.
async function* pages(read, known) {
  const options = {wrapIntegers: true, autoPaginate: false};
  let next = {};
  while (next) {
    const [rows, following, response] = await read({...next, ...options});
    const fields = known || (response.schema && response.schema.fields);
    if (fields) yield {fields, rows};
    next = following;
  }
}

async function open(bigquery, options) {
  const size = options.page ? {maxResults: Number(options.page)} : {};
  if (options.query !== undefined) {
    const {query, location} = options;
    const [job] = await bigquery.createQueryJob({query, location, useLegacySql: false});
    return pages(next => job.getQueryResults({...size, ...next}));
  }
  const [projectId, dataset, name] = options.table.split('.');
  const table = bigquery.dataset(dataset, {projectId}).table(name);
  const [metadata] = await table.getMetadata();
  return pages(next => table.getRows({...size, ...next}), metadata.schema.fields);
}

function print(text) {
  return new Promise(resolve => process.stdout.write(text, resolve));
}

async function main() {
  const {values: options} = parseArgs({options: OPTIONS});
  if (!options.endpoint || !options.project || !options.query === !options.table) {
    console.error(USAGE);
    return 2;
  }
  delete process.env.BIGQUERY_EMULATOR_HOST; // it would win over the endpoint
  const authClient = options.token ? new OAuth2Client() : new PassThroughClient();
  if (options.token) authClient.setCredentials({access_token: options.token});
  const bigquery = new BigQuery({
    projectId: options.project,
    apiEndpoint: options.endpoint,
    authClient,
  });
  for await (const {fields, rows} of await open(bigquery, options)) {
    await print(rows.map(row => rowText(fields, row) + '\n').join(''));
  }
  return 0;
}

// A reader that has seen enough is no error.
process.stdout.on('error', error => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().then(
  status => {
    process.exitCode = status;
  },
  error => {
    console.error(`client.js: ${error.message}`);
    process.exitCode = 1;
  }
);
