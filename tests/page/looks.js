// How the page looks: for everybody's eyes, on any screen, on paper, and large.
// What it looks like is left as pictures.
'use strict';

const assert = require('node:assert/strict');
const { complaints, picture } = require('./eyes');
const { fragmentOf, pageOf, sample } = require('./harness');
const large = require('./large');
const { visible } = require('./words');

// The states that a page can be in, each with how to get there.
function states(results) {
  const has = (test) => results.find(({ results: found }) => found.some(test));
  const prior = has((one) => one.prior);
  const pair = has(({ item }) => Object.keys(item).length === 2);
  return {
    about: {},
    pair: { fragment: fragmentOf(pair) },
    few: { fragment: fragmentOf(results.find(({ status }) => status === 'too_few')) },
    prior: { fragment: fragmentOf(prior), query: 'module' },
  };
}

async function enter(open, url, { fragment, query }, settings) {
  const page = await open(url, settings);
  if (query) {
    await page.fill('input[type=search]', query);
  }
  if (fragment) {
    await page.evaluate((hash) => (location.hash = hash), fragment);
    await page.waitForSelector('h2[tabindex]');
  }
  const why = page.locator('.finding summary').first();
  if (await why.isVisible()) {
    await why.click();
  }
  await page.mouse.move(0, 0);
  return page;
}

async function looks(test) {
  // few entries in the list are enough to look at
  const { results, url } = pageOf('looks', sample.rows, '--top', '20');

  await test('axe finds nothing', async (open) => {
    for (const [name, state] of Object.entries(states(results))) {
      const page = await enter(open, url, state);
      assert.deepEqual(await complaints(page), [], name);
      await picture(page, `${name}-light`);
    }
  });

  await test('axe finds nothing in the dark', async (open) => {
    for (const [name, state] of Object.entries(states(results))) {
      const page = await enter(open, url, state, { colorScheme: 'dark' });
      assert.deepEqual(await complaints(page, ['color-contrast']), [], name);
      await picture(page, `${name}-dark`);
    }
  });

  await test('axe finds nothing in one column', async (open) => {
    const viewport = { width: 320, height: 900 };
    for (const state of ['about', 'prior']) {
      const page = await enter(open, url, states(results)[state], { viewport });
      assert.deepEqual(await complaints(page), [], state);
    }
  });

  await test('everything fits in 320 pixels', async (open) => {
    const long = 'VeryLongNameWithoutAnyPlaceToBreakIt'.repeat(12);
    const rows = Array.from({ length: 40 }, (_, n) => ({
      release_channel: 'release',
      signature: n < 20 ? long : 'other',
      [`platform_${long}`]: n < 20 ? long : 'other',
      modules: n < 20 ? [`${long}.dll`] : ['other.dll'],
    }));
    const made = pageOf('long', rows, '--channel', 'release');
    const [group] = made.results.filter(({ signature }) => signature === long);
    const viewport = { width: 320, height: 900 };
    const pages = [
      ...Object.values(states(results)).map((state) => [url, state]),
      [made.url, { fragment: fragmentOf(group) }],
      [made.url, {}],
    ];
    for (const [address, state] of pages) {
      const page = await enter(open, address, state, { viewport });
      const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
      assert.equal(width, 320, `${address} ${state.fragment}`);
      if (address === url) {
        await picture(page, `narrow-${state.fragment ? 'signature' : 'list'}`);
      }
    }
    const plain = await open(made.url, { javaScriptEnabled: false, viewport });
    assert.equal(await plain.evaluate(() => document.scrollingElement.scrollWidth), 320);
    await picture(await open(url, { javaScriptEnabled: false }), 'no-script');
  });

  await test('on paper: the signature and its date, dark on white', async (open) => {
    const { prior } = states(results);
    const page = await open(url, { fragment: prior.fragment, colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    const seen = await page.$$eval('h1, nav, .actions, .filters, .bar, .sure, summary', (all) =>
      all.filter((one) => one.checkVisibility()).map((one) => one.classList[0] ?? one.localName),
    );
    assert.deepEqual([...new Set(seen)].sort(), ['bar', 'h1', 'sure']);
    const colours = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    assert.deepEqual(colours, ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    await picture(page, 'print');
    const list = await open(url);
    await list.emulateMedia({ media: 'print' });
    assert.equal(await list.locator('.entries a').first().isVisible(), true);
    assert.equal(await list.locator('input').first().isVisible(), false);
  });

  await test('nothing is said by colour alone', async (open) => {
    const page = await open(url, { fragment: states(results).prior.fragment });
    const said = await page.$$eval('.row', (rows) =>
      rows.map((row) => row.querySelector('.who').textContent),
    );
    assert.ok(said.length > 0 && said.every((who) => /^(in signature|overall)$/.test(who)));
    await page.emulateMedia({ forcedColors: 'active' });
    const fills = await page.$$eval('.finding rect:not(.track)', (bars) =>
      bars.slice(0, 2).map((bar) => getComputedStyle(bar).fill),
    );
    assert.notEqual(fills[0], fills[1]);
    await picture(page, 'forced-colours');
  });

  await test('800 signatures with 20,000 findings', async (open) => {
    const made = pageOf('large', large.rows());
    const findings = made.results.flatMap((group) => group.results);
    assert.ok(large.total === 800 && made.results.length === 800);
    assert.ok(findings.length >= 20000, `${findings.length}`);
    assert.ok(Buffer.byteLength(made.html) < 6e6, `${Buffer.byteLength(made.html)}`);
    const page = await open(made.url);
    const ms = await page.evaluate(() => performance.now());
    console.log(`# ${Buffer.byteLength(made.html)} bytes, loaded in ${Math.round(ms)} ms`);
    await page.click('label:has([name=channel][value=""])');
    assert.equal(await page.locator('.entries a').count(), 800);
    const group = made.results.at(-1);
    const [name] = Object.keys(group.results[0].item);
    await page.fill('input[type=search]', name);
    assert.deepEqual(await page.locator('.entries .name').allTextContents(), [
      visible(group.signature),
    ]);
    await page.press('input[type=search]', 'Enter');
    assert.equal(await page.locator('.finding').count(), group.results.length);
  });
}

module.exports = looks;
