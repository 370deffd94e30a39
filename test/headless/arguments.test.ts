import { describe, expect, test } from 'vitest';
import { readArguments } from '../../src/headless/arguments.ts';

describe('the command line', () => {
  test('has a command, words and flags in any order', () => {
    const argv = [
      '--port',
      '0',
      'serve',
      '--host=::1',
      '--config',
      'c',
      '--data-dir',
      'd',
      '--profile',
      'p',
      '--log-level',
      'debug',
    ];
    expect(readArguments(argv)).toEqual({
      ok: true,
      value: {
        command: 'serve',
        words: [],
        port: 0,
        host: '::1',
        config: 'c',
        dataDir: 'd',
        profile: 'p',
        logLevel: 'debug',
        welcome: false,
        json: false,
        key: {},
        help: false,
        version: false,
      },
    });
  });

  test('explain has a model, and how and by whom it is asked', () => {
    const argv = ['explain', 'm', '--json', '--dialect', 'openai-responses', '--client', 'c'];
    expect(readArguments(argv)).toMatchObject({
      ok: true,
      value: { command: 'explain', words: ['m'], json: true, dialect: 'openai-responses', client: 'c' },
    });
  });

  test.each([
    [['serve', '--prot', '1'], 'There is no flag --prot. Did you mean --port?'],
    [['serve', '-x'], 'There is no flag -x.'],
    [['serve', '--port'], "Option '--port <value>' argument missing"],
    [['serve', '--port', 'abc'], '--port "abc" is not a port; allowed is 0 to 65535 (0 takes a free one).'],
    [
      ['serve', '--port', '65536'],
      '--port "65536" is not a port; allowed is 0 to 65535 (0 takes a free one).',
    ],
    [['serve', '--port='], '--port "" is not a port; allowed is 0 to 65535 (0 takes a free one).'],
    [
      ['serve', '--profile', '../x'],
      '--profile "../x" is not a name; allowed are 1 to 40 of a-z, 0-9 and -.',
    ],
    [
      ['serve', '--log-level', 'loud'],
      '--log-level "loud" is not a level; allowed are debug, info, warn, error.',
    ],
    [['serve', '--data-dir', ''], '--data-dir is empty; give it a value or leave it out.'],
    [['serve', '--help=yes'], "Option '-h, --help' does not take an argument"],
  ])('%j is refused with exit code 2', (argv, expected) => {
    const read = readArguments(argv);
    expect(read).toMatchObject({ ok: false, stop: { code: 2 } });
    expect(read.ok ? '' : read.stop.lines[0]).toBe(expected);
  });
});
