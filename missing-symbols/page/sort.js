// Sorting by the heads of columns. All tables that have the column follow; what
// is equal keeps the order of the report.

const collator = new Intl.Collator('en', { numeric: true });

// Name and version, or debug file and debug ID; what has no name is nothing.
function words(cell) {
  return cell.querySelector('b > i, code > i:first-child') ? '' : cell.textContent.trim();
}

function count(cell) {
  return Number(cell.firstChild.textContent.replaceAll('\u202f', ''));
}

// By how much it has changed; what is new has come up from nothing.
function change(cell) {
  const [word, by] = cell.firstChild.textContent.split(' ');
  const much = () => Number(by.replaceAll('\u202f', ''));
  const changes = {
    new: () => count(cell.parentNode.cells[0]),
    up: much,
    down: () => -much(),
    same: () => 0,
  };
  return changes[word]();
}

// What cells are compared by, and whether the largest comes first.
const columns = {
  count: { value: count, down: true },
  module: { value: words },
  debug: { value: words },
  symbols: { value: words },
  change: { value: change, down: true },
  seen: { value: words, down: true },
};

const REPORT_ORDER = { name: 'count', down: true };

// What has no text comes last, up or down.
function order(a, b, down) {
  if (typeof a === 'string' && (a === '' || b === '')) {
    return Number(a === '') - Number(b === '');
  }
  const way = typeof a === 'string' ? collator.compare(a, b) : a - b;
  return down ? -way : way;
}

// Modules with a value, sorted by it.
function ordered(entries, down) {
  return [...entries].sort((a, b) => order(a.value, b.value, down));
}

function sortSection({ table, heads, groups }, wanted) {
  const has = heads.findIndex((head) => head.dataset.sort === wanted.name);
  const { name, down } = has < 0 ? REPORT_ORDER : wanted;
  const place = Math.max(has, 0); // of what the report is sorted by: the first
  const valueOf = (row) => columns[name].value(row.cells[place]);
  const sorted = groups.map(({ body, modules }) => {
    const entries = modules.map(({ row }) => ({ row, value: valueOf(row) }));
    const rows = ordered(entries, down);
    body.append(...rows.map(({ row }) => row));
    return { body, value: rows[0].value };
  });
  // the report's own order has those last whose vendor is not known
  const own = name === REPORT_ORDER.name && down;
  table.append(...(own ? sorted : ordered(sorted, down)).map(({ body }) => body));
  for (const head of heads) {
    head.removeAttribute('aria-sort');
  }
  heads[place].setAttribute('aria-sort', down ? 'descending' : 'ascending');
}

// Make the heads of all tables buttons, which have the sort changed.
function sortStart(changed) {
  for (const head of sections.flatMap(({ heads }) => heads)) {
    const { sort: name } = head.dataset;
    const button = element('button', { type: 'button' }, ...head.childNodes);
    button.addEventListener('click', () => {
      const was = head.getAttribute('aria-sort');
      changed({ name, down: was ? was === 'ascending' : Boolean(columns[name].down) });
    });
    head.append(button);
  }
}

function sortAll(sort) {
  for (const section of sections.filter(({ table }) => table)) {
    sortSection(section, sort);
  }
}
