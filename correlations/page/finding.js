// One finding: what it is, its bars, and why it is there.

const SVG = 'http://www.w3.org/2000/svg';

function drawing(attributes, ...shapes) {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [tag, shape] of [['svg', attributes], ...shapes]) {
    const made = tag === 'svg' ? svg : svg.appendChild(document.createElementNS(SVG, tag));
    for (const [name, value] of Object.entries(shape)) {
      made.setAttribute(name, value);
    }
  }
  return svg;
}

function percentOf(part) {
  return `${(100 * Math.min(1, Math.max(0, part))).toFixed(3)}%`;
}

// A bracket from low to high, below the bar.
function bracket(low, high) {
  const [x1, x2] = [percentOf(low), percentOf(high)];
  return [
    ['line', { class: 'bracket', x1, x2, y1: 15, y2: 15 }],
    ['line', { class: 'bracket', x1, x2: x1, y1: 12, y2: 18 }],
    ['line', { class: 'bracket', x1: x2, x2, y1: 12, y2: 18 }],
  ];
}

// A line: whose share, its bar, the share, the counts it comes from.
function barRow(who, kind, part, shapes = []) {
  const bar = drawing(
    { class: 'bar', 'aria-hidden': 'true' },
    ['rect', { class: 'track', width: '100%', height: '100%' }],
    ['rect', { class: kind, width: percentOf(part.count / part.total), height: '100%' }],
    ...shapes,
  );
  const counts = `${number(part.count)} of ${number(part.total)}`;
  const unseen = element('span', { class: 'unseen' }, ' crash reports');
  return element(
    'div',
    { class: shapes.length > 0 ? 'row with-bracket' : 'row' },
    element('span', { class: 'who' }, who),
    bar,
    element('span', { class: 'share' }, share(part)),
    element('span', { class: 'counts' }, counts, unseen),
  );
}

function barsOf({ here, overall, low, high, prior }) {
  const base = overall.count / overall.total;
  const bars = element(
    'div',
    { class: 'bars' },
    barRow(`in ${data.noun}`, 'here', here, bracket(base + low, base + high)),
    barRow('overall', 'overall', overall),
  );
  if (prior) {
    bars.append(
      element('p', { class: 'if' }, 'if ', element('b', {}, prior.item.text)),
      barRow(`in ${data.noun}`, 'here', prior.here),
      barRow('overall', 'overall', prior.overall),
    );
    bars.lastChild.classList.add('thin');
    bars.lastChild.previousSibling.classList.add('thin');
  }
  return bars;
}

function titleOf(finding, query) {
  const title = element('h4');
  for (const { said, name } of finding.items) {
    title.append(title.firstChild ? ' and ' : '');
    title.append(element('span', {}, ...marked(said, query)), ' ');
    title.append(element('b', {}, ...marked(name, query)));
  }
  return title;
}

// "54.5 points more, 95% interval 31.0 to 78.1"; the end nearer to 0 first.
function differenceOf({ here, overall, more, low, high }) {
  const difference = here.count / here.total - overall.count / overall.total;
  const [least, greatest] = more ? [low, high] : [high, low];
  const sign = (end) => (end > 0 === more || end === 0 ? '' : '\u2212');
  return (
    `${points(difference)} points ${more ? 'more' : 'less'}, 95% interval ` +
    `${sign(least)}${points(least)} to ${points(greatest)}`
  );
}

// 1.2 x 10^-87 as people write it; 0 is what is too small for a double.
function scientific(x) {
  if (x === 0) {
    return ['below 10', element('sup', {}, '\u2212300')];
  }
  const [digits, power] = x.toExponential(1).split('e');
  if (Number(power) > -4) {
    return [String(Number(x.toPrecision(2)))];
  }
  return [`${digits} \u00d7 10`, element('sup', {}, power.replace('-', '\u2212'))];
}

function precise({ count, total }) {
  return `${((100 * count) / total).toFixed(2)}%`;
}

function term(name, ...meaning) {
  return [element('dt', {}, name), element('dd', {}, ...meaning)];
}

function whyOf(group, finding) {
  const { here, overall, prior, p, phi, items: held } = finding;
  const [leastDifference, leastPhi] = data.least;
  const counts = ({ count, total }) => `${number(count)} of ${number(total)}`;
  const why = element(
    'dl',
    {},
    ...term(
      'Support',
      `${counts(here)} crash reports in ${data.noun} (${precise(here)}), ` +
        `${counts(overall)} overall (${precise(overall)})`,
    ),
    ...term(
      'Difference',
      `${differenceOf(finding)}; at least ${Number((100 * leastDifference).toFixed(6))} are needed`,
    ),
  );
  if (prior) {
    why.append(
      ...term(
        'If',
        `where ${prior.item.text}, ${share(prior.here)} against ${share(prior.overall)}`,
      ),
    );
  }
  if (data.compat) {
    why.append(...term('p, phi', 'passed, by the rules of --compat, which do not keep them'));
  } else {
    const level = scientific(group.levels[held.length - 1]);
    why.append(
      ...term('p', ...scientific(p), ', how often chance alone does as much; at most ', ...level),
      ...term(
        'phi',
        `${phi.toPrecision(2)}, how strongly the two go together; at least ${leastPhi}`,
      ),
    );
  }
  return element('details', {}, element('summary', {}, 'Why is this here'), why);
}

function findingElement(group, finding, query) {
  return element(
    'li',
    { class: 'finding' },
    element(
      'div',
      { class: 'title' },
      titleOf(finding, query),
      element('p', { class: 'sure' }, differenceOf(finding)),
    ),
    barsOf(finding),
    whyOf(group, finding),
  );
}
