import { describe, expect, it } from 'vitest';
import { hostAllowed, originAllowed } from '../../../src/gateway/ingress/host-origin.ts';

describe('Host', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:4000',
    'localhost',
    'LOCALHOST:1',
    '[::1]:4000',
    '127.8.8.8',
    'localhost.',
  ])('%s is this machine', (host) => {
    expect(hostAllowed(host, [])).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4000',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    '127.0.0.1@evil.example',
    '0.0.0.0',
    '128.0.0.1',
    '[::2]',
    'local host',
    '127.1',
  ])('%s is not', (host) => {
    expect(hostAllowed(host, [])).toBe(false);
  });

  it('may be listed', () => {
    expect(hostAllowed('box.lan:4000', ['Box.lan'])).toBe(true);
    expect(hostAllowed('xbox.lan', ['box.lan'])).toBe(false);
  });
});

describe('Origin', () => {
  it('is absent for programs', () => {
    expect(originAllowed(undefined, undefined, [])).toBe(true);
    expect(originAllowed(undefined, 'none', [])).toBe(true);
  });

  it('of a web page is refused unless it is listed', () => {
    expect(originAllowed('https://evil.example', 'cross-site', [])).toBe(false);
    expect(originAllowed('null', undefined, [])).toBe(false);
    expect(originAllowed('http://localhost:3000', 'same-site', [])).toBe(false);
    expect(originAllowed('http://localhost:3000', 'same-site', ['http://localhost:3000'])).toBe(true);
  });

  it('may be left out by a page that loads an image or posts a form; the browser still says so', () => {
    expect(originAllowed(undefined, 'cross-site', [])).toBe(false);
    expect(originAllowed(undefined, 'same-site', [])).toBe(false);
  });
});
