// How pages look: pictures of them, and what axe has against them.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { shots } = require('./harness');

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

async function picture(page, name) {
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

// What axe has against the page as it is now, by all its rules or some.
async function complaints(page, rules) {
  await page.evaluate(axe);
  const options = rules ? { runOnly: { type: 'rule', values: rules } } : {};
  const { violations, passes } = await page.evaluate((how) => globalThis.axe.run(how), options);
  assert.ok(passes.some(({ id }) => id === 'color-contrast'));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

module.exports = { complaints, picture };
