import { expect, test } from 'vitest';
import { createShutdown } from '../../src/headless/shutdown.ts';

function setUp() {
  const calls: string[] = [];
  let now = 1000;
  const shutdown = createShutdown({
    clock: { now: () => now, monotonic: () => now, after: () => ({ cancel: () => undefined }) },
    begin: (signal) => calls.push(`begin ${signal}`),
    exit: (code) => calls.push(`exit ${code}`),
  });
  return {
    calls,
    shutdown,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

test('the first signal begins the orderly end, a later one ends at once', () => {
  const { calls, shutdown, pass } = setUp();
  shutdown('SIGTERM');
  pass(250);
  shutdown('SIGTERM');
  shutdown('SIGINT');
  expect(calls).toEqual(['begin SIGTERM', 'exit 143', 'exit 130']);
});

test('one Ctrl-C that arrives twice (npm passes it on) is one', () => {
  const { calls, shutdown, pass } = setUp();
  shutdown('SIGINT');
  pass(249);
  shutdown('SIGINT');
  expect(calls).toEqual(['begin SIGINT']);
});

test('another signal is another wish', () => {
  const { calls, shutdown } = setUp();
  shutdown('SIGTERM');
  shutdown('SIGINT');
  expect(calls).toEqual(['begin SIGTERM', 'exit 130']);
});
