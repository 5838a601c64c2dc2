// What the report shows, as it is and searched, and what its address says.
'use strict';

const assert = require('node:assert/strict');
const { classes, everything, holds, nameOf, sectionOf } = require('./report-rows');
const { thin } = require('./words');

const field = 'input[type=search]';

// The names in a section, or in all tables of modules; gone and found apart.
async function names(page, section) {
  const where = section ? [section] : classes;
  const rows = where.map((id) => `#${id} tbody tr:visible th[scope=row] b`).join(', ');
  return page.locator(rows).allTextContents();
}

async function choose(page, section) {
  await page.click(`label:has([name=section][value="${section}"])`);
}

async function status(page) {
  return page.textContent('.tools [role=status]');
}

function counted(n) {
  return `${thin(n)} module${n === 1 ? '' : 's'}`;
}

// The fragment once it was written, a moment after the last change.
async function fragment(page, wanted) {
  await page.waitForFunction((hash) => location.hash === hash, wanted);
}

async function finds(test) {
  const made = await everything();
  const all = classes.flatMap((id) => sectionOf(made, id));
  const gone = made.gone.length;
  const found = made.modules.filter(({ symbols }) => symbols === 'found');

  await test('without script: the plain report, all of it', async (open) => {
    assert.ok(all.length > 100 && gone > 0 && found.length > 0);
    const page = await open(made.url, { javaScriptEnabled: false });
    assert.deepEqual(await names(page), all.map(nameOf));
    assert.equal(await page.locator('input, button, [role=search]').count(), 0);
    assert.equal(await page.locator('#gone tbody tr').count(), gone);
    assert.equal(await page.locator('#found li').count(), found.length);
  });

  await test('with script: the same, and how many there are', async (open) => {
    const page = await open(made.url);
    assert.deepEqual(await names(page), all.map(nameOf));
    assert.equal(await status(page), `${counted(all.length)}, ${gone} gone`);
    const plain = await open(made.url, { javaScriptEnabled: false });
    const text = async (one) =>
      (await one.locator('main > div[id]').allInnerTexts()).map((line) => line.replace(/\s+/g, ' '));
    assert.deepEqual(await text(page), await text(plain));
  });

  await test('search: name, version, debug file and ID, vendor, in any case', async (open) => {
    const page = await open(made.url);
    for (const query of ['XUL', '115.9', 'nvidia', '49b9a1e8f', '.PDB', 'no debug id', '\\x0a']) {
      await page.fill(field, query);
      const wanted = all.filter((module) => holds(module, query));
      assert.ok(wanted.length > 0 && wanted.length < all.length, query);
      assert.deepEqual(await names(page), wanted.map(nameOf), query);
      const left = made.gone.filter((module) => holds({ ...module, vendor: null }, query)).length;
      const said = `${counted(wanted.length)}${left ? `, ${left} gone` : ''}`;
      assert.equal(await status(page), said, query);
      for (const id of classes) {
        const here = wanted.filter((module) => module.class === id).length;
        const label = await page.textContent(`label:has([value="${id}"])`);
        assert.ok(label.endsWith(` ${here}`), `${query}: ${label}`);
        assert.equal(await page.locator(`#${id}`).isVisible(), here > 0);
      }
      const headings = await page.locator('[scope=rowgroup]:visible').allTextContents();
      const vendors = wanted.filter((one) => one.class === 'other').map(({ vendor }) => vendor);
      const titles = [...new Set(vendors)].map((vendor) => vendor ?? 'Vendor not known');
      assert.deepEqual(headings, titles, query);
    }
  });

  await test('search: not in counts, answers, or words of ours', async (open) => {
    const page = await open(made.url);
    for (const query of ['absent', 'since', 'vendor not known', 'reprocess', '%)']) {
      await page.fill(field, query);
      assert.equal(await status(page), 'No module matches', query);
      assert.equal(await page.locator('main > div[id]:visible').count(), 0, query);
    }
    await page.press(field, 'Escape');
    assert.equal(await page.inputValue(field), '');
    assert.deepEqual(await names(page), all.map(nameOf));
  });

  await test('search: modules that have symbols now, with what to do', async (open) => {
    const page = await open(made.url);
    await page.fill(field, found[0].debug_id);
    assert.equal(await page.locator('#found li:visible').count(), 1);
    assert.equal(await status(page), '1 module');
    await choose(page, 'found');
    assert.equal(await status(page), '1 module');
    assert.deepEqual(await names(page), []);
  });

  await test('search: what matches is marked, and nothing is changed for it', async (open) => {
    const page = await open(made.url);
    const marked = () =>
      page.evaluate(() =>
        [...CSS.highlights.get('search')].map(({ startContainer, startOffset, endOffset }) =>
          startContainer.data.slice(startOffset, endOffset),
        ),
      );
    const html = () => page.$eval('#firefox tbody', (body) => body.innerHTML);
    const before = await html();
    await page.fill(field, 'XUL.dll');
    const hits = await marked();
    assert.ok(hits.length > 0 && hits.every((hit) => hit === 'xul.dll'), hits.join());
    await page.fill(field, '');
    assert.deepEqual(await marked(), []);
    assert.equal(await html(), before);
  });

  await test('one section: chosen, searched, and all of them again', async (open) => {
    const page = await open(made.url);
    await choose(page, 'os');
    assert.deepEqual(await names(page), sectionOf(made, 'os').map(nameOf));
    assert.equal(await status(page), counted(sectionOf(made, 'os').length));
    await page.fill(field, 'kernel');
    const wanted = sectionOf(made, 'os').filter((module) => holds(module, 'kernel'));
    assert.deepEqual(await names(page), wanted.map(nameOf));
    await choose(page, 'gone');
    assert.equal(await status(page), 'No module matches');
    await page.fill(field, '');
    assert.equal(await status(page), `${gone} gone`);
    await choose(page, '');
    assert.deepEqual(await names(page), all.map(nameOf));
  });

  await test('the address says what is shown, and shows it', async (open) => {
    const page = await open(made.url);
    await page.fill(field, ' NV & +% ');
    await fragment(page, '#search=NV+%26+%2B%25');
    await page.fill(field, 'nv');
    await choose(page, 'other');
    await page.click('#other thead button:text("Change")');
    await fragment(page, '#search=nv&section=other&sort=-change');
    const shown = await names(page);
    assert.ok(shown.length > 3);
    const again = await open(page.url());
    assert.deepEqual(await names(again), shown);
    assert.equal(await again.inputValue(field), 'nv');
    assert.equal(await again.locator('[value=other]').isChecked(), true);
    assert.equal(await again.getAttribute('#other [data-sort=change]', 'aria-sort'), 'descending');
    await again.evaluate(() => (location.hash = 'search=xul'));
    await again.waitForFunction(() => document.querySelector('input').value === 'xul');
    assert.deepEqual(await names(again), all.filter((one) => holds(one, 'xul')).map(nameOf));
    await again.fill(field, '');
    await fragment(again, '');
    assert.equal(again.url(), made.url);
  });

  await test('an address that cannot be meant shows everything', async (open) => {
    const odd = ['os', 'sort=constructor', 'sort=-', 'section=%00&sort=%ff', '%', 'section=<b>'];
    for (const part of odd) {
      const page = await open(made.url, { fragment: part });
      assert.deepEqual(await names(page), all.map(nameOf), part);
    }
    const page = await open(made.url, { fragment: 'gone' });
    await page.waitForFunction(() => scrollY > 0);
  });
}

module.exports = finds;
