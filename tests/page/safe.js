// Nothing in a page does harm, nothing leaves it, and it is the same each time.
'use strict';

const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { crashcorr, fragmentOf, pageOf, sample, served, work } = require('./harness');
const { hostile } = require('./hostile');
const { policyHolds } = require('./policy');
const { visible } = require('./words');

// Each name as signature, channel, version, module, add-on, column and value.
function hostileRows() {
  return hostile.flatMap((name, place) =>
    Array.from({ length: 20 }, (_, n) => ({
      product: 'Firefox',
      release_channel: place < 3 ? name : 'plain',
      version: name,
      crash_date: '2026-11-20',
      signature: n < 12 ? name : 'plain',
      platform: n < 12 ? name : 'Linux',
      [`column ${name}`]: n < 12 ? name : 'b',
      modules: n < 12 ? [`${name}.dll`] : ['plain.dll'],
      addons: n < 12 ? [`${name.replaceAll(':', '')}:1`] : [],
      app_notes: n < 12 ? name : null,
      user_comments: `${name} said`,
    })),
  );
}

async function safe(test) {
  const names = path.join(work, 'names');
  const addons = path.join(work, 'addons.json');
  const notes = path.join(work, 'notes');
  const list = hostile.filter((name) => !/[\0\n]/.test(name));
  fs.writeFileSync(notes, `${list.join('\n')}\n`);
  fs.writeFileSync(addons, JSON.stringify({ [hostile[0]]: '<b>human</b> & </script>' }));
  fs.writeFileSync(names, `${list.join('\n')}\nplain\nno such\n`);

  await test('hostile names are text wherever they stand', async (open) => {
    const made = pageOf('hostile', hostileRows(), '--app-notes', notes, '--addon-names', addons);
    const groups = made.results.filter(({ signature }) => hostile.includes(signature));
    const page = await open(made.url);
    assert.equal(groups.length, hostile.length);
    await page.click('label:has([name=channel][value=""])');
    assert.equal(await page.locator('.entries a').count(), made.results.length);
    for (const group of groups) {
      await page.locator(`.entries a[href="#${fragmentOf(group)}"]`).click();
      assert.equal(await page.textContent('h2[tabindex]'), visible(group.signature));
      assert.ok((await page.locator('.finding').count()) > 0, group.signature);
      const link = new URL(await page.getAttribute('.actions a', 'href'));
      assert.equal(link.origin, 'https://crash-stats.mozilla.org');
      assert.equal(link.searchParams.get('signature'), `=${group.signature}`);
      assert.equal(link.searchParams.get('release_channel'), group.channel);
      const fragment = page.url().slice(page.url().indexOf('#') + 1);
      assert.equal(fragment, fragmentOf(group));
      await page.evaluate(() => (location.hash = ''));
      await page.waitForSelector('#about:visible');
      await page.evaluate((hash) => (location.hash = hash), fragment);
      await page.waitForSelector('h2[tabindex]');
      assert.equal(await page.textContent('h2[tabindex]'), visible(group.signature));
    }
    const again = await open(made.url, { fragment: fragmentOf(groups[0]) });
    assert.equal(await again.textContent('h2[tabindex]'), visible(groups[0].signature));
    assert.equal(await again.evaluate(() => 'harmed' in window), false);
    const named = groups.find(({ signature }) => signature === hostile[0]);
    await page.evaluate((hash) => (location.hash = hash), fragmentOf(named));
    await page.waitForSelector('h4:text("Add-on <b>human</b> & </script>")');
    await page.fill('input[type=search]', '</script>');
    assert.ok((await page.locator('.entries mark').count()) > 0);
    assert.equal(await page.evaluate(() => 'harmed' in window), false);
    assert.equal(await page.locator('img, iframe, object, article script').count(), 0);
  });

  await test('hostile names in the lists for browsers without script', async (open) => {
    const made = pageOf('lists', hostileRows(), '--signatures', names, '--channel', 'plain');
    const page = await open(made.url, { javaScriptEnabled: false });
    const headings = await page.locator('noscript h3').allTextContents();
    const found = made.results.filter(({ status }) => status === 'found');
    assert.ok(found.length >= 8);
    assert.deepEqual(
      headings,
      found.map(({ signature }) => visible(signature)),
    );
    assert.equal(await page.locator('img, iframe, object, main script').count(), 0);
  });

  await test('the command is quoted for a shell, and hangs on what matters only', async (open) => {
    const file = path.join(work, "it's <b> $(x).ndjson");
    fs.writeFileSync(file, '');
    const options = [
      '--jobs=2',
      '--memory',
      '9M',
      '--top',
      '7',
      '--max-line',
      '1G',
      '-q',
      '-fhtml',
    ];
    const html = crashcorr('', ...options, '--channel=x=1,2', file);
    fs.writeFileSync(`${file}.html`, html);
    const page = await open(`file://${encodeURI(file).replaceAll("'", '%27')}.html`);
    assert.equal(
      await page.textContent('#about code'),
      `crashcorr --top 7 --format html --channel x=1,2 '${file.replace("'", `'"'"'`)}'`,
    );
  });

  await test('no request leaves the page, and none is made for an icon', async (open) => {
    const asked = await served(sample.page.html, async (address) => {
      const page = await open(address);
      await page.fill('input[type=search]', 'dll');
      await page.click('.entries a');
      await page.click('.finding summary');
      await page.click('text=Copy as text');
      assert.deepEqual(
        page.requests.filter((url) => !url.startsWith('data:')),
        [address],
      );
    });
    assert.deepEqual(asked, ['/page']);
  });

  await test('the policy: own style and script by their hashes, nothing else', async (open) => {
    const { html, url } = sample.page;
    const hash = (tag) => {
      const text = html.match(new RegExp(`<${tag}>(.*?)</${tag.split(' ')[0]}>`, 's'))[1];
      return `'sha256-${crypto.createHash('sha256').update(text).digest('base64')}'`;
    };
    const policy =
      `default-src 'none'; img-src data:; style-src ${hash('style')}; ` +
      `script-src ${hash('script type="module"')}; base-uri 'none'; form-action 'none'`;
    const page = await open(url);
    const meta = 'meta[http-equiv="Content-Security-Policy"]';
    assert.equal(await page.getAttribute(meta, 'content'), policy);
    await policyHolds(page);
  });

  await test('without script: every finding is there, and can be linked to', async (open) => {
    const { results, url } = sample.page;
    const found = results.filter(({ status }) => status === 'found');
    const [, , group] = found;
    const page = await open(url, { javaScriptEnabled: false, fragment: fragmentOf(group) });
    const items = await page.locator('noscript h3 ~ ul > li').allTextContents();
    assert.ok(items.length > found.flatMap((one) => one.results).length);
    for (const { item } of found.flatMap((one) => one.results)) {
      const text = Object.entries(item).map(([k, v]) => `${visible(k)} = ${visible(String(v))}`);
      assert.ok(
        items.some((one) => one.startsWith(`${text.join(' and ')}: `)),
        text.join(),
      );
    }
    const said = await page.locator('noscript p', { hasText: 'Top words' }).allTextContents();
    const worded = results.filter((one) => one.top_words);
    assert.deepEqual(
      said,
      worded.map((one) => `Top words: ${one.top_words.join(', ')}`),
    );
    const heading = page.locator(`[id="${fragmentOf(group)}"]`);
    const { y } = await heading.boundingBox();
    assert.ok(y >= 0 && y < 900, `${y}`);
    assert.equal(await page.locator('nav').isVisible(), false);
    const [link] = await page.locator('noscript p a').evaluateAll((all) => all.map((a) => a.href));
    assert.equal(new URL(link).searchParams.get('signature'), `=${found[0].signature}`);
  });

  await test('the search: channel or versions, and the days of the rows', async () => {
    const channel = sample.page.html.match(/"name":"esr","total":\d+,"search":"([^"]*)"/)[1];
    assert.deepEqual(
      [...new URL(channel).searchParams],
      [
        ['product', 'Firefox'],
        ['release_channel', 'esr'],
        ['date', '>=2026-11-17'],
        ['date', '<2026-11-22'],
      ],
    );
    const rows = [{ version: '1 &', signature: 's', product: 'Fenix', crash_date: '2024-02-29' }];
    const made = pageOf('versions', rows, '--product', 'Fenix', '--channel', 'x=1 &,2.0');
    const versions = made.html.match(/"search":"([^"]*)"/)[1];
    assert.deepEqual(
      [...new URL(versions).searchParams],
      [
        ['product', 'Fenix'],
        ['version', '1 &'],
        ['version', '2.0'],
        ['date', '>=2024-02-29'],
        ['date', '<2024-03-01'],
      ],
    );
    assert.ok(made.html.includes(', on 2024-02-29.'));
  });

  await test('same results, same bytes: rows in any order, any threads and memory', async () => {
    const rows = sample.rows.trimEnd().split('\n');
    const seen = new Set();
    const once = rows.filter((row) => {
      const { uuid } = JSON.parse(row);
      return !seen.has(uuid) && seen.add(uuid);
    });
    const make = (lines, ...options) => crashcorr(lines.join('\n'), '-f', 'html', ...options);
    const expected = make(once);
    assert.ok(expected === make([...once].reverse(), '--jobs', '1'));
    assert.ok(expected === make(once, '--jobs', '3', '--memory', '64K', '--progress'));
  });

  await test('no rows, no channels: a page that says so', async (open) => {
    const page = await open(pageOf('empty', []).url);
    assert.equal(await page.textContent('nav [role=status]'), 'No signature matches');
    assert.equal(await page.locator('#about').isVisible(), true);
  });
}

module.exports = safe;
