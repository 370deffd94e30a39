import { expect, test } from 'vitest';
import { createRedactor } from '../../../src/gateway/exchange/redact.ts';
import { createLog, type LogLevel } from '../../../src/gateway/tracing/log.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function start(level: LogLevel = 'debug') {
  const lines: string[] = [];
  const redactor = createRedactor();
  redactor.learn('canary-secret-1');
  const clock = createManualClock(Date.UTC(2026, 9, 5, 4, 38, 11, 123));
  return { lines, log: createLog({ write: (line) => lines.push(line), level, clock, redactor }) };
}

test('a line has the time, the level, the message and the fields', () => {
  const { lines, log } = start();
  log.warn('a provider cools down', { provider: 'openai', until: 'in 40 s', failures: 2, left: undefined });
  log.info('ready');
  expect(lines).toEqual([
    '2026-10-05T04:38:11.123Z warn  a provider cools down provider=openai until="in 40 s" failures=2',
    '2026-10-05T04:38:11.123Z info  ready',
  ]);
});

test('lines below the level are not written', () => {
  const { lines, log } = start('warn');
  log.debug('a');
  log.info('b');
  log.warn('c');
  log.error('d');
  expect(lines.map((line) => line.at(-1))).toEqual(['c', 'd']);
});

test('secrets are taken out of messages, names, values and errors', () => {
  const { lines, log } = start();
  log.error('canary-secret-1', {
    'canary-secret-1': 'x canary-secret-1',
    nested: { header: ['Bearer canary-secret-1'] },
    authorization: 'anything',
    error: new Error('canary-secret-1'),
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('canary');
  expect(lines[0]).not.toContain('anything');
});

test('what comes from outside can neither begin a line nor colour the terminal', () => {
  const { lines, log } = start();
  log.info('a\nb\u001b[31m', { model: 'x\r\ny', 'na\nme': '\u2028', list: ['\n'], quote: 'a"b=c' });
  const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
  expect(lines[0]).not.toMatch(control);
  expect(lines[0]).toContain('model="x\\r\\ny"');
  expect(lines[0]).toContain('quote="a\\"b=c"');
});
