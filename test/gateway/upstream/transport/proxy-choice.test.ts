import { describe, expect, it } from 'vitest';
import {
  chooseProxy,
  type ProxyEnvironment,
} from '../../../../src/gateway/upstream/transport/proxy-choice.ts';

/** `host:port` of the proxy that is chosen, `direct`, or the problem. */
function chosen(origin: string, env: ProxyEnvironment, wish?: string): string {
  const choice = chooseProxy(new URL(origin), wish, env);
  if ('problem' in choice) return choice.problem;
  return choice.proxy === undefined ? 'direct' : `${choice.proxy.host}:${choice.proxy.port}`;
}

const both = { HTTPS_PROXY: 'http://secure-proxy:1', HTTP_PROXY: 'http://plain-proxy:2' };

describe('the proxy of the environment', () => {
  it('is chosen by the scheme of the target', () => {
    expect(chosen('https://api.test', both)).toBe('secure-proxy:1');
    expect(chosen('http://api.test', both)).toBe('plain-proxy:2');
    expect(chosen('https://api.test', { HTTP_PROXY: 'http://p:2' })).toBe('direct');
    expect(chosen('https://api.test', {})).toBe('direct');
    expect(chosen('https://api.test', { HTTPS_PROXY: ' ' })).toBe('direct');
  });

  it('is read in lower case first', () => {
    expect(chosen('https://api.test', { ...both, https_proxy: 'http://lower:3' })).toBe('lower:3');
    expect(chosen('http://api.test', { ...both, http_proxy: 'http://lower:3' })).toBe('lower:3');
    expect(chosen('http://api.test', { ...both, NO_PROXY: '', no_proxy: 'api.test' })).toBe('direct');
  });

  it('may be written without a scheme and without a port', () => {
    expect(chosen('https://api.test', { HTTPS_PROXY: 'proxy.corp:8080' })).toBe('proxy.corp:8080');
    expect(chosen('https://api.test', { HTTPS_PROXY: 'proxy.corp' })).toBe('proxy.corp:80');
    expect(chosen('https://api.test', { HTTPS_PROXY: 'https://proxy.corp' })).toBe('proxy.corp:443');
    expect(chosen('https://api.test', { HTTPS_PROXY: 'http://[::2]:8080' })).toBe('::2:8080');
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://api.test', true],
    ['api.test', 'https://api.test', true],
    ['API.Test', 'https://api.test', true],
    ['test', 'https://api.test', true],
    ['.test', 'https://api.test', true],
    ['*.test', 'https://api.test', true],
    ['.api.test', 'https://api.test', true],
    ['pi.test', 'https://api.test', false],
    ['a.api.test', 'https://api.test', false],
    ['other.corp, api.test', 'https://api.test', true],
    ['other.corp api.test', 'https://api.test', true],
    ['api.test:443', 'https://api.test', true],
    ['api.test:8443', 'https://api.test', false],
    ['api.test:8443', 'https://api.test:8443', true],
    ['test:80', 'http://api.test', true],
    ['10.0.0.0/8', 'http://10.1.2.3:11434', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['10.0.0.0/8', 'http://api.test', false],
    ['10.0.0.0/', 'http://10.1.2.3', false],
    ['10.1.2.3', 'http://10.1.2.3', true],
    ['1.2.3', 'http://10.1.2.3', false],
    ['fd00::/8', 'http://[fd00::1]', true],
    ['[fd00::1]:80', 'http://[fd00::1]', true],
    ['', 'https://api.test', false],
    [',', 'https://api.test', false],
    ['.', 'https://api.test', false],
  ])('%j for %s: direct is %s', (NO_PROXY, origin, direct) => {
    expect(chosen(origin, { ...both, NO_PROXY }) === 'direct').toBe(direct);
  });
});

describe('a provider’s own setting', () => {
  it('wins over the environment, NO_PROXY included', () => {
    expect(chosen('https://api.test', { ...both, NO_PROXY: '*' }, 'http://own:9')).toBe('own:9');
    expect(chosen('https://api.test', both, 'none')).toBe('direct');
  });

  it.each([
    'http://localhost:1',
    'http://a.localhost',
    'http://127.9.9.9',
    'http://[::1]:5',
    'http://0.0.0.0',
  ])('does not hold for %s', (origin) => {
    expect(chosen(origin, both, 'http://own:9')).toBe('direct');
  });

  it('that is no proxy is a problem, told without its password', () => {
    expect(chosen('https://api.test', {}, 'socks5://u:secret@x')).toContain('socks5:');
    expect(chosen('https://api.test', {}, 'http://u:secret@')).not.toContain('secret');
    expect(chosen('https://api.test', {}, 'http://u:secret@')).toContain('cannot be read');
  });

  it('keeps a password that is not percent-encoded as it stands', () => {
    const choice = chooseProxy(new URL('https://api.test'), 'http://u:100%@p:1', {});
    const expected = `Basic ${Buffer.from('u:100%').toString('base64')}`;
    expect(choice).toMatchObject({ proxy: { authorization: expected } });
  });
});
