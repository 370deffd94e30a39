import { z } from 'zod';
import { type ThinkingForm, thinkingLevels } from '../exchange/model-facts.ts';
import { address, dialect, id, secretRef, text, whole } from './fields.ts';
import { shown } from './problem.ts';
import { strictObject } from './strict-object.ts';

/** A day: longer than any answer takes. */
const mostMs = 24 * 60 * 60 * 1000;

const authForm = z
  .enum(['bearer', 'x-api-key', 'x-goog-api-key', 'none'])
  .describe(
    'Where the key goes. Default: x-api-key for anthropic-messages, x-goog-api-key for gemini-generate, else bearer.',
  );

const endpoint = strictObject({
  baseUrl: address('Address for this dialect; default: the provider’s.').optional(),
  path: z
    .string()
    .regex(/^\/[^\s?#]*$/, {
      error: ({ input }) => `${shown(input)} is not a path; it begins with / and has no query`,
    })
    .describe('Path that replaces the dialect’s own, such as /v1/messages.')
    .optional(),
  auth: authForm.optional(),
});

const dialectList = z.array(dialect).min(1, { error: 'is empty; name at least one dialect' });

const dialectMap = strictObject({
  'openai-chat': endpoint.optional(),
  'openai-responses': endpoint.optional(),
  'anthropic-messages': endpoint.optional(),
  'gemini-generate': endpoint.optional(),
  'openai-completions': endpoint.optional(),
  'openai-embeddings': endpoint.optional(),
});

const quirks = strictObject({
  streamUsage: z
    .enum(['ask', 'always', 'never'])
    .describe(
      'Chat streams are asked for usage: ask (unless the client did), always (the provider sends it unasked), never.',
    )
    .exactOptional(),
  reasoningInsideOutput: z
    .boolean()
    .describe('Whether reasoning tokens are counted inside the output tokens (OpenAI) or beside them.')
    .exactOptional(),
  developerRole: z.enum(['keep', 'system']).describe('What becomes of the role "developer".').exactOptional(),
  maxTokensField: z
    .enum(['max_tokens', 'max_completion_tokens'])
    .describe('Which field bounds the output of a chat.')
    .exactOptional(),
  reasoningField: z
    .enum(['reasoning_content', 'reasoning', 'content-parts'])
    .describe('Where a chat answer has its reasoning text.')
    .exactOptional(),
  simpleInputList: z.boolean().describe('Responses input takes only plain messages.').exactOptional(),
  mostCacheMarks: whole(0, 100, 'The most cache_control marks that the provider takes.').exactOptional(),
  unsupportedFields: z
    .array(text('A field of the request.'))
    .describe('Fields that the provider refuses.')
    .exactOptional(),
  streaming: z
    .enum(['both', 'stream-only', 'no-stream'])
    .describe('Whether the provider answers with and without streams.')
    .exactOptional(),
});

const account = strictObject({
  id: id('Fixed name of the account.'),
  key: secretRef.optional(),
  priority: whole(0, 1000, 'Lower ones are used first.').default(1),
  weight: whole(0, 1000, 'Share among accounts of one priority.').default(1),
  enabled: z.boolean().describe('A disabled account is not used.').default(true),
  passthrough: z
    .boolean()
    .describe('The client’s own login goes to this provider instead of a key.')
    .default(false),
});

const timeouts = strictObject({
  connectMs: whole(1, mostMs, 'Until a connection is there.').default(10_000),
  firstByteMs: whole(1, mostMs, 'Until the first byte of a stream’s body.').default(120_000),
  idleMs: whole(
    1,
    mostMs,
    'Silence after it; another provider may still take over while no output has come.',
  ).default(300_000),
  totalMs: whole(1, mostMs, 'A whole call without a stream.').default(600_000),
  firstOutputMs: whole(
    1,
    mostMs,
    'From the first byte of a stream to its first text, reasoning or tool call; then another provider is asked, if there is one. Left out: no limit.',
  ).exactOptional(),
  adaptive: z
    .boolean()
    .describe(
      'Wait for the first byte no longer than three times what the provider lately needed for the model; at least 10 s, at most firstByteMs. Left out: false.',
    )
    .exactOptional(),
});

const modelName = text('A model’s name.', 300);

/** More than any model has. */
const mostTokens = 100_000_000;

const effort = z.enum(thinkingLevels);

/** More than any model costs. */
const mostUsd = 100_000;

const usd = (description: string) =>
  z
    .number()
    .min(0, { error: ({ input }) => `${shown(input)} is below 0; a price is US dollars per million tokens` })
    .max(mostUsd, {
      error: ({ input }) => `${shown(input)} is too much; a price is US dollars per million tokens`,
    })
    .describe(description);

const price = strictObject({
  input: usd('Of input tokens.'),
  output: usd('Of output tokens, reasoning among them.'),
  cacheRead: usd('Of input tokens read from a cache. Left out: as input.').exactOptional(),
  cacheWrite: usd('Of input tokens written to a cache. Left out: as input.').exactOptional(),
  cacheWrite1h: usd('Of those kept for an hour. Left out: as cacheWrite.').exactOptional(),
}).describe('US dollars per million tokens; over what the provider’s own list and the built-in prices say.');

const describedModel = strictObject({
  id: modelName,
  context: whole(1, mostTokens, 'Tokens that fit in, prompt and answer together.').exactOptional(),
  output: whole(1, mostTokens, 'Most tokens of an answer.').exactOptional(),
  images: z.boolean().describe('Whether it takes images.').exactOptional(),
  documents: z.boolean().describe('Whether it takes documents (PDF).').exactOptional(),
  audio: z.boolean().describe('Whether it takes sound.').exactOptional(),
  tools: z.boolean().describe('Whether it calls tools.').exactOptional(),
  schemas: z.boolean().describe('Whether it answers as JSON by a schema.').exactOptional(),
  thinking: z
    .enum(['effort', 'budget', 'none'] as const satisfies readonly ThinkingForm[])
    .describe('How it is told how much to think: by a level, by a number of tokens, not at all.')
    .exactOptional(),
  efforts: z
    .array(effort)
    .min(1, { error: 'is empty; leave it out, or list the levels that the model takes' })
    .describe('Levels of thinking that it takes.')
    .exactOptional(),
  price: price.exactOptional(),
}).describe('A model with what is known of it; over what the provider’s own list and the built-in one say.');

/** One provider as a person writes it; what a preset knows may be left out. */
export const providerSchema = strictObject({
  id: id('Fixed; the prefix in `provider/model`.'),
  name: text('Free text for people.').optional(),
  preset: z.string().describe('Fills in what is left out.').optional(),
  vendor: z
    .enum(['openai', 'anthropic', 'google', 'other'])
    .describe('Whose API it is; the strict routes /openai, /claude and /gemini choose by it.')
    .optional(),
  baseUrl: address('Address of the API, with or without /v1.').optional(),
  dialects: z
    .union([dialectList, dialectMap])
    .describe('What it speaks, the preferred one first: a list, or a map with an address for each.')
    .optional(),
  quirks: quirks.describe('How it departs from its dialects.').default({}),
  accounts: z
    .array(account)
    .min(1, { error: 'is empty; leave it out, or list at least one account' })
    .describe('Keys or logins of this provider.')
    .optional(),
  models: z
    .array(
      z.union([modelName, describedModel], {
        error: 'is no model; allowed are a name and {"id": "name", …}',
      }),
    )
    .min(1, { error: 'is empty; leave it out to have them discovered, or write ["*"] to accept every name' })
    .describe(
      'Models: names, or objects that describe them. Left out: discovered. "*": every name is accepted.',
    )
    .optional(),
  headers: z
    .record(z.string(), z.string())
    .describe('Sent with every request to this provider. No secrets: they belong to accounts.')
    .default({}),
  timeouts: timeouts.describe('Milliseconds.').prefault({}),
  role: z
    .enum(['primary', 'backup'])
    .describe('Backups answer only when no primary is eligible.')
    .default('primary'),
  group: id('Failure domain: after a failure, other groups come first.').optional(),
  proxy: z
    .string()
    .refine((value) => proxyProblem(value) === undefined, {
      error: ({ input }) => proxyProblem(String(input)) ?? '',
    })
    .describe(
      '"http://host:port" of a proxy, or "none". Left out: what HTTPS_PROXY, HTTP_PROXY and NO_PROXY say.',
    )
    .optional(),
  enabled: z.boolean().describe('A disabled provider is not used.').default(true),
});

export type ProviderInput = z.output<typeof providerSchema>;

function proxyProblem(value: string): string | undefined {
  if (value === 'none') return undefined;
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    return `${shown(value)} is not a proxy; allowed are "http://host:port" and "none"`;
  }
  const url = new URL(value);
  if (url.username !== '' || url.password !== '') {
    return 'holds a password; write the address alone, and a proxy with a password into HTTPS_PROXY';
  }
  if (url.pathname !== '/' || url.search !== '')
    return 'has a path; allowed are "http://host:port" and "none"';
  return undefined;
}
