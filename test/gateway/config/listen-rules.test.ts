import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../../src/gateway/config/host-name.ts';
import { plain, problemsOf } from './known.ts';

const clients = [{ id: 'team', key: { env: 'TEAM_KEY' } }];
const hosts = ['gateway.example.com'];
const tls = { cert: 'cert.pem', key: 'key.pem' };

/** The places of the problems alone. */
const places = (value: unknown): string[] =>
  problemsOf(value).map((line) => line.slice(0, line.indexOf(':')));

describe('a host that other machines can reach', () => {
  test('needs names, clients and encryption, and says so at once', () => {
    expect(places({ listen: { host: '0.0.0.0' } })).toEqual(['listen.hosts', 'clients', 'listen.tls']);
  });

  test.each([
    ['names', { listen: { host: '::', tls }, clients }, ['listen.hosts']],
    ['clients', { listen: { host: '192.168.1.5', hosts, tls } }, ['clients']],
    ['encryption', { listen: { host: 'example.com', hosts }, clients }, ['listen.tls']],
  ])('needs %s', (_, value, expected) => {
    expect(places(value)).toEqual(expected);
  });

  test('is allowed with all three, or with "insecure" for the last', () => {
    expect(places({ listen: { host: '0.0.0.0', hosts, tls }, clients })).toEqual([]);
    expect(places({ listen: { host: '0.0.0.0', hosts, insecure: true }, clients })).toEqual([]);
  });

  test('rules hold for a host of the command line too', () => {
    expect(problemsOf({}, { host: '0.0.0.0' })).toHaveLength(3);
  });

  test.each(['127.0.0.1', '127.9.9.9', 'localhost', 'LOCALHOST', '::1', '[::1]'])(
    '%s is loopback',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  test.each(['0.0.0.0', '::', '10.0.0.1', 'localhost.example.com', '127.0.0.1.nip.io', '127.1', 'x'])(
    '%s is not',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('a provider that is the gateway itself', () => {
  const at = (baseUrl: string, listen: object = {}): string[] =>
    places({ listen, providers: [{ ...plain, baseUrl }], ...('host' in listen && { clients }) });

  test.each([
    'http://127.0.0.1:4000',
    'http://localhost:4000/v1',
    'http://[::1]:4000',
    'https://127.0.0.2:4000/p/x',
    'http://LOCALHOST.:4000',
    'http://patchbay.localhost:4000',
    'http://0.0.0.0:4000',
    'http://[::]:4000',
    'http://[::ffff:127.0.0.1]:4000',
    'http://2130706433:4000',
    'http://0x7f.1:4000',
  ])('%s is refused', (baseUrl) => {
    expect(at(baseUrl)).toEqual(['providers[0].baseUrl']);
  });

  test('another port or another machine is none', () => {
    expect(at('http://127.0.0.1:4001')).toEqual([]);
    expect(at('http://example.com:4000')).toEqual([]);
  });

  test('the names of a gateway for others count, and its default port', () => {
    const listen = { host: '0.0.0.0', port: 443, hosts, tls };
    expect(at('https://gateway.example.com/v1', listen)).toEqual(['providers[0].baseUrl']);
    expect(at('https://127.0.0.1/v1', listen)).toEqual(['providers[0].baseUrl']);
    expect(at('https://other.example.com/v1', listen)).toEqual([]);
  });

  test('a preset whose server has the same port says what to change', () => {
    const providers = [{ id: 'ollama', preset: 'ollama' }];
    expect(problemsOf({ listen: { port: 11434 }, providers })).toEqual([
      'providers[0].preset: "ollama" is at "http://127.0.0.1:11434", where the gateway itself listens; choose another listen.port, or write the provider’s address as baseUrl',
    ]);
    expect(problemsOf({ providers })).toEqual([]);
    const elsewhere = [{ ...providers[0], baseUrl: 'http://127.0.0.1:11435' }];
    expect(problemsOf({ listen: { port: 11434 }, providers: elsewhere })).toEqual([]);
  });

  test('the address of one dialect counts as well', () => {
    const dialects = { 'openai-chat': { baseUrl: 'http://127.0.0.1:4000' } };
    expect(places({ providers: [{ id: 'a', dialects }] })).toEqual([
      'providers[0].dialects.openai-chat.baseUrl',
    ]);
  });
});
