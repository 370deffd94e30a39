import { z } from 'zod';
import { id, seconds, secretRef, text, whole } from './fields.ts';
import { shown } from './problem.ts';
import { providerSchema } from './provider-schema.ts';
import { routingMode, ruleSettings } from './rule-settings.ts';
import { strategySchema } from './strategy-schema.ts';
import { strictObject } from './strict-object.ts';

/** Where the gateway listens and whom it believes. */
export const listenSchema = strictObject({
  host: z
    .string()
    .regex(/^[0-9A-Za-z.:_[\]-]{1,255}$/, {
      error: ({ input }) => `${shown(input)} is not a host; allowed are a name or an address without port`,
    })
    .describe('Address to listen at. Other than loopback needs hosts, clients, and tls or insecure.')
    .default('127.0.0.1'),
  port: whole(0, 65_535, 'Port to listen at; 0 takes a free one.').default(4000),
  hosts: z
    .array(
      z.string().regex(/^(?:[0-9A-Za-z](?:[0-9A-Za-z_.-]{0,252}[0-9A-Za-z])?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)$/, {
        error: ({ input }) =>
          `${shown(input)} is not a host name; write it without scheme and port, and no *`,
      }),
    )
    .describe('Names allowed in the header Host beside loopback.')
    .default([]),
  origins: z
    .array(
      z.string().refine(isOrigin, {
        error: ({ input }) =>
          `${shown(input)} is not the origin of a page; write scheme and host alone, such as "https://tools.example.com"`,
      }),
    )
    .describe('Web pages that may call the gateway.')
    .default([]),
  websocket: z
    .boolean()
    .describe(
      'Answer Responses clients (Codex) over a WebSocket as well; otherwise they are told to use HTTP.',
    )
    .default(true),
  drainSeconds: seconds(0, 600, 'Seconds that running streams get to finish at shutdown.').default(25),
  tls: strictObject({
    cert: text('PEM file with the certificate chain.', 1000),
    key: text('PEM file with the private key.', 1000),
  })
    .describe('Speak https.')
    .optional(),
  insecure: z
    .boolean()
    .describe(
      'Allow a host other than loopback without tls: keys and conversations can then be read on the network.',
    )
    .default(false),
});

/** One client key. */
export const clientSchema = strictObject({
  id: id('Fixed name of the client key.'),
  key: secretRef,
  role: z
    .enum(['admin', 'manager', 'user'])
    .describe('What the key may do in the control API: all of it, its own clients, itself.')
    .default('user'),
  models: z
    .array(text('A model’s name, or a pattern with *.', 300))
    .min(1, { error: 'is empty, so the key could use nothing; leave it out to allow every model' })
    .describe('Models that this key may use. Left out: every one.')
    .optional(),
  providers: z
    .array(z.string())
    .min(1, { error: 'is empty, so the key could use nothing; leave it out to allow every provider' })
    .describe('Ids of the providers that this key may use. Left out: every one.')
    .optional(),
  mode: routingMode(
    'Order among providers for requests with this key. Left out: routing.mode.',
  ).exactOptional(),
});

/** The keys that programs come with. */
export const clientsSchema = z
  .array(clientSchema)
  .min(1, { error: 'is empty, so nobody could use the gateway; leave it out for the one client "local"' });

/** One rule for model names. */
export const ruleSchema = strictObject({
  match: text('Model name that was asked for; * stands for any text.', 300),
  use: z
    .array(
      z.string().regex(/^[^/\s]+\/\S+$/, {
        error: ({ input }) =>
          `${shown(input)} is not a target; write "provider/model", or "provider/*" to keep the name`,
      }),
    )
    .min(1, { error: 'is empty; name at least one target such as "anthropic/claude-sonnet-4-5"' })
    .describe(
      'Where it goes, in this order: "provider/model"; "provider/*" keeps the name; {*} is what the * of match stands for.',
    ),
  set: ruleSettings
    .describe('Settings that every request gets that the rule leads somewhere, in place of its own.')
    .prefault({}),
  mode: routingMode(
    'Order among the entries of use. Left out: they are tried in their order.',
  ).exactOptional(),
}).refine(({ match, use }) => match.split('*').length === 2 || !use.some((one) => one.includes('{*}')), {
  path: ['use'],
  error: 'has {*}, which is what the * of match stands for; write a match with just one *',
});

/** Rules for model names. */
export const modelsSchema = strictObject({
  rules: z
    .array(ruleSchema)
    .describe('One is used: an exact match, else the pattern with the most fixed characters.')
    .default([]),
});

/** How providers are chosen. */
export const routingSchema = strictObject({
  mode: routingMode('Order among providers that could all answer.').default('preferred'),
  preferred: z.string().describe('Id of the provider that comes first.').optional(),
  failureThreshold: whole(
    1,
    100,
    'Failures in a row until a provider rests, while there are few requests.',
  ).default(2),
  windowSeconds: seconds(
    1,
    3600,
    'How far back requests are counted to weigh failures against them.',
  ).default(60),
  windowFailures: z
    .number({ error: ({ input }) => `${shown(input)} is not a share; write a number between 0.05 and 1` })
    .min(0.05, { error: 'is too small; the smallest share is 0.05' })
    .max(1, { error: 'is too large; the whole of the requests is 1' })
    .describe('Share of the requests within windowSeconds that must fail until a provider rests.')
    .default(0.5),
  windowRequests: whole(
    2,
    10_000,
    'Requests within windowSeconds from which windowFailures decides instead of failureThreshold.',
  ).default(10),
  cooldownSeconds: seconds(
    0,
    86_400,
    'The longest rest after failures; a provider’s own reset times win.',
  ).default(600),
  stabilizeSeconds: seconds(
    0,
    86_400,
    'After a failover, seconds to stay with the provider that answered.',
  ).default(30),
  affinity: z
    .boolean()
    .describe('Conversations stay with the provider and account that have their prompt cache.')
    .default(true),
  paused: z.boolean().describe('Refuse model requests until it is taken back.').default(false),
  strategies: z
    .array(strategySchema)
    .describe(
      'What is done after a failure: rows that go before the built-in ones. The first that fits decides.',
    )
    .optional(),
  hedge: strictObject({
    afterMs: whole(100, 600_000, 'Milliseconds without a byte of a stream until another provider is asked.'),
    mostShare: z
      .number({ error: ({ input }) => `${shown(input)} is not a share; write a number between 0.01 and 1` })
      .min(0.01, { error: 'is too small; the smallest share is 0.01' })
      .max(1, { error: 'is too large; the whole of the streams is 1' })
      .describe('Share of all streams that may be asked of a second provider.')
      .default(0.1),
  })
    .describe(
      'Ask a second provider beside one that is slow to begin; the faster one answers, both may cost. Left out: never.',
    )
    .optional(),
});

/** What is kept. */
export const storageSchema = strictObject({
  retentionDays: whole(1, 3650, 'Days that requests are kept.').default(90),
});

/** The whole config file. */
export const configSchema = strictObject({
  $schema: z.string().describe('Address of the JSON schema, for editors.').optional(),
  listen: listenSchema.describe('Where the gateway listens.').prefault({}),
  clients: clientsSchema
    .describe('Keys of the programs that may use the gateway. Left out: one admin client "local".')
    .optional(),
  providers: z
    .array(providerSchema)
    .describe('Who answers. Left out: the built-in provider "demo".')
    .default([]),
  models: modelsSchema.describe('Model names.').prefault({}),
  routing: routingSchema.describe('Who answers first.').prefault({}),
  storage: storageSchema.describe('What is kept.').prefault({}),
});

export type ConfigInput = z.output<typeof configSchema>;

function isOrigin(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+$/i.test(value) && URL.canParse(value) && value !== 'null';
}

export type ListenInput = z.output<typeof listenSchema>;
export type ClientInput = z.output<typeof clientSchema>;
export type RuleInput = z.output<typeof ruleSchema>;
