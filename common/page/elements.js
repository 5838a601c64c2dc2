// What scripts of both pages make: numbers, elements, a choice.

function number(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

function counted(n, noun) {
  return `${number(n)} ${noun}${n === 1 ? '' : 's'}`;
}

// An element with attributes; children are elements or text.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// One of several keys, as buttons that are radio inputs.
function choice(legend, name, options, chosen, change) {
  const field = element('fieldset', { class: 'choice' }, element('legend', {}, legend));
  for (const { key, title, count, value = key } of options) {
    const input = element('input', { type: 'radio', name, value });
    input.checked = key === chosen;
    input.addEventListener('change', () => change(key));
    const label = element('label', {}, input, element('span', {}, title));
    if (count !== undefined) {
      label.lastChild.append(' ', element('small', {}, number(count)));
    }
    field.append(label);
  }
  return field;
}
