// One group: what is to be said of it, and its findings, filtered.

const detail = {
  article: document.querySelector('article'),
  about: document.getElementById('about'),
  kind: '', // '' is every one
  direction: '',
  group: null,
};

function isOfKind(finding, kind) {
  return !kind || finding.items.some((item) => item.kind === kind);
}

function isOfDirection(finding, direction) {
  return !direction || finding.more === (direction === 'more');
}

// To the clipboard, by the old way where the new one is not allowed.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element('textarea', { readonly: '', 'aria-hidden': 'true' });
    area.value = text;
    detail.article.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

function actionsOf(group) {
  const actions = element('p', { class: 'actions' });
  const copy = element('button', { type: 'button' }, 'Copy as text');
  const status = element('span', { role: 'status' });
  copy.addEventListener('click', async () => {
    const copied = await copyText(textOf(group));
    copy.focus();
    status.textContent = copied ? 'Copied' : 'The browser does not let it';
  });
  if (group.search) {
    const link = { href: group.search, target: '_blank', rel: 'noopener noreferrer' };
    actions.append(element('a', link, 'Search Crash Stats'));
  }
  actions.append(copy, status);
  return actions;
}

// Kinds and directions that occur here, each with how many there are of it.
function filtersOf({ findings }) {
  const ofKind = kinds.map(({ key, title }) => ({
    key,
    title,
    count: findings.filter((one) => isOfKind(one, key)).length,
  }));
  const ofDirection = ['more', 'less'].map((key) => ({
    key,
    title: `${key === 'more' ? 'More' : 'Less'} often here`,
    count: findings.filter((one) => isOfDirection(one, key)).length,
  }));
  return [
    ['Kind', 'kind', ofKind],
    ['Direction', 'direction', ofDirection],
  ].map(([legend, name, options]) => {
    const used = options.filter(({ key, count }) => count > 0 || key === detail[name]);
    const every = { key: '', title: name === 'kind' ? 'All kinds' : 'Both' };
    const change = (key) => {
      detail[name] = key;
      detailFindings();
    };
    return used.length > 1 || detail[name]
      ? choice(legend, name, [every, ...used], detail[name], change)
      : '';
  });
}

function sectionOf(title, findings) {
  const query = list.query.trim().toLowerCase();
  return findings.length === 0
    ? []
    : [
        element(
          'div',
          { class: 'heading' },
          element('h3', {}, title, ' ', element('small', {}, number(findings.length))),
          legendElement(),
        ),
        element(
          'ol',
          { class: 'findings' },
          ...findings.map((one) => findingElement(detail.group, one, query)),
        ),
      ];
}

function legendElement() {
  return element(
    'p',
    { class: 'legend' },
    drawing({ class: 'key', 'aria-hidden': 'true' }, ...bracket(0.05, 0.95)),
    '95% interval of the difference',
  );
}

function detailFindings() {
  const { group, kind, direction } = detail;
  const shown = group.findings.filter(
    (one) => isOfKind(one, kind) && isOfDirection(one, direction),
  );
  detail.findings.replaceChildren(
    ...sectionOf(
      'Single items',
      shown.filter((one) => one.items.length === 1),
    ),
    ...sectionOf(
      'Pairs',
      shown.filter((one) => one.items.length === 2),
    ),
  );
  if (shown.length === 0 && group.findings.length > 0) {
    detail.findings.append(
      element('p', { class: 'none' }, 'None of the findings here is of these.'),
    );
  }
}

function wordsOf({ top_words: words }) {
  const before = element('b', {}, 'Top words:');
  return words ? [element('p', { class: 'words' }, before, ` ${words.join(', ')}`)] : [];
}

function headOf(group) {
  const { channel, name, sentence, total } = group;
  const part = total > 0 ? `, ${share({ count: total, total: channel.total })}` : '';
  const counts = `${number(total)} of ${counted(channel.total, 'crash report')}${part}`;
  const back = element('a', { href: '#', class: 'back' }, `All ${data.noun}s`);
  return [
    element('p', { class: 'where' }, back, element('b', {}, channel.name), ` ${counts}`),
    element('h2', { tabindex: '-1' }, ...breakable(name)),
    element('p', { class: 'lead' }, sentence),
    ...wordsOf(group),
    actionsOf(group),
  ];
}

// Show a group, or, without one, what the page says of itself; open: go there.
function detailShow(group, { open = false } = {}) {
  detail.group = group;
  detail.about.hidden = Boolean(group);
  document.documentElement.classList.toggle('selected', Boolean(group));
  for (const old of [...detail.article.children]) {
    if (old !== detail.about) {
      old.remove();
    }
  }
  if (!group) {
    return;
  }
  const filters = element('div', { class: 'filters' }, ...filtersOf(group));
  detail.findings = element('div');
  detail.article.prepend(...headOf(group), filters, detail.findings);
  detailFindings();
  if (open) {
    scrollTo(0, 0);
    detail.article.querySelector('h2').focus({ preventScroll: true });
  }
}
