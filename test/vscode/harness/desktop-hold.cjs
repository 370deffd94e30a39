// The "tests" that a desktop VS Code is started with: they last as long as the file that PATCHBAY_HOLD names is there.
// The real cases drive the window from outside, in the same way as they drive one in a browser.
const { existsSync } = require('node:fs');

/** Milliseconds between two looks. */
const everyMs = 100;

exports.run = () =>
  new Promise((done) => {
    const timer = setInterval(() => {
      if (existsSync(process.env.PATCHBAY_HOLD ?? '')) return;
      clearInterval(timer);
      done();
    }, everyMs);
  });
