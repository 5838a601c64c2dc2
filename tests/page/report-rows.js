// The sample as a report with everything in it, and what is to be seen of it.
'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { fileOf, reportOf, sample, work } = require('./harness');
const { visible } = require('./words');

const classes = ['firefox', 'firefox_no_debug_id', 'os', 'other'];

// Fields as the page shows them, cut as in a mail.
function shown(text, longest) {
  const all = visible(text ?? '');
  return Buffer.byteLength(all) < longest ? all : `${all.slice(0, longest - 4)}...`;
}

function nameOf({ name }) {
  return name.trim() ? shown(name, 120) : 'blank';
}

// What a module is found by.
function fieldsOf(module) {
  const { debug_file: file, debug_id: id, vendor, version } = module;
  const known = id && /[^0]/.test(id) ? shown(id, 60) : 'no debug ID';
  const debugFile = file ? shown(file, 120) : 'no debug file';
  return [nameOf(module), shown(version, 60), debugFile, known, shown(vendor, 60)];
}

function holds(module, query) {
  return fieldsOf(module).some((field) => field.toLowerCase().includes(query.toLowerCase()));
}

// Modules of a section in the report's order: by class, then by vendor, each
// vendor where its most frequent module is, those without one last.
function sectionOf({ modules }, id) {
  const here = modules.filter((module) => module.class === id);
  const vendors = [...new Set(here.map(({ vendor }) => vendor))];
  const known = vendors.filter((vendor) => vendor !== null);
  return [...known, null].flatMap((vendor) => here.filter((module) => module.vendor === vendor));
}

// A symbol server on which some of the sample's modules are.
async function serving(body) {
  const script = fileOf('script', '/ntdll.pdb/7343323513D565B107E4916BF4240B311/ntdll.sym 200\n');
  const server = spawn(path.join(__dirname, '../symbols/server.py'), [
    script,
    path.join(work, 'log'),
  ]);
  const ended = once(server, 'exit');
  try {
    const [port] = await once(server.stdout, 'data');
    return body(`http://127.0.0.1:${String(port).trim()}/`);
  } finally {
    server.stdin.end();
    await ended;
  }
}

// An earlier report of the sample: some modules are new since then, some gone,
// and others counted more or less often.
function earlier() {
  const { modules, ...report } = reportOf('before', sample.rows, '--min-count', '20');
  const before = modules
    .filter((_, place) => place % 7 !== 3)
    .map((module, place) => ({
      ...module,
      crash_count: Math.max(1, module.crash_count + [0, 1200, -15, 3][place % 4]),
    }));
  const left = ['left.dll', 'Left10.dll', 'left9.dll'].map((name, place) => ({
    ...modules[0],
    name,
    debug_id: `D1ED${place}`,
    crash_count: 99 - 7 * place,
    first_seen: `2026-10-0${place + 1}`,
  }));
  return fileOf('before.json', JSON.stringify({ ...report, modules: [...before, ...left] }));
}

let made;

// The report: its page and what --format json says of it.
async function everything() {
  made ??= await serving((url) =>
    reportOf(
      'report',
      sample.rows,
      ...['--min-count', '20', '--date', '2026-11-22', '--previous', earlier()],
      ...['--check-symbols', '--symbol-server', url],
    ),
  );
  return made;
}

module.exports = { classes, everything, fieldsOf, holds, nameOf, sectionOf };
