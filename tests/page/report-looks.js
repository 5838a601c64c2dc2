// How the report looks: for everybody's eyes, on any screen and on paper. What
// it looks like is left as pictures.
'use strict';

const assert = require('node:assert/strict');
const { complaints, picture } = require('./eyes');
const { fileOf, reportOf } = require('./harness');
const { everything } = require('./report-rows');

const states = {
  all: '',
  searched: 'search=nv&sort=-change',
  section: 'section=os&sort=module',
  gone: 'section=gone',
  none: 'search=no+such+module',
};
const narrow = { width: 320, height: 900 };

// The contrast of what is marked, which axe does not see (WCAG 2.1, 1.4.3).
function contrast(colours) {
  const [light, dark] = colours
    .map((colour) => {
      const parts = colour.match(/\d+/g).slice(0, 3);
      const [r, g, b] = parts.map((part) => {
        const c = Number(part) / 255;
        return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    })
    .sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

async function looks(test) {
  const { url } = await everything();

  for (const colorScheme of ['light', 'dark']) {
    await test(`axe finds nothing: ${colorScheme}`, async (open) => {
      for (const [name, fragment] of Object.entries(states)) {
        const page = await open(url, { colorScheme, fragment });
        assert.deepEqual(await complaints(page), [], name);
        await picture(page, `report-${name}-${colorScheme}`);
      }
      const plain = await open(url, { colorScheme, viewport: narrow });
      assert.deepEqual(await complaints(plain), []);
    });

    await test(`what is marked can be read: ${colorScheme}`, async (open) => {
      const page = await open(url, { colorScheme, fragment: states.searched });
      const colours = await page.evaluate(() => {
        const style = getComputedStyle(document.querySelector('code'), '::highlight(search)');
        return [style.color, style.backgroundColor];
      });
      assert.ok(contrast(colours) >= 4.5, `${colours}: ${contrast(colours)}`);
    });
  }

  await test('everything fits in 320 pixels, and can be sorted there', async (open) => {
    const long = 'VeryLongNameWithoutAnyPlaceToBreakIt'.repeat(12);
    const row = { name: `${long}.dll`, version: long, debug_file: long, debug_id: long };
    const vendors = fileOf('long.tsv', `${long}.dll\t${long}\n`);
    const made = reportOf('long', [{ ...row, crash_count: 1e9 }], '--vendors', vendors);
    for (const address of [made.url, ...Object.values(states).map((one) => `${url}#${one}`)]) {
      for (const javaScriptEnabled of [true, false]) {
        const page = await open(address, { viewport: narrow, javaScriptEnabled });
        const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
        assert.equal(width, 320, address);
      }
    }
    const page = await open(url, { viewport: narrow, fragment: 'section=os' });
    await page.click('#os [data-sort=module] button');
    assert.equal(await page.getAttribute('#os [data-sort=module]', 'aria-sort'), 'ascending');
    await picture(page, 'report-narrow');
  });

  await test('names have room beside all other columns, and on paper', async (open) => {
    for (const [width, media] of [
      [1400, 'screen'],
      [834, 'screen'],
      [718, 'print'],
    ]) {
      const page = await open(url, { viewport: { width, height: 900 } });
      await page.emulateMedia({ media });
      const cells = await page.locator('#os thead th').evaluateAll((heads) =>
        heads.map((head) => [getComputedStyle(head).display, head.clientWidth]),
      );
      assert.ok(cells.every(([display]) => display === 'table-cell'), `${width}: ${cells}`);
      assert.ok(cells.length === 5 && cells[1][1] >= 110, `${width}: ${cells}`);
      const id = page.locator('#os code').first();
      const tops = await id.evaluate((code) => [...code.getClientRects()].map(({ top }) => top));
      assert.equal(new Set(tops).size, 2, `${width}: ${tops}`);
    }
  });

  await test('what an address leads to is not behind the search', async (open) => {
    for (const id of ['other', 'os', 'firefox']) {
      const page = await open(url, { fragment: id, viewport: { width: 1000, height: 500 } });
      await page.waitForFunction(() => scrollY > 0);
      const { y } = await page.locator(`#${id} h2`).boundingBox();
      const tools = await page.locator('.tools').boundingBox();
      assert.equal(tools.y, 0);
      assert.ok(y >= tools.height && y < 250, `${id}: ${y}, ${tools.height}`);
    }
  });

  await test('on paper: what is shown, dark on white, and no search', async (open) => {
    const viewport = { width: 718, height: 1000 };
    const page = await open(url, { colorScheme: 'dark', fragment: 'section=os', viewport });
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.tools').isVisible(), false);
    assert.equal(await page.locator('#os').isVisible(), true);
    assert.equal(await page.locator('#other').isVisible(), false);
    const [text, ground, head] = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor, getComputedStyle(document.querySelector('thead')).display];
    });
    const wanted = ['rgb(0, 0, 0)', 'rgb(255, 255, 255)', 'table-header-group'];
    assert.deepEqual([text, ground, head], wanted);
    const found = await page.$eval('#os .y', (word) => getComputedStyle(word).color);
    assert.ok(contrast([found, ground]) >= 4.5, found);
    await picture(page, 'report-print');
  });

  await test('the sorted column is told without colour', async (open) => {
    const page = await open(url);
    const arrows = await page.$$eval('thead button', (all) =>
      all.map((one) => getComputedStyle(one, '::after').content),
    );
    assert.ok(arrows.includes('none') && arrows.some((arrow) => arrow.includes('\u2193')));
    await picture(await open(url, { javaScriptEnabled: false }), 'report-no-script');
  });
}

module.exports = looks;
