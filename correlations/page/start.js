// Put it together: what is selected is in the fragment, and in the title.

const title = document.title;

function show(group, how) {
  document.title = group ? `${group.name} (${group.channel.name}) \u2013 ${title}` : title;
  listSelect(group);
  detailShow(group, how);
}

function select(group, how) {
  const address = `#${group.key}`;
  // a move in the list is no step to go back to
  if (location.hash !== address) {
    history[how.open ? 'pushState' : 'replaceState'](null, '', address);
  }
  show(group, how);
}

// What the fragment says, at first and when it changes.
function follow() {
  const was = detail.group;
  const group = groupAt(location.hash.slice(1)) ?? null;
  show(group, { open: false });
  if (!group && was && location.hash !== '#about') {
    listFocus(was);
  }
}

listStart(select, () => detail.group && detailFindings());
addEventListener('hashchange', follow);
follow();
