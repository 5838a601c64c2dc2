// The list of groups: which of them are shown, in which order, and the keys
// that move in it.

const PAGE_STEP = 10;
const ONE_COLUMN = matchMedia('(max-width: 60rem)');

// Text that may break behind each "::", as a long name should.
function breakable(text) {
  return text
    .split(/(?<=::)/)
    .flatMap((piece, place) => (place > 0 ? [element('wbr'), piece] : [piece]));
}

// Text with what was searched for marked, wherever it stands.
function marked(text, query) {
  const parts = [];
  const lower = text.toLowerCase();
  let end = 0;
  // lower case can be longer than the text: then nothing is marked
  const find = () => (query && lower.length === text.length ? lower.indexOf(query, end) : -1);
  for (let at = find(); at >= 0; at = find()) {
    const found = text.slice(at, at + query.length);
    parts.push(...breakable(text.slice(end, at)), element('mark', {}, ...breakable(found)));
    end = at + query.length;
  }
  return [...parts, ...breakable(text.slice(end))];
}

const list = {
  nav: document.querySelector('nav'),
  query: '',
  channel: null, // null is every one
  sort: 'total',
  current: null,
  shown: [], // groups, in order
};

// select(group, {open}) is to show a group; searched() that marks have changed.
function listStart(select, searched) {
  const most = channels.reduce((a, b) => (b.total > a.total ? b : a), channels[0]);
  list.channel = most ?? null;
  list.select = select;
  list.search = element('input', {
    type: 'search',
    placeholder: `Search ${data.noun}s and findings`,
    'aria-label': `Search ${data.noun}s and findings`,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  list.channels = channelsElement();
  list.channels.hidden = channels.length < 2;
  list.status = element('p', { role: 'status' });
  list.entries = element('ol', { class: 'entries' });
  const sort = element(
    'select',
    { 'aria-label': 'Sort by' },
    element('option', { value: 'total' }, 'Most crash reports'),
    element('option', { value: 'margin' }, 'Strongest finding'),
  );
  const tools = element('div', { class: 'order' }, list.status, sort);
  list.nav.append(list.search, list.channels, tools, list.entries);
  list.nav.setAttribute('aria-label', `${data.noun}s`);
  list.search.addEventListener('input', () => {
    listFilter({ query: list.search.value });
    searched();
  });
  sort.addEventListener('change', () => listFilter({ sort: sort.value }));
  list.nav.addEventListener('keydown', listKey);
  list.nav.hidden = false;
  listFilter({});
}

// What of a group matches: its name, or how many and which of its findings.
function matches(group, query, hits) {
  const found = query ? group.findings.filter((one) => one.items.some((i) => hits.has(i))) : [];
  return { group, found, any: !query || found.length > 0 || group.lower.includes(query) };
}

function listFilter(change) {
  Object.assign(list, change);
  const query = list.query.trim().toLowerCase();
  const hits = new Set(query ? items.filter((item) => item.lower.includes(query)) : []);
  const all = groups.map((group) => matches(group, query, hits)).filter(({ any }) => any);
  const here = all.filter(({ group }) => !list.channel || group.channel === list.channel);
  here.sort((a, b) => b.group[list.sort] - a.group[list.sort]);
  list.shown = here.map(({ group }) => group);
  const most = Math.max(1, ...list.shown.map((group) => group.total));
  list.entries.replaceChildren(...here.map((match) => entryOf(match, query, most)));
  list.status.textContent =
    here.length > 0 ? counted(here.length, data.noun) : `No ${data.noun} matches`;
  listCount(all);
  listMark();
}

// The channels to choose from, with room for how many groups of each match.
function channelsElement() {
  const options = [
    ...channels.map((key) => ({ key, value: key.raw, title: key.name, count: 0 })),
    { key: null, value: '', title: 'All', count: 0 },
  ];
  return choice('Channel', 'channel', options, list.channel, (channel) => listFilter({ channel }));
}

function listCount(matching) {
  const counts = list.channels.querySelectorAll('small');
  for (const [place, channel] of channels.entries()) {
    const here = matching.filter(({ group }) => group.channel === channel);
    counts[place].textContent = number(here.length);
  }
  counts[channels.length].textContent = number(matching.length);
}

function entryOf({ group, found }, query, most) {
  const count = element('span', { class: 'count' }, counted(group.total, 'crash report'));
  const what = element('span', { class: 'what' }, outcome(group));
  const link = element(
    'a',
    { href: `#${group.key}`, tabindex: '-1' },
    element('span', { class: 'name' }, ...marked(group.name, query)),
    element('span', { class: 'meta' }, count, what),
  );
  if (!list.channel && channels.length > 1) {
    count.prepend(element('b', {}, group.channel.name), ' ');
  }
  if (found.length > 0) {
    const [first] = found;
    const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
    const held = first.items.map((item) => item.text).join(' \u2227 ');
    link.append(element('span', { class: 'hit' }, ...marked(held, query), more));
  }
  link.style.setProperty('--count', `${(100 * group.total) / most}%`);
  link.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      list.select(group, { open: true });
    }
  });
  return element('li', {}, link);
}

function entryLink(place) {
  return list.entries.children[place]?.firstChild;
}

// Scroll the list, and nothing around it, until an entry is in sight.
function listReveal({ offsetTop, offsetHeight }) {
  const { clientHeight, offsetTop: base, scrollTop } = list.entries;
  const top = offsetTop - base;
  if (top < scrollTop) {
    list.entries.scrollTop = top;
  } else if (top + offsetHeight > scrollTop + clientHeight) {
    list.entries.scrollTop = top + offsetHeight - clientHeight;
  }
}

// Mark the current group in the list; one entry can be reached by Tab.
function listMark() {
  const place = Math.max(0, list.shown.indexOf(list.current));
  for (const link of list.entries.querySelectorAll('[aria-current], [tabindex="0"]')) {
    link.removeAttribute('aria-current');
    link.tabIndex = -1;
  }
  const link = entryLink(place);
  if (link) {
    link.tabIndex = 0;
    if (list.shown[place] === list.current) {
      link.setAttribute('aria-current', 'true');
      listReveal(link.parentNode);
    }
  }
}

// Show that a group is the current one, in its channel if it is in another.
function listSelect(group) {
  list.current = group;
  if (group && list.channel && group.channel !== list.channel) {
    list.channels.querySelectorAll('input')[channels.indexOf(group.channel)].checked = true;
    listFilter({ channel: group.channel });
  } else {
    listMark();
  }
}

// To the entry of a group, else to the one that Tab would reach.
function listFocus(group) {
  const link = list.entries.querySelector('[tabindex="0"]');
  (entryLink(list.shown.indexOf(group)) ?? link ?? list.search).focus();
}

// In one column the list would be gone at the first move: there Enter opens.
function listMove(place) {
  const link = entryLink(place);
  if (!link) {
    return;
  }
  link.focus();
  if (ONE_COLUMN.matches) {
    list.entries.querySelector('[tabindex="0"]').tabIndex = -1;
    link.tabIndex = 0;
  } else {
    list.select(list.shown[place], { open: false });
  }
}

function listKey(event) {
  const links = [...list.entries.children].map((entry) => entry.firstChild);
  const at = links.indexOf(document.activeElement);
  const last = links.length - 1;
  const steps = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: Math.min(at + PAGE_STEP, last),
    PageUp: Math.max(at - PAGE_STEP, 0),
    Home: 0,
    End: last,
  };
  const inSearch = event.target === list.search;
  if (inSearch && event.key === 'Escape') {
    list.search.value = '';
    list.search.dispatchEvent(new Event('input'));
  } else if (inSearch && event.key === 'ArrowDown') {
    listFocus();
  } else if (inSearch && event.key === 'Enter' && list.shown.length > 0) {
    list.select(list.shown[0], { open: true });
  } else if (at === 0 && event.key === 'ArrowUp') {
    list.search.focus();
  } else if (at >= 0 && event.key in steps && !event.altKey && !event.ctrlKey && !event.metaKey) {
    listMove(steps[event.key]);
  } else {
    return;
  }
  event.preventDefault();
}
