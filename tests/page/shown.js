// Everything that was found is on the page, with the numbers of --format json.
'use strict';

const assert = require('node:assert/strict');
const { fragmentOf, pageOf, sample } = require('./harness');
const { condition, interval, share, thin, title, visible } = require('./words');

// What the page shows of each group, gone to by its fragment, one by one.
async function groupsShown(fragments) {
  const text = (node) => node.textContent;
  const finding = (one) => ({
    title: text(one.querySelector('h4')),
    rows: [...one.querySelectorAll('.row')].map((row) =>
      [...row.querySelectorAll('.who, .share, .counts')].map(text),
    ),
    bars: [...one.querySelectorAll('rect:not(.track)')].map((bar) => bar.getAttribute('width')),
    bracket: ['x1', 'x2'].map((end) => one.querySelector('.bracket').getAttribute(end)),
    condition: one.querySelector('.if')?.textContent ?? null,
  });
  const shown = [];
  for (const fragment of fragments) {
    const changed = new Promise((resolve) => {
      addEventListener('hashchange', resolve, { once: true });
    });
    location.hash = fragment;
    await changed;
    shown.push({
      name: text(document.querySelector('article h2[tabindex]')),
      words: document.querySelector('.words')?.textContent,
      findings: [...document.querySelectorAll('.finding')].map(finding),
    });
  }
  return shown;
}

function rowExpected(who, count, total) {
  return [who, share(count, total), `${thin(count)} of ${thin(total)} crash reports`];
}

function percent(part) {
  return `${(100 * Math.min(1, Math.max(0, part))).toFixed(3)}%`;
}

function findingExpected(finding, { total, total_reference: all }, noun) {
  const { count_group: here, count_reference: overall, prior: p } = finding;
  const ends = interval(here, total, overall, all).map((end) => overall / all + end);
  const pairs = [
    [`in ${noun}`, here, total],
    ['overall', overall, all],
  ];
  if (p) {
    pairs.push([`in ${noun}`, p.count_group, p.total_group]);
    pairs.push(['overall', p.count_reference, p.total_reference]);
  }
  return {
    title: title(finding.item),
    rows: pairs.map((pair) => rowExpected(...pair)),
    bars: pairs.map(([, count, of]) => percent(count / of)),
    ends,
    condition: p && `if ${condition(p.item)}`,
  };
}

// The ends of the bracket may be off by what the JSON in the page rounds.
function compare(shown, expected) {
  for (const [place, { bracket, ...one }] of shown.entries()) {
    const { ends, ...wanted } = expected[place];
    assert.deepEqual(one, wanted);
    for (const end of [0, 1]) {
      const drawn = Number.parseFloat(bracket[end]);
      assert.ok(Math.abs(drawn - Number.parseFloat(percent(ends[end]))) < 0.01, `${drawn}`);
    }
  }
}

// Compare every group with the results; returns how many findings there were.
async function every(page, { results }, noun = 'signature') {
  const shown = await page.evaluate(groupsShown, results.map(fragmentOf));
  for (const [place, group] of results.entries()) {
    const { name, findings, words } = shown[place];
    const expected = group.results.map((one) => findingExpected(one, group, noun));
    assert.equal(name, visible(group.signature));
    assert.equal(words, group.top_words && `Top words: ${group.top_words.join(', ')}`);
    assert.equal(findings.length, expected.length);
    compare(findings, expected);
  }
  return shown.reduce((sum, { findings }) => sum + findings.length, 0);
}

// Copy what is selected; returns what a paste then gives.
async function copied(page) {
  await page.click('text=Copy as text');
  await page.waitForSelector('.actions [role=status]:not(:empty)');
  assert.equal(await page.textContent('.actions [role=status]'), 'Copied');
  await page.focus('input[type=search]');
  await page.evaluate(() => {
    const area = document.createElement('textarea');
    area.id = 'paste';
    document.body.append(area);
    area.focus();
  });
  await page.keyboard.press('Control+V');
  const text = await page.inputValue('#paste');
  await page.evaluate(() => document.getElementById('paste').remove());
  return text;
}

// The part of --format text that is about a group.
function partOf({ results, text }, group) {
  const parts = text.trimEnd().split('\n\n');
  assert.equal(parts.length, results.length);
  return `${parts[results.indexOf(group)]}\n`;
}

// A group of each status, and one with a prior and a pair if there are any.
function varied(results) {
  const has = (test) => results.find(test) ?? [];
  return [
    ...['found', 'nothing', 'too_few'].map((status) => has((one) => one.status === status)),
    has((one) => one.results.some(({ prior }) => prior)),
    has((one) => one.results.some(({ item }) => Object.keys(item).length === 2)),
    has((one) => one.top_words && one.status === 'found'),
  ].flat();
}

// The versions of each channel, most frequent first, from the rows themselves.
function versionsOf(rows) {
  const seen = new Set();
  const channels = new Map();
  for (const row of rows
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))) {
    const { product, release_channel: channel, uuid, version } = row;
    if (!['Firefox', null, undefined].includes(product) || !channel || seen.has(uuid)) {
      continue;
    }
    seen.add(uuid);
    const counts = channels.get(channel) ?? channels.set(channel, new Map()).get(channel);
    counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  const order = (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
  return [...channels].map(([channel, counts]) => [channel, [...counts].sort(order)]);
}

async function shown(test) {
  await test('the sample: every finding, its bars and its counts', async (open) => {
    const page = await open(sample.page.url);
    assert.ok((await every(page, sample.page)) >= 100);
    assert.ok(sample.page.results.filter((one) => one.top_words).length >= 5);
    assert.match(await page.textContent('#about'), /Top words\s*what users/);
  });

  await test('compat: the same, in the order of Crash Stats', async (open) => {
    const compat = pageOf('compat', sample.rows, '--compat', '--channel', 'release');
    const page = await open(compat.url, { fragment: fragmentOf(compat.results[0]) });
    const [first] = compat.text.split('\n').slice(1);
    assert.ok(first.includes(await page.textContent('.finding h4 b')));
    assert.ok((await page.textContent('#about')).includes('--compat'));
    assert.ok(!(await page.textContent('#about')).includes('Top words'));
    const why = await page.textContent('.finding dl');
    assert.ok(/p, phi/.test(why) && !/NaN|null/.test(why), why);
  });

  await test('--by: groups of another column, without searches', async (open) => {
    const by = pageOf('by', sample.rows, '--by', 'version', '--channel', 'esr');
    const page = await open(by.url);
    assert.ok((await every(page, by, 'group')) > 0);
    assert.equal(await page.textContent('h1'), 'Crash correlations by version 2026-11-21');
    assert.equal(await page.locator('text=Search Crash Stats').count(), 0);
  });

  await test('a sentence in words: a pair of items', async (open) => {
    const isPair = ({ item }) => Object.keys(item).length === 2;
    const group = sample.page.results.find(({ results: [first] }) => first && isPair(first));
    const [{ item, count_group: count, count_reference: all }] = group.results;
    const held = Object.entries(item).map(([label, value]) => `${label} = ${value}`);
    const page = await open(sample.page.url, { fragment: fragmentOf(group) });
    assert.equal(
      await page.textContent('.lead'),
      `${count} of the ${group.total} crash reports (${share(count, group.total)}) have ` +
        `${held.join(' and ')}, against ${share(all, group.total_reference)} overall.`,
    );
  });

  await test('copied text is that of --format text', async (open) => {
    const { results, url } = sample.page;
    const page = await open(url, { permissions: ['clipboard-read', 'clipboard-write'] });
    for (const group of varied(results)) {
      await page.evaluate((hash) => (location.hash = hash), fragmentOf(group));
      await page.waitForFunction((name) => document.title.startsWith(name), group.signature);
      assert.equal(await copied(page), partOf(sample.page, group));
    }
  });

  await test('copying by the old way where the new one is refused', async (open) => {
    const [group] = varied(sample.page.results);
    const refuse = () => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    };
    const page = await open(sample.page.url, { clipboard: refuse, fragment: fragmentOf(group) });
    assert.equal(await copied(page), partOf(sample.page, group));
  });

  await test('why a finding is there: support, difference, p, phi, thresholds', async (open) => {
    const options = ['--min-support-diff', '0.2', '--min-corr', '0.05', '--channel', 'release'];
    const strict = pageOf('strict', sample.rows, ...options);
    const group = strict.results.find(({ results }) => results.some(({ prior }) => prior));
    const finding = group.results.find(({ prior }) => prior);
    const page = await open(strict.url, { fragment: fragmentOf(group) });
    const place = group.results.indexOf(finding);
    const why = page.locator('.finding').nth(place).locator('details');
    assert.equal(await why.locator('dl').isVisible(), false);
    await why.locator('summary').click();
    assert.equal(await why.locator('dl').isVisible(), true);
    const said = await why.locator('dd').allTextContents();
    const [digits, power] = finding.p_value.toExponential(1).split('e-');
    const support = (count, total) => `${thin(count)} of ${thin(total)}`;
    assert.ok(said[0].startsWith(support(finding.count_group, group.total)), said[0]);
    assert.ok(said[0].includes(support(finding.count_reference, group.total_reference)), said[0]);
    assert.ok(said[1].endsWith('at least 20 are needed'), said[1]);
    assert.ok(said[2].includes(condition(finding.prior.item)), said[2]);
    assert.ok(said[3].startsWith(`${digits} \u00d7 10\u2212${power}, `), said[3]);
    assert.match(said[3], /at most \d\.\d \u00d7 10\u2212\d$/);
    assert.ok(said[4].startsWith(finding.phi.toPrecision(2)), said[4]);
    assert.ok(said[4].endsWith('at least 0.05'), said[4]);
    const about = await page.textContent('#about');
    assert.ok(about.includes('at least 20 points') && about.includes('at least 0.05'), about);
  });

  await test('exact difference and interval on hover and on focus', async (open) => {
    const group = sample.page.results.find(({ status }) => status === 'found');
    const page = await open(sample.page.url, { fragment: fragmentOf(group) });
    const opacity = () => page.$eval('.finding .sure', (sure) => getComputedStyle(sure).opacity);
    await page.mouse.move(0, 0);
    assert.equal(await opacity(), '0');
    await page.hover('.finding');
    assert.equal(await opacity(), '1');
    await page.mouse.move(0, 0);
    await page.focus('.finding summary');
    assert.equal(await opacity(), '1');
    const [finding] = group.results;
    const points = (x) => (100 * x).toFixed(1);
    const [low, high] = interval(
      finding.count_group,
      group.total,
      finding.count_reference,
      group.total_reference,
    );
    const difference =
      finding.count_group / group.total - finding.count_reference / group.total_reference;
    assert.equal(
      await page.textContent('.finding .sure'),
      `${points(difference)} points more, 95% interval ${points(low)} to ${points(high)}`,
    );
  });

  await test('channels, versions, dates, totals, command', async (open) => {
    const page = await open(sample.page.url);
    const about = await page.textContent('#about');
    for (const [channel, versions] of versionsOf(sample.rows)) {
      const counts = versions.map(([version, count]) => `${version} (${thin(count)})`);
      const said = `Version${versions.length === 1 ? '' : 's'} ${counts.join(', ')}\n`;
      assert.ok(about.includes(said), `${channel}: ${said}${about}`);
    }
    const totals = new Map(sample.page.results.map((one) => [one.channel, one.total_reference]));
    for (const [channel, total] of totals) {
      const groups = sample.page.results.filter((one) => one.channel === channel);
      const found = groups.filter(({ status }) => status === 'found').length;
      const said = `${channel} ${thin(total)} crash reports, ${groups.length} signatures, ${found}`;
      assert.ok(about.includes(said), `${said}\n${about}`);
    }
    assert.match(about, /crashcorr --format html\n/);
    assert.match(await page.textContent('header'), /2026-11-17 to 2026-11-21/);
  });
}

module.exports = shown;
