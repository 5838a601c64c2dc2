// Searching, and the page put together: what is searched for, which section is
// shown and how it is sorted are in the fragment of its address.

const ADDRESS_MS = 250;

const state = { search: '', section: '', sort: REPORT_ORDER };
const tools = { status: element('p', { role: 'status' }) };

// Mark what was searched for in the text of elements, and leave them alone.
function mark(fields, query) {
  const ranges = new Highlight();
  for (const field of query ? fields : []) {
    const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      markText(ranges, node, query);
    }
  }
  CSS.highlights.set('search', ranges);
}

function markText(ranges, node, query) {
  const lower = node.data.toLowerCase();
  // lower case can be longer than the text: then nothing is marked
  const find = (from) => (lower.length === node.length ? lower.indexOf(query, from) : -1);
  for (let at = find(0); at >= 0; at = find(at + query.length)) {
    const [startContainer, endContainer] = [node, node];
    const ends = { startOffset: at, endOffset: at + query.length };
    ranges.add(new StaticRange({ startContainer, endContainer, ...ends }));
  }
}

// Show of a section what matches; returns that.
function filter(section, query) {
  const entries = [...modulesOf(section), ...section.items];
  for (const { row, lower } of entries) {
    row.hidden = !lower.includes(query);
  }
  for (const { body, modules } of section.groups) {
    body.hidden = modules.every(({ row }) => row.hidden);
  }
  const shown = entries.filter(({ row }) => !row.hidden);
  section.div.hidden = shown.length === 0 || ![section.id, ''].includes(state.section);
  return shown;
}

// How many of each section match is told next to its name. What is listed, and
// is in no table, are modules that are in one, too.
function show() {
  const query = state.search.trim().toLowerCase();
  const found = sections.map((section) => ({ section, shown: filter(section, query) }));
  const tables = found.filter(({ section }) => section.table);
  const here = state.section ? found.filter(({ section }) => !section.div.hidden) : tables;
  const sum = (parts) => parts.reduce((n, { shown }) => n + shown.length, 0);
  const gone = here.filter(({ section }) => section.id === 'gone');
  tools.status.textContent = statusWords(sum(here) - sum(gone), sum(gone));
  const counts = [sum(tables), ...found.map(({ shown }) => shown.length)];
  for (const [place, small] of tools.sections.querySelectorAll('small').entries()) {
    small.textContent = number(counts[place]);
  }
  if (CSS.highlights) {
    const seen = found.filter(({ section }) => !section.div.hidden);
    mark(
      seen.flatMap(({ shown }) => shown.flatMap(({ fields }) => fields)),
      query,
    );
  }
}

function statusWords(modules, gone) {
  const parts = [modules && counted(modules, 'module'), gone && `${number(gone)} gone`];
  return parts.filter(Boolean).join(', ') || 'No module matches';
}

// What the fragment says; what it cannot mean is left out.
function read() {
  const said = new URLSearchParams(location.hash.slice(1));
  const sort = said.get('sort') ?? '';
  const name = sort.replace(/^-/, '');
  const known = sections.some(({ heads }) => heads.some((head) => head.dataset.sort === name));
  state.search = said.get('search') ?? '';
  state.section = sections.find(({ id }) => id === said.get('section'))?.id ?? '';
  state.sort = known ? { name, down: sort.startsWith('-') } : REPORT_ORDER;
  tools.search.value = state.search;
  for (const input of tools.sections.querySelectorAll('input')) {
    input.checked = input.value === state.section;
  }
  sortAll(state.sort);
  show();
}

function write() {
  const { name, down } = state.sort;
  const said = new URLSearchParams();
  if (state.search.trim()) {
    said.set('search', state.search.trim());
  }
  if (state.section) {
    said.set('section', state.section);
  }
  if (name !== REPORT_ORDER.name || !down) {
    said.set('sort', `${down ? '-' : ''}${name}`);
  }
  const fragment = said.toString();
  history.replaceState(null, '', fragment ? `#${fragment}` : location.href.replace(/#.*/s, ''));
}

function alter(part) {
  Object.assign(state, part);
  if (part.sort) {
    sortAll(state.sort);
  } else {
    show();
  }
  // browsers allow so many changes of the address a minute: not one a key
  clearTimeout(tools.writing);
  tools.writing = setTimeout(write, ADDRESS_MS);
}

function searchElement() {
  const words = 'Search modules, versions, debug IDs, vendors';
  const attributes = { placeholder: words, 'aria-label': words, autocomplete: 'off' };
  const search = element('input', { type: 'search', spellcheck: 'false', ...attributes });
  search.addEventListener('input', () => alter({ search: search.value }));
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && search.value) {
      search.value = '';
      alter({ search: '' });
      event.preventDefault();
    }
  });
  return search;
}

function start() {
  const titles = sections.map(({ id, title }) => ({ key: id, title, count: 0 }));
  const options = [{ key: '', title: 'All', count: 0 }, ...titles];
  tools.search = searchElement();
  tools.sections = choice('Section', 'section', options, '', (section) => alter({ section }));
  tools.sections.hidden = sections.length < 2;
  const parts = [tools.search, tools.sections, tools.status];
  sections[0].div.before(element('div', { class: 'tools', role: 'search' }, ...parts));
  sortStart((sort) => alter({ sort }));
  addEventListener('hashchange', read);
  read();
}

if (sections.length > 0) {
  start();
}
