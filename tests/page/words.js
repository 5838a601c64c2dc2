// What the page and --format text say, worked out here from the results.
'use strict';

// Strangers' text as crashcorr(1) says it is shown.
function visible(text) {
  const tricks = /[\u0080-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
  const hex = (c) => c.codePointAt(0).toString(16);
  return text
    .replace(/\\/g, '\\\\')
    .replace(/[\0-\x1f\x7f]/g, (c) => '\\x' + hex(c).padStart(2, '0'))
    .replace(tricks, (c) => '\\u{' + hex(c) + '}');
}

function thin(n) {
  return new Intl.NumberFormat('en-US').format(n).replaceAll(',', '\u202f');
}

function share(count, total) {
  const percent = (100 * count) / total;
  if (count === 0 || count === total) {
    return `${percent}%`;
  }
  return percent < 0.05 ? '<0.1%' : percent >= 99.95 ? '>99.9%' : `${percent.toFixed(1)}%`;
}

// A finding as the page names it, by what is known of labels.
function title(item) {
  return Object.entries(item)
    .map(([label, value]) => {
      const shown = visible(String(value));
      const rules = [
        [/^Module "(.*)"$/s, (name) => `Module ${name}`],
        [/^Addon "(.*)" Version$/s, (name) => `Version of add-on ${name} ${shown}`],
        [/^Addon "(.*)"$/s, (name) => `Add-on ${name}`],
        [/^GFX_ERROR "(.*)"$/s, (name) => `Graphics error ${name}`],
        [/^"(.*)" in app_notes$/s, (name) => `In app_notes ${name}`],
        [/^(.*)$/s, (name) => `${name} ${shown}`],
      ];
      const [pattern, words] = rules.find(([rule]) => rule.test(visible(label)));
      return words(visible(label).match(pattern)[1]);
    })
    .join(' and ');
}

function condition(item) {
  const [[label, value]] = Object.entries(item);
  return `${visible(label)} = ${visible(String(value))}`;
}

// The 95 % Wald interval of a difference, corrected for continuity.
function interval(group, groupTotal, reference, referenceTotal) {
  const a = group / groupTotal;
  const b = reference / referenceTotal;
  const error = Math.sqrt((a * (1 - a)) / groupTotal + (b * (1 - b)) / referenceTotal);
  const correction = 0.5 * (1 / groupTotal + 1 / referenceTotal);
  return [a - b - 1.96 * error - correction, a - b + 1.96 * error + correction];
}

// How sure the surest of a group's findings is.
function margin({ results, total, total_reference: all }) {
  const margins = results.map(({ prior: p, count_group: group, count_reference: reference }) => {
    const ends = p
      ? interval(p.count_group, p.total_group, p.count_reference, p.total_reference)
      : interval(group, total, reference, all);
    return Math.min(...ends.map(Math.abs));
  });
  return Math.max(0, ...margins);
}

module.exports = { condition, interval, margin, share, thin, title, visible };
