import { afterAll, afterEach } from 'vitest';
import { forgetSecrets, takeStrays } from './secret-watch.ts';

/** Runs for every test file (vitest.config.ts): a secret in a wrong place fails the test during which it came there. */
function failOnStrays(): void {
  const strays = takeStrays();
  if (strays.length > 0) throw new Error(`Secrets came where they must not:\n${strays.join('\n')}`);
}

// Another file may have run in this process; a port of its providers may be somebody else's now.
forgetSecrets();
afterEach(failOnStrays);
// What came after the last test: while its gateway was closed.
afterAll(failOnStrays);
