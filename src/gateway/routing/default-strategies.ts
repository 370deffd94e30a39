import { otherwise, type Strategy } from './strategy.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/**
 * How vendors say that they cannot read the reasoning state in a request: Anthropic "Invalid `signature` in `thinking`
 * block", "Expected `thinking` or `redacted_thinking`", "`thinking` or `redacted_thinking` blocks in the latest assistant
 * message cannot be modified"; OpenAI "The encrypted content … could not be verified", "Item 'rs_…' of type 'reasoning'
 * was provided without its required following item", "Item with id 'rs_…' not found"; Google "missing a
 * thought_signature", "Thought signature is not valid".
 */
const stateRefusal =
  /invalid.{0,30}signature|signature.{0,40}(invalid|thinking)|thought[_ ]?signature|encrypted.?content|expected.{0,20}thinking|thinking.{0,60}cannot be modified|item .{0,80}of type .?reasoning|required .?reasoning.? item|item with id .?rs_/i;

/** Rows that stand before those of the config: there is nothing to choose. */
export const fixedStrategies: readonly Strategy[] = [
  { id: 'client-gone', match: { class: 'cancelled' }, action: 'stop' },
  { id: 'after-output', match: { committed: true }, action: 'return' },
];

/**
 * What is done after a failure unless the config says otherwise. Where other gateways go wrong: they knock five times
 * at the account that has just said "too many", hand one overloaded model's failure to each account of it in turn,
 * try everybody with a request that is wrong in itself, or ignore what `retry-after` says.
 */
export const defaultStrategies: readonly Strategy[] = [
  {
    id: 'state-refused',
    match: { class: 'client', status: [400, 404, 422], pattern: stateRefusal },
    action: 'without-state',
  },
  { id: 'client-mistake', match: { class: 'client' }, action: 'return' },

  // Limits and overloads that are over in a moment: elsewhere the conversation's prompt cache would be lost.
  {
    id: 'short-limit',
    match: { class: 'quota', waitAtMostMs: 1000 },
    action: 'retry-same',
    retry: { times: 1, backoffMs: 250, withinMs: 2000, afterwards: 'next-account' },
  },
  {
    id: 'short-overload',
    match: { class: 'overload', waitAtMostMs: 2000 },
    action: 'retry-same',
    retry: { times: 1, backoffMs: 250, withinMs: 3000, afterwards: 'next-provider' },
  },
  {
    id: 'asked-again',
    match: { class: 'overload', status: [408, 409, 425], shouldRetry: true },
    action: 'retry-same',
    retry: { times: 1, backoffMs: 500, withinMs: 2000, afterwards: 'next-account' },
  },

  // A model that is overloaded is so for every account.
  {
    id: 'overloaded',
    match: { class: 'overload', status: [400, 403, 429, 503, 529] },
    action: 'next-provider',
  },
  {
    id: 'overloaded-in-words',
    match: {
      class: 'overload',
      codes: words(`overloaded_error overloaded server_overloaded server_is_overloaded engine_overloaded
        engine_overloaded_error slow_down capacity_exceeded service_unavailable model_overloaded unavailable
        output_timeout`),
    },
    action: 'next-provider',
  },
  { id: 'server-error', match: { class: 'overload' }, action: 'next-account' },

  // Nothing was sent, so nothing can happen twice: a server that is being restarted, a name that was not found at once.
  {
    id: 'not-sent',
    match: { class: 'transport', codes: words('connect_refused connect_failed dns_failed') },
    action: 'retry-same',
    retry: { times: 1, backoffMs: 150, withinMs: 2000, afterwards: 'next-provider' },
  },
  // All accounts are behind the same address.
  {
    id: 'unreachable',
    match: {
      class: 'transport',
      codes: words(`connect_timeout tls_failed proxy_failed proxy_refused blocked_page unexpected_redirect
        first_byte_timeout idle_timeout total_timeout`),
    },
    action: 'next-provider',
  },
  { id: 'connection-lost', match: { class: 'transport' }, action: 'next-account' },

  { id: 'model-missing', match: { class: 'model-unsupported' }, action: 'next-provider' },
  { id: 'key-refused', match: { class: 'credential' }, action: 'next-account' },
  { id: 'quota-used-up', match: { class: 'quota' }, action: 'next-account' },
  otherwise,
];

/** The whole table: what is fixed, the config's rows, the defaults. A row with a default's id takes its place. */
export function strategyTable(own: readonly Strategy[]): readonly Strategy[] {
  const ids = new Set(own.map(({ id }) => id));
  return [
    ...fixedStrategies,
    ...own,
    ...defaultStrategies.filter((row) => row === otherwise || !ids.has(row.id)),
  ];
}
