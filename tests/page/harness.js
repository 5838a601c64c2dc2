// A headless Chromium that reads pages of the tools, and TAP for what it finds.
'use strict';

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { chromium } = require('playwright-core');

const tests = path.dirname(__dirname);
const shots = path.join(tests, 'out', 'page');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'page.'));

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const STEP_MS = 20000;
const ALL_MS = 400000;

// Memory is not what this looks at: no tool runs under valgrind here.
const searched = process.env.PATH.split(':').filter((one) => one !== path.join(tests, 'valgrind'));
const env = { ...process.env, PATH: searched.join(':') };

let count = 0;
let failed = 0;
let browser;

// One test: it passes when it neither throws nor leaves a page with an error.
async function test(name, body) {
  const opened = [];
  let problem = '';
  try {
    await body((...how) => open(opened, ...how));
    problem = opened.flatMap(({ errors }) => errors).join('\n');
  } catch (error) {
    problem = error.stack;
  }
  await Promise.all(opened.map(({ context }) => context.close()));
  count += 1;
  failed += problem ? 1 : 0;
  console.log(`${problem ? 'not ok' : 'ok'} ${count} - ${name}`);
  if (problem) {
    console.log(problem.slice(0, 4000).replace(/^/gm, '# '));
  }
}

// Run all tests, in a browser whose profile is new and goes with it.
async function run(suites) {
  fs.mkdirSync(shots, { recursive: true });
  const end = setTimeout(() => {
    console.log('Bail out! It takes too long');
    process.exit(1);
  }, ALL_MS);
  try {
    const executablePath = execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
    browser = await chromium.launch({
      executablePath: executablePath.trim(),
      args: flags,
      timeout: 30000,
    });
    for (const suite of suites) {
      await suite(test);
    }
    await browser.close();
  } finally {
    clearTimeout(end);
    fs.rmSync(work, { recursive: true });
  }
  console.log(`1..${count}`);
  process.exitCode = failed > 0 || count === 0 ? 1 : 0;
}

// Open a page; what it asks for is in requests, what it complains of in errors.
async function open(opened, url, { fragment = '', clipboard, ...settings } = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, ...settings });
  const page = await context.newPage();
  const requests = [];
  const errors = [];
  opened.push({ context, errors });
  context.setDefaultTimeout(STEP_MS);
  if (clipboard) {
    await page.addInitScript(clipboard);
  }
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.stack));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      errors.push(message.text());
    }
  });
  await page.goto(`${url}${fragment && `#${fragment}`}`);
  return Object.assign(page, { requests, errors });
}

// What a tool prints of rows (objects, or the text of a file).
function toolPrints(tool, rows, ...options) {
  const input = typeof rows === 'string' ? rows : rows.map((row) => JSON.stringify(row)).join('\n');
  const done = spawnSync(tool, ['-q', ...options], {
    input,
    encoding: 'utf8',
    env,
    maxBuffer: 1 << 28,
    timeout: STEP_MS,
  });
  if (done.status !== 0 || done.stderr !== '') {
    throw new Error(`${tool}: status ${done.status}: ${done.stderr} ${done.error ?? ''}`);
  }
  return done.stdout;
}

function crashcorr(rows, ...options) {
  return toolPrints('crashcorr', rows, ...options);
}

// The same as a page: its URL, its text, and the results that it is to show.
function pageOf(name, rows, ...options) {
  const file = path.join(work, `${name}.html`);
  const html = crashcorr(rows, '--format', 'html', ...options);
  fs.writeFileSync(file, html);
  return {
    html,
    url: `file://${file}`,
    results: JSON.parse(crashcorr(rows, '--format', 'json', ...options)),
    text: crashcorr(rows, '--format', 'text', ...options),
  };
}

// A report of missing-symbols as a page, and the modules that it is to show.
function reportOf(name, rows, ...options) {
  const file = path.join(work, `${name}.html`);
  const html = toolPrints('missing-symbols', rows, '--page', ...options);
  fs.writeFileSync(file, html);
  const json = toolPrints('missing-symbols', rows, '--format', 'json', ...options);
  return { html, url: `file://${file}`, ...JSON.parse(json) };
}

// A file to be read by a tool.
function fileOf(name, text) {
  const file = path.join(work, name);
  fs.writeFileSync(file, text);
  return file;
}

function fragmentOf({ channel, signature }) {
  return `${encodeURIComponent(channel)}/${encodeURIComponent(signature)}`;
}

// Serve a page while something is done with its URL; returns what was asked for.
async function served(html, body) {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await body(`http://127.0.0.1:${server.address().port}/page`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return asked;
}

// The sample of crash reports, and its page.
const sample = {
  get rows() {
    return execFileSync('gzip', ['-dc', path.join(tests, 'data', 'crashes.ndjson.gz')], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
  },
  get page() {
    sample.made ??= pageOf('sample', sample.rows);
    return sample.made;
  },
};

module.exports = {
  crashcorr,
  fileOf,
  fragmentOf,
  pageOf,
  reportOf,
  run,
  sample,
  served,
  shots,
  work,
};
