// Strangers' text at its worst.
'use strict';

// Names that would do something if they were taken for anything but text.
const hostile = [
  '</script><script>window.harmed = 1</script>',
  '<!--<script>',
  ']]><img src=x onerror="window.harmed = 1">',
  '</noscript></main></style><svg onload=window.harmed=1>',
  '&lt;b&gt; &amp; &#39;\'"',
  'C:\\Windows\\\u2028next\u2029line\u202eright to left',
  '\u0000nul \u0007bell \u001b[31mred \u007f',
  '${window.harmed = 1} `x` \\u003c',
  'javascript:window.harmed=1',
  '%2e%2e/../#?&=+ \u00fc\u{1f525}\u200bzero',
  '__proto__',
  'a'.repeat(600),
];

module.exports = { hostile };
