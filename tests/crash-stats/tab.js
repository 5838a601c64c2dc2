#!/usr/bin/env node
// tab.js DIR: what the Correlations tab of Crash Stats would show of a tree.
//
// Reads {"channel": ..., "signature": ...}, one a line, from standard input and
// prints for each a heading, the lines of the tab and an empty line. A browser
// fetches DIR over HTTP, always gzipped; here files are read, gzipped or not.
// Strangers' text is made visible as crashcorr(1) says, or lines could not be
// told from each other.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

function load(file) {
  if (fs.existsSync(file + '.gz')) {
    return JSON.parse(zlib.gunzipSync(fs.readFileSync(file + '.gz')));
  }
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file)) : null;
}

function visible(text) {
  const tricks =
    /[\u0080-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
  const hex = (c) => c.codePointAt(0).toString(16);
  return text
    .replace(/\\/g, '\\\\')
    .replace(/[\0-\x1f\x7f]/g, (c) => '\\x' + hex(c).padStart(2, '0'))
    .replace(tricks, (c) => '\\u{' + hex(c) + '}');
}

// Five characters, so that columns line up: 07.34, 93.33, 100.0.
function percent(count, total) {
  const digits = ((count / total) * 100).toFixed(2);
  return digits === '100.00' ? '100.0%' : digits.padStart(5, '0') + '%';
}

// The end nearer to zero of the 95 % Wald interval, corrected for continuity.
function margin(group, groupTotal, reference, referenceTotal) {
  const a = group / groupTotal;
  const b = reference / referenceTotal;
  const error = Math.sqrt((a * (1 - a)) / groupTotal + (b * (1 - b)) / referenceTotal);
  const correction = 0.5 * (1 / groupTotal + 1 / referenceTotal);
  const ends = [a - b - 1.96 * error - correction, a - b + 1.96 * error + correction];
  return Math.min(...ends.map(Math.abs));
}

function describe(item) {
  return Object.entries(item)
    .map(([label, value]) => visible(label) + ' = ' + visible(String(value)))
    .join(' \u2227 ');
}

function lines(data, total) {
  const rank = ({ prior: p, count_group, count_reference }) =>
    p
      ? margin(p.count_group, p.total_group, p.count_reference, p.total_reference)
      : margin(count_group, data.total, count_reference, total);
  const size = (finding) => Object.keys(finding.item).length;

  return [...data.results]
    .sort((a, b) => size(a) - size(b) || rank(b) - rank(a))
    .map((finding) => {
      const p = finding.prior;
      const shown =
        `(${percent(finding.count_group, data.total)} in signature vs ` +
        `${percent(finding.count_reference, total)} overall) ${describe(finding.item)}`;
      return p
        ? `${shown} [${percent(p.count_group, p.total_group)} vs ` +
            `${percent(p.count_reference, p.total_reference)} if ${describe(p.item)}]`
        : shown;
    });
}

function show(dir, totals, { channel, signature }) {
  const sha1 = crypto.createHash('sha1').update(signature, 'utf8').digest('hex');
  const data = load(path.join(dir, channel, sha1 + '.json'));
  const heading = visible(channel) + ': ' + visible(signature);

  if (data === null || !(channel in totals)) {
    return [heading, 'no data'];
  }
  const found = lines(data, totals[channel]);
  return [
    `${heading} (${data.total} of ${totals[channel]} crash reports)`,
    ...(found.length > 0 ? found : ['nothing distinctive']),
    // the tab has an empty line before it, and shows it with findings only
    ...(data.top_words ? ['Top words: ' + data.top_words.join(', ')] : []),
  ];
}

const dir = process.argv[2];
const totals = load(path.join(dir, 'all.json'));
const wanted = fs.readFileSync(0, 'utf8').split('\n').filter(Boolean).map(JSON.parse);
process.stdout.write(wanted.map((one) => show(dir, totals, one).join('\n') + '\n').join('\n'));
