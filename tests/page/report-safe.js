// Nothing in the report does harm, and nothing leaves it.
'use strict';

const assert = require('node:assert/strict');
const { fileOf, reportOf, served } = require('./harness');
const { hostile } = require('./hostile');
const { policyHolds } = require('./policy');
const { everything, nameOf } = require('./report-rows');
const { visible } = require('./words');

const field = 'input[type=search]';

// Each name as module, version, debug file, debug ID and vendor.
function rows() {
  return hostile.map((name, place) => ({
    name: `${name}.dll`,
    version: name,
    debug_file: name,
    debug_id: name,
    crash_count: 1000 - place,
  }));
}

function vendors() {
  const names = hostile.filter((name) => !/[\0\n\t]/.test(name));
  return fileOf('vendors.tsv', names.map((name) => `${name}.dll\t${name}\n`).join(''));
}

async function safe(test) {
  await test('hostile names are text, found, marked, sorted and in the address', async (open) => {
    const made = reportOf('hostile', rows(), '--vendors', vendors());
    const page = await open(made.url);
    const shown = () => page.locator('tbody tr:visible th[scope=row] b').allTextContents();
    assert.equal(made.modules.length, hostile.length);
    assert.deepEqual((await shown()).sort(), made.modules.map(nameOf).sort());
    for (const name of hostile) {
      const query = visible(name).slice(0, 50);
      await page.fill(field, query);
      assert.ok((await shown()).some((one) => one.startsWith(query)), query);
      assert.ok((await page.evaluate(() => CSS.highlights.get('search').size)) > 0, query);
      await page.waitForFunction(
        (text) => new URLSearchParams(location.hash.slice(1)).get('search') === text,
        query,
      );
      const again = await open(page.url());
      assert.equal(await again.inputValue(field), query);
      await again.close();
    }
    await page.fill(field, '');
    for (const head of await page.locator('thead button').all()) {
      await head.click();
      assert.equal((await shown()).length, hostile.length);
    }
    assert.equal(await page.evaluate(() => 'harmed' in window), false);
    assert.equal(await page.locator('img, svg, iframe, object, body script').count(), 0);
  });

  await test('no request leaves the page, and none is made for an icon', async (open) => {
    const { html } = await everything();
    const asked = await served(html, async (address) => {
      const page = await open(address);
      await page.fill(field, 'dll');
      await page.click('thead button:visible');
      await page.waitForFunction(() => location.hash !== '');
      assert.deepEqual(
        page.requests.filter((url) => !url.startsWith('data:')),
        [address],
      );
    });
    assert.deepEqual(asked, ['/page']);
  });

  await test('no script but its own, and no style', async (open) => {
    const page = await open((await everything()).url);
    await policyHolds(page);
  });

  await test('a report of nothing has nothing to search', async (open) => {
    const page = await open(reportOf('nothing', []).url);
    assert.equal(await page.locator('input, button').count(), 0);
    assert.match(await page.textContent('.lead'), /nothing to report/);
  });

  await test('5,000 modules: all are there, and one is found', async (open) => {
    const many = Array.from({ length: 5000 }, (_, n) => ({
      name: `module${n}.dll`,
      version: `1.${n % 7}`,
      debug_id: (4096 + n).toString(16),
      debug_file: `module${n}.pdb`,
      crash_count: 71 + (n % 900),
    }));
    const page = await open(reportOf('many', many).url);
    const names = page.locator('tbody tr:visible th[scope=row] b');
    assert.equal(await names.count(), 5000);
    await page.fill(field, 'module4321.');
    assert.deepEqual(await names.allTextContents(), ['module4321.dll']);
    await page.fill(field, '');
    await page.click('[data-sort=module] button');
    assert.equal(await names.last().textContent(), 'module4999.dll');
  });
}

module.exports = safe;
