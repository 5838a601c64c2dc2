// Crash reports with much to tell: as many findings as a page ever has.
'use strict';

const CHANNELS = ['beta', 'esr', 'nightly', 'release'];
const SIGNATURES = 200; // of a channel
const FINDINGS = 25; // of a signature

const words =
  'mozilla nsTArray RefPtr layers gfx AsyncPan WebRender Compositor dom ipc Channel Message'.split(
    ' ',
  );
const libraries = 'nvwgf2umx igd10iumd64 atidxx64 amdxc64 xmllite prntvpt mscms twinapi'.split(' ');

// Numbers in [0, 1) that look like chance (xorshift) and are the same each time.
function chance(state) {
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function rows() {
  const random = chance(20261122);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const made = [];
  for (const channel of CHANNELS) {
    const common = libraries.flatMap((name) => [1, 2, 3].map((n) => `${name}_${n}.dll`));
    for (let s = 0; s < SIGNATURES; s += 1) {
      const parts = [0, 1].map(() => [0, 1, 2].map(() => pick(words)).join('::'));
      const own = Array.from(
        { length: FINDINGS },
        (_, n) => `${pick(libraries)}_${channel[0]}${s * FINDINGS + n}.dll`,
      );
      for (let n = 0; n < 10 + 200 / (s + 4); n += 1) {
        made.push({
          product: 'Firefox',
          release_channel: channel,
          version: '153.0',
          crash_date: '2026-11-21',
          signature: `${parts.join(' | ')}${s}`,
          platform: pick(['Windows NT', 'Linux']),
          platform_version: pick(['10.0.19045', '10.0.22631', '6.1']),
          modules: [...own.filter(() => random() < 0.95), ...common.filter(() => random() < 0.5)],
        });
      }
    }
  }
  return made;
}

module.exports = { rows, total: CHANNELS.length * SIGNATURES };
