// What the page knows: its data (page-data.c says how it is laid out), and the
// words and numbers that it is shown in.

const data = JSON.parse(document.getElementById('data').textContent);

// Kinds to choose from, and the kinds of items that belong to each.
const kinds = [
  { key: 'module', title: 'Modules', of: ['module'] },
  { key: 'addon', title: 'Add-ons', of: ['addon', 'addon_version'] },
  { key: 'graphics', title: 'Graphics', of: ['graphics', 'app_note', 'gfx_error'] },
  { key: 'platform', title: 'Platform', of: ['platform'] },
  { key: 'other', title: 'Other', of: ['other'] },
];

// How the label of an item is made of a name, and what is said before the name.
const labels = {
  module: { before: 'Module "', after: '"', said: 'Module' },
  addon: { before: 'Addon "', after: '"', said: 'Add-on' },
  addon_version: { before: 'Addon "', after: '" Version', said: 'Version of add-on' },
  app_note: { before: '"', after: '" in app_notes', said: 'In app_notes' },
  gfx_error: { before: 'GFX_ERROR "', after: '"', said: 'Graphics error' },
};

const items = data.items.map(([kind, label, value]) => {
  const text = `${label} = ${value}`;
  const item = { text, lower: text.toLowerCase(), said: label, name: value };
  if (kind in labels) {
    const { before, after, said } = labels[kind];
    const name = label.slice(before.length, label.length - after.length);
    const versioned = kind === 'addon_version';
    item.said = versioned ? `${said} ${name}` : said;
    item.name = versioned ? value : name;
  }
  item.kind = kinds.find((one) => one.of.includes(kind)).key;
  return item;
});

const channels = data.channels.map(({ name, raw = name, total, search, groups }) => {
  const channel = { name, raw, total };
  channel.groups = groups.map((group) => groupOf(channel, search, group));
  return channel;
});

const groups = channels.flatMap((channel) => channel.groups);
const groupsByKey = new Map(groups.map((group) => [group.key, group]));

function keyOf(channel, signature) {
  return `${encodeURIComponent(channel)}/${encodeURIComponent(signature)}`;
}

function groupOf(channel, search, { name, raw = name, findings, ...group }) {
  const key = keyOf(channel.raw, raw);
  return {
    ...group,
    channel,
    name,
    key,
    lower: name.toLowerCase(),
    search: search && `${search}&signature=${encodeURIComponent(`=${raw}`)}`,
    findings: findings.map((finding) => findingOf(channel, group, finding)),
  };
}

function findingOf(channel, group, [places, count, all, low, high, p, phi, prior]) {
  const finding = { items: places.map((place) => items[place]), low, high, p, phi };
  finding.here = { count, total: group.total };
  finding.overall = { count: all, total: channel.total };
  finding.more = count / group.total > all / channel.total;
  if (prior) {
    const [place, priorCount, priorAll, total, allTotal] = prior;
    finding.prior = {
      item: items[place],
      here: { count: priorCount, total },
      overall: { count: priorAll, total: allTotal },
    };
  }
  return finding;
}

// The group that a fragment names, however it was escaped.
function groupAt(fragment) {
  const slash = fragment.indexOf('/');
  if (slash < 0) {
    return undefined;
  }
  try {
    const [channel, signature] = [fragment.slice(0, slash), fragment.slice(slash + 1)];
    return groupsByKey.get(keyOf(decodeURIComponent(channel), decodeURIComponent(signature)));
  } catch {
    return undefined;
  }
}

// "7.3%"; what is rounded to none or all without being it says so.
function share({ count, total }) {
  if (count === 0 || count === total) {
    return count === 0 ? '0%' : '100%';
  }
  const percent = ((count / total) * 100).toFixed(1);
  return { '0.0': '<0.1%', '100.0': '>99.9%' }[percent] ?? `${percent}%`;
}

// A difference of shares in points, without its sign; the interval of one can
// go beyond what is possible.
function points(difference) {
  return Math.min(100, Math.abs(difference * 100)).toFixed(1);
}

const statusWords = {
  nothing: 'nothing distinctive',
  too_few: 'too few',
  unknown: 'unknown',
};

function outcome(group) {
  return statusWords[group.status] ?? counted(group.findings.length, 'finding');
}

// The lines of --format text, for a bug's comment.
const textWords = {
  nothing: 'nothing distinctive',
  too_few: 'too few crash reports: five are needed',
  unknown: 'unknown: no crash report has it',
};

function textShare({ count, total }) {
  const percent = ((count / total) * 100).toFixed(2);
  return percent === '100.00' ? '100.0%' : `${percent.padStart(5, '0')}%`;
}

function textLine({ items: held, here, overall, prior }) {
  const what = held.map((item) => item.text).join(' \u2227 ');
  const line = `(${textShare(here)} in signature vs ${textShare(overall)} overall) ${what}`;
  return prior
    ? `${line} [${textShare(prior.here)} vs ${textShare(prior.overall)} if ${prior.item.text}]`
    : line;
}

function textOf(group) {
  const { channel, findings, name, status, top_words: words, total } = group;
  return [
    `${channel.name}: ${name} (${total} of ${channel.total} crash reports)`,
    ...(status === 'found' ? findings.map(textLine) : [textWords[status]]),
    ...(words ? [`Top words: ${words.join(', ')}`] : []),
    '',
  ].join('\n');
}
