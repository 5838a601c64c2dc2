// Sorting the report by the heads of its columns, by mouse and by keys.
'use strict';

const assert = require('node:assert/strict');
const { classes, everything, nameOf, sectionOf } = require('./report-rows');
const { reportOf } = require('./harness');

// Rows of a section as they stand, by what is wanted of them.
async function cells(page, section, wanted) {
  return page.locator(`#${section} tbody tr:visible ${wanted}`).allTextContents();
}

async function sort(page, section, column) {
  await page.click(`#${section} [data-sort=${column}] button`);
}

async function sorted(page) {
  return page.$$eval('[aria-sort]', (heads) =>
    heads.map((head) => [head.closest('div').id, head.dataset.sort, head.ariaSort].join(' ')),
  );
}

// Sorted by a number, the largest first; what is equal as it was.
function byNumber(modules, number) {
  return [...modules].sort((a, b) => number(b) - number(a));
}

// Modules in their vendors, both sorted: a vendor by its first module.
function byVendor(modules, number) {
  const rows = byNumber(modules, number);
  return [...new Set(rows.map(({ vendor }) => vendor))].flatMap((vendor) =>
    rows.filter((module) => module.vendor === vendor),
  );
}

function changed({ crash_count: now, previous_count: before }) {
  return now - (before ?? 0);
}

// Counted rows whose names, versions and IDs have an order that is known.
const ordered = [
  ['b.dll', '10.0.2', 'b.pdb', 'B1', 90],
  ['a10.dll', '1', 'c.pdb', 'A2', 90],
  ['A9.dll', '1', '', '', 80],
  ['b.dll', '9.10', 'b.pdb', 'A1', 80],
  ['', '1', 'a.pdb', 'A3', 80],
  ['a9.dll', '1', 'd.pdb', 'A4', 75],
  ['b.dll', '9.9', 'b.pdb', 'A0', 75],
  ['b.dll', '', 'e.pdb', 'A5', 71],
].map(([name, version, file, id, count]) => ({
  name,
  version,
  debug_file: file,
  debug_id: id,
  crash_count: count,
}));

async function sorts(test) {
  const made = await everything();

  await test('at first: as in the report, by crash reports', async (open) => {
    const page = await open(made.url);
    const ids = [...classes, 'gone'];
    assert.deepEqual(await sorted(page), ids.map((id) => `${id} count descending`));
    assert.equal(await page.getAttribute('#found', 'aria-sort'), null);
  });

  await test('numbers: up, and down again', async (open) => {
    const page = await open(made.url);
    await sort(page, 'os', 'count');
    const up = byNumber(sectionOf(made, 'os'), (one) => -one.crash_count);
    assert.deepEqual(await cells(page, 'os', 'th b'), up.map(nameOf));
    assert.ok((await sorted(page)).includes('gone count ascending'));
    await sort(page, 'os', 'count');
    for (const id of classes) {
      assert.deepEqual(await cells(page, id, 'th b'), sectionOf(made, id).map(nameOf), id);
    }
  });

  await test('changes: by how much, in all tables, within vendors', async (open) => {
    const page = await open(made.url);
    await sort(page, 'other', 'change');
    const kinds = new Set(made.modules.map(({ change }) => change));
    assert.deepEqual([...kinds].sort(), ['down', 'new', 'same', 'up']);
    for (const id of classes) {
      const wanted = byVendor(sectionOf(made, id), changed);
      assert.deepEqual(await cells(page, id, 'th b'), wanted.map(nameOf), id);
    }
    assert.ok((await sorted(page)).includes('os change descending'));
    assert.ok((await sorted(page)).includes('gone count descending'));
    await sort(page, 'os', 'change');
    const down = byVendor(sectionOf(made, 'other'), (one) => -changed(one));
    assert.deepEqual(await cells(page, 'other', 'th b'), down.map(nameOf));
  });

  await test('text: answers of the symbol server, first found, then absent', async (open) => {
    const page = await open(made.url);
    await sort(page, 'os', 'symbols');
    await sort(page, 'os', 'symbols');
    const shown = await cells(page, 'os', 'td:nth-child(4)');
    const rank = ['not asked', 'found', 'absent'];
    assert.deepEqual(shown, byNumber(shown, (word) => -rank.indexOf(word)));
    assert.ok(shown.includes('found') && shown.includes('absent'), shown.join());
  });

  await test('dates, and what is gone only', async (open) => {
    const page = await open(made.url);
    const dates = made.gone.map((one) => one.first_seen).sort();
    await sort(page, 'gone', 'seen');
    assert.deepEqual(await cells(page, 'gone', 'td:last-child'), [...dates].reverse());
    await sort(page, 'gone', 'seen');
    assert.deepEqual(await cells(page, 'gone', 'td:last-child'), dates);
    assert.ok((await sorted(page)).includes('os count descending'));
  });

  await test('names and versions as people count; no name is last', async (open) => {
    const page = await open(reportOf('ordered', ordered).url);
    const shown = async () => {
      const rows = await page.locator('#other tbody tr').all();
      return Promise.all(
        rows.map(async (row) => (await row.locator('th').innerText()).replace(/\s+/g, ' ')),
      );
    };
    await sort(page, 'other', 'module');
    const names = ['a9.dll 1', 'A9.dll 1', 'a10.dll 1', 'b.dll', 'b.dll 9.9', 'b.dll 9.10'];
    assert.deepEqual(await shown(), [...names, 'b.dll 10.0.2', 'no name 1']);
    await sort(page, 'other', 'module');
    assert.deepEqual(await shown(), ['b.dll 10.0.2', ...names.reverse(), 'no name 1']);
    await sort(page, 'other', 'debug');
    const files = (await page.locator('#other tbody code').allInnerTexts()).map((one) => one[0]);
    assert.deepEqual(files, ['a', 'b', 'b', 'b', 'c', 'd', 'e', 'n']);
    const ids = ['A0', 'A1', 'B1'];
    const seen = await page.locator('#other tbody code').allInnerTexts();
    assert.deepEqual(seen.slice(1, 4).map((one) => one.slice(-2)), ids);
  });

  await test('what is equal keeps its order, up and down', async (open) => {
    const rows = Array.from({ length: 40 }, (_, n) => ({
      name: `m${n}.dll`,
      version: '1',
      debug_id: `${100 + n}`,
      debug_file: 'same.pdb',
      crash_count: 100 + (n % 3),
    }));
    const report = reportOf('equal', rows);
    const page = await open(report.url);
    const names = () => cells(page, 'other', 'th b');
    const wanted = (number) => byNumber(report.modules, number).map(nameOf);
    assert.deepEqual(await names(), wanted((one) => one.crash_count));
    await sort(page, 'other', 'count');
    assert.deepEqual(await names(), wanted((one) => -one.crash_count));
    await sort(page, 'other', 'module');
    await sort(page, 'other', 'count');
    assert.deepEqual(await names(), wanted((one) => one.crash_count));
  });

  await test('keys: from the search along the heads, and sorted by Enter', async (open) => {
    const page = await open(made.url);
    const at = () =>
      page.evaluate(() => {
        const { activeElement: one } = document;
        return one.value ?? one.textContent;
      });
    const shown = () => page.evaluate(() => document.activeElement.matches(':focus-visible'));
    await page.keyboard.press('Tab');
    await page.keyboard.type('kernel');
    assert.equal(await at(), 'kernel');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'radio');
    for (const id of ['found', 'firefox', 'firefox_no_debug_id', 'os']) {
      await page.keyboard.press('ArrowRight');
      assert.equal(await at(), id);
    }
    assert.equal(await page.locator('#other').isVisible(), false);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Module, version');
    assert.equal(await shown(), true);
    await page.keyboard.press('Enter');
    assert.ok((await sorted(page)).includes('os module ascending'));
    await page.keyboard.press('Space');
    assert.ok((await sorted(page)).includes('os module descending'));
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Module, version');
  });
}

module.exports = sorts;
