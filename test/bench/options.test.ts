import { describe, expect, it } from 'vitest';
import { readOptions } from '../../bench/options.ts';

describe('the command line of the benchmark', () => {
  it('measures everything in seven rounds when nothing is said', () => {
    expect(readOptions([])).toEqual({
      only: [],
      rounds: 7,
      gate: false,
      subject: 'gateway',
      upstreamPort: 0,
    });
  });

  it('takes several names, separated or repeated', () => {
    expect(readOptions(['--only', 'body,stream', '--only', 'stall'])).toMatchObject({
      only: ['body', 'stream', 'stall'],
    });
  });

  it('takes a gateway that runs already, with its processes', () => {
    expect(
      readOptions(['--url', 'http://127.0.0.1:4000', '--pids', '7,8', '--key', 'k', '--gate']),
    ).toMatchObject({
      gate: true,
      external: { url: 'http://127.0.0.1:4000', pids: [7, 8], key: 'k', restrictedKey: 'k' },
    });
  });

  it.each([
    [['--rounds', '0'], '--rounds is "0", allowed is 1 to 50'],
    [['--only', 'jsn'], '--only names "jsn", allowed are small-json'],
    [['--subject', 'nginx'], '--subject is "nginx", allowed are gateway and fastify'],
    [['--url', 'http://127.0.0.1:4000'], '--url needs --pids'],
    [['--pids', '4'], '--pids needs --url'],
    [['--faster'], "Unknown option '--faster'"],
  ])('says what is wrong with %j', (args, words) => {
    expect(readOptions(args)).toMatchObject({ problem: expect.stringContaining(words) });
  });
});
