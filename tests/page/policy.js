// What the policy of a page must refuse, tried in the page itself.
'use strict';

const assert = require('node:assert/strict');

async function policyHolds(page) {
  const refused = await page.evaluate(async () => {
    const violations = [];
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      violations.push(effectiveDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'window.harmed = 1';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<b onclick="1" style="color:red">x</b>');
    await fetch('data:,x').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    return violations;
  });
  const directives = ['connect-src', 'script-src-attr', 'script-src-elem', 'style-src-attr'];
  assert.deepEqual(refused.sort(), directives);
  assert.equal(await page.evaluate(() => 'harmed' in window), false);
  const other = page.errors.filter((error) => !error.includes('Content Security Policy'));
  assert.deepEqual(other, []);
  page.errors.length = 0;
}

module.exports = { policyHolds };
