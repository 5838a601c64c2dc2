// Ways through the page: search, sort, keys, fragment, filters.
'use strict';

const assert = require('node:assert/strict');
const { fragmentOf, sample } = require('./harness');
const { condition, margin, share, thin, title, visible } = require('./words');

const entries = '.entries a';

async function names(page) {
  return page.locator(`${entries} .name`).allTextContents();
}

async function choose(page, name, value) {
  await page.click(`label:has([name="${name}"][value="${value}"])`);
}

async function search(page, text) {
  await page.fill('input[type=search]', text);
}

function sorted(list) {
  return [...list].sort();
}

function textOf({ item }) {
  return Object.keys(item).map((label) => condition({ [label]: item[label] }));
}

// The groups whose signature or findings hold a text in any case.
function matching(results, query) {
  const holds = (text) => text.toLowerCase().includes(query.toLowerCase());
  return results.filter(
    (group) =>
      holds(visible(group.signature)) || group.results.some((one) => textOf(one).some(holds)),
  );
}

async function focused(page) {
  return page.evaluate(() => document.activeElement.textContent || document.activeElement.type);
}

async function moves(test) {
  const { results, url } = sample.page;
  const busiest = results.reduce((a, b) => (b.total_reference > a.total_reference ? b : a));
  const here = results.filter(({ channel }) => channel === busiest.channel);

  await test('search: signatures and findings, in every channel', async (open) => {
    const page = await open(url);
    await choose(page, 'channel', '');
    assert.equal((await names(page)).length, results.length);
    for (const query of ['RenderThread', 'libDBUS', 'module "metal"', 'windows nt', '::']) {
      await search(page, query);
      const wanted = matching(results, query);
      assert.ok(wanted.length > 0, query);
      const expected = wanted.map(({ signature }) => visible(signature));
      assert.deepEqual(sorted(await names(page)), sorted(expected), query);
      const noun = `signature${wanted.length === 1 ? '' : 's'}`;
      assert.equal(await page.textContent('nav [role=status]'), `${thin(wanted.length)} ${noun}`);
      for (const channel of new Set(results.map((group) => group.channel))) {
        const count = wanted.filter((group) => group.channel === channel).length;
        const label = page.locator(`label:has([value="${channel}"])`);
        assert.equal(await label.textContent(), `${channel} ${count}`);
      }
    }
  });

  await test('search: what matches is marked, in the list and in the findings', async (open) => {
    const page = await open(url);
    await choose(page, 'channel', '');
    await search(page, 'libdbus');
    const hit = page.locator('.entries .hit').first();
    assert.match(await hit.textContent(), /^Module "libdbus-1\.so\.3" = true/);
    assert.equal(await hit.locator('mark').textContent(), 'libdbus');
    await page.press('input[type=search]', 'Enter');
    await page.waitForSelector('h2:focus');
    assert.deepEqual(await page.locator('.finding mark').allTextContents(), ['libdbus']);
    await search(page, '');
    assert.equal(await page.locator('mark').count(), 0);
  });

  await test('search: nothing matches, Escape clears', async (open) => {
    const page = await open(url);
    await search(page, 'no such thing \\ <b>');
    assert.equal(await page.textContent('nav [role=status]'), 'No signature matches');
    assert.equal(await page.locator(entries).count(), 0);
    await page.press('input[type=search]', 'Escape');
    assert.equal(await page.inputValue('input[type=search]'), '');
    assert.equal(await page.locator(entries).count(), here.length);
  });

  await test('the largest channel first; sort by reports, by strongest finding', async (open) => {
    const page = await open(url);
    const counts = await page.locator(`${entries} .count`).allTextContents();
    const totals = here.map(({ total }) => total).sort((a, b) => b - a);
    const expected = totals.map((n) => `${thin(n)} crash report${n === 1 ? '' : 's'}`);
    assert.deepEqual(counts, expected);
    await page.selectOption('nav select', 'margin');
    const strongest = here
      .map((group) => ({ name: visible(group.signature), margin: margin(group) }))
      .filter((group) => group.margin > 0)
      .sort((a, b) => b.margin - a.margin)
      .map(({ name }) => name);
    assert.ok(strongest.length >= 10);
    assert.deepEqual((await names(page)).slice(0, strongest.length), strongest);
  });

  await test('what became of each signature stands beside it', async (open) => {
    const page = await open(url);
    const words = { nothing: 'nothing distinctive', too_few: 'too few', unknown: 'unknown' };
    const shown = await page
      .locator(entries)
      .evaluateAll((links) =>
        links.map((link) => ['.name', '.what'].map((part) => link.querySelector(part).textContent)),
      );
    const expected = here.map(({ signature, status, results: { length } }) => [
      visible(signature),
      words[status] ?? `${length} finding${length === 1 ? '' : 's'}`,
    ]);
    assert.deepEqual(sorted(shown.map(String)), sorted(expected.map(String)));
  });

  await test('keys: from the search into the list, along it, into a signature', async (open) => {
    const page = await open(url);
    const all = await names(page);
    const at = async (place) => {
      assert.ok((await focused(page)).startsWith(all.at(place)), await focused(page));
      assert.equal(await page.textContent('h2[tabindex]'), all.at(place));
      assert.equal(await page.locator('[aria-current]').count(), 1);
      const signature = decodeURIComponent(new URL(page.url()).hash.split('/')[1]);
      assert.equal(visible(signature), all.at(place));
    };
    await page.focus('input[type=search]');
    await page.keyboard.press('ArrowDown');
    assert.ok((await focused(page)).startsWith(all[0]));
    await page.keyboard.press('ArrowDown');
    await at(1);
    await page.keyboard.press('PageDown');
    await at(11);
    await page.keyboard.press('ArrowUp');
    await at(10);
    await page.keyboard.press('End');
    await at(-1);
    assert.equal(await page.locator(entries).last().isVisible(), true);
    await page.keyboard.press('ArrowDown');
    await at(-1);
    await page.keyboard.press('PageUp');
    await at(-11);
    await page.keyboard.press('Home');
    await at(0);
    await page.keyboard.press('Enter');
    assert.equal(await focused(page), all[0]);
    await page.keyboard.press('Shift+Tab');
    assert.ok((await focused(page)).startsWith(all[0]));
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'search');
  });

  await test('keys: no step of a move is one to go back to', async (open) => {
    const page = await open(url);
    const all = await names(page);
    await page.click(`${entries} >> nth=2`);
    await page.focus('[aria-current]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.textContent('h2[tabindex]'), all[4]);
    await page.goBack();
    assert.equal(await page.locator('#about').isVisible(), true);
    assert.equal(await page.locator('h2[tabindex]').count(), 0);
  });

  await test('the fragment: opened, changed, followed, unknown', async (open) => {
    const [first, other] = [here[3], results.find(({ channel }) => channel !== busiest.channel)];
    const page = await open(url, { fragment: fragmentOf(first) });
    const heading = () => page.textContent('h2[tabindex]');
    const go = (hash) => page.evaluate((to) => (location.hash = to), hash);
    assert.equal(await heading(), visible(first.signature));
    assert.equal(await page.textContent('[aria-current] .name'), visible(first.signature));
    await go(`${other.channel}/${other.signature}`);
    await page.waitForFunction((name) => document.title.startsWith(name), other.signature);
    assert.equal(await heading(), visible(other.signature));
    assert.equal(await page.textContent('[aria-current] .name'), visible(other.signature));
    assert.equal(await page.getAttribute('[name=channel]:checked', 'value'), other.channel);
    await page.goBack();
    await page.waitForFunction((name) => document.title.startsWith(name), first.signature);
    for (const nowhere of ['release/no%20such', 'release', '%', 'a/%ff', '']) {
      await go(nowhere);
      await page.waitForFunction(() => document.title.startsWith('Crash correlations'));
      assert.equal(await page.locator('#about').isVisible(), true, nowhere);
    }
  });

  await test('filters: kinds and directions', async (open) => {
    const directionOf = ({ count_group: count, count_reference: reference }, group) =>
      count / group.total > reference / group.total_reference ? 'more' : 'less';
    const group = results.find(
      (one) => new Set(one.results.map((finding) => directionOf(finding, one))).size === 2,
    );
    const page = await open(url, { fragment: fragmentOf(group) });
    const titles = () => page.locator('.finding h4').allTextContents();
    for (const direction of ['more', 'less', '']) {
      await choose(page, 'direction', direction);
      const wanted = group.results.filter(
        (one) => !direction || directionOf(one, group) === direction,
      );
      assert.deepEqual(
        await titles(),
        wanted.map(({ item }) => title(item)),
      );
    }
    const linux = results.find(({ signature }) => signature.startsWith('libc.so.6 | __GI'));
    await page.evaluate((hash) => (location.hash = hash), fragmentOf(linux));
    await page.waitForFunction((name) => document.title.startsWith(name), linux.signature);
    const modules = linux.results.filter(({ item }) => /^Module /.test(Object.keys(item)[0]));
    assert.ok(modules.length > 0 && modules.length < linux.results.length);
    await choose(page, 'kind', 'module');
    assert.deepEqual(
      await titles(),
      modules.map(({ item }) => title(item)),
    );
    assert.equal(await page.evaluate(() => document.activeElement.value), 'module');
    await page.keyboard.press('ArrowRight');
    assert.notEqual(await page.getAttribute('[name=kind]:checked', 'value'), 'module');
  });

  await test('filters: they stay, and say so where nothing is left', async (open) => {
    const kindless = results.find(
      ({ results: found }) =>
        found.length > 0 && found.every(({ item }) => !/^Module /.test(Object.keys(item)[0])),
    );
    const linux = results.find(({ signature }) => signature.startsWith('libc.so.6 | __GI'));
    const page = await open(url, { fragment: fragmentOf(linux) });
    await choose(page, 'kind', 'module');
    await page.evaluate((hash) => (location.hash = hash), fragmentOf(kindless));
    await page.waitForFunction((name) => document.title.startsWith(name), kindless.signature);
    assert.equal(await page.textContent('.none'), 'None of the findings here is of these.');
    await choose(page, 'kind', '');
    assert.equal(await page.locator('.finding').count(), kindless.results.length);
  });

  await test('one column: the list, a signature, and back to it', async (open) => {
    const page = await open(url, { viewport: { width: 390, height: 800 } });
    const visibleOnes = () =>
      page.$$eval('nav, .back, #about, h2[tabindex]', (all) =>
        all.filter((one) => one.checkVisibility()).map((one) => one.className || one.localName),
      );
    assert.deepEqual(await visibleOnes(), ['nav', 'section']);
    await page.focus('input[type=search]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.deepEqual(await visibleOnes(), ['nav', 'section']);
    const name = await page.textContent(':focus .name');
    await page.keyboard.press('Enter');
    assert.deepEqual(await visibleOnes(), ['back', 'h2']);
    assert.equal(await page.textContent('h2[tabindex]'), name);
    await page.click('.back');
    assert.deepEqual(await visibleOnes(), ['nav', 'section']);
    assert.equal(await page.textContent(':focus .name'), name);
  });

  await test('each signature: where it stands among the reports of its channel', async (open) => {
    const [group] = here;
    const page = await open(url, { fragment: fragmentOf(group) });
    const part = share(group.total, group.total_reference);
    assert.equal(
      await page.textContent('.where'),
      `All signatures${group.channel} ${thin(group.total)} of ` +
        `${thin(group.total_reference)} crash reports, ${part}`,
    );
  });
}

module.exports = moves;
