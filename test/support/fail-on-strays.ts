import { afterAll, afterEach } from 'vitest';
import { takeStrays } from './secret-watch.ts';

/** Runs for every test file (vitest.config.ts): a secret in a wrong place fails the test during which it came there. */
function failOnStrays(): void {
  const strays = takeStrays();
  if (strays.length > 0) throw new Error(`Secrets came where they must not:\n${strays.join('\n')}`);
}

afterEach(failOnStrays);
// What came after the last test: while its gateway was closed.
afterAll(failOnStrays);
