// What is in the report, read from its tables: sections, and in each the modules
// by the body of the table that they stand in. The order is the report's own.

const sections = [...document.querySelectorAll('main > div[id]')].map(sectionOf);

function sectionOf(div) {
  const table = div.querySelector('table');
  return {
    div,
    id: div.id,
    title: div.querySelector('h2').textContent.replace(/ \([^(]*$/, ''),
    table,
    heads: table ? [...table.tHead.rows[0].cells] : [],
    groups: table ? [...table.tBodies].map(groupOf) : [],
    items: [...div.querySelectorAll('li')].map(itemOf),
  };
}

// The modules of a vendor, or of a section in which vendors are not told apart.
function groupOf(body) {
  const vendor = body.querySelector('th[scope="rowgroup"]:not(.d)')?.textContent ?? '';
  const rows = [...body.rows].filter((row) => row.cells.length > 1);
  return { body, modules: rows.map((row) => moduleOf(row, vendor)) };
}

// A query holds no line feed, so that it is found within one field only.
function moduleOf(row, vendor) {
  const fields = [...row.querySelectorAll('th, code')];
  const text = [...fields.map((field) => field.textContent), vendor].join('\n');
  return { row, fields, lower: text.toLowerCase() };
}

// A module that has symbols now: its name, its version, and of the command what
// it is about.
function itemOf(row) {
  const name = row.querySelector('b');
  const about = row.querySelector('code')?.textContent.match(/'(.*)'/)[1] ?? '';
  const text = [name.textContent, name.nextSibling.textContent, about].join('\n');
  return { row, fields: [row], lower: text.toLowerCase() };
}

function modulesOf(section) {
  return section.groups.flatMap(({ modules }) => modules);
}
