import { z } from 'zod';
import { costSources } from '../gateway/exchange/cost.ts';
import { nameParameter, pageSchema, pagingParameters, timeParameters } from './paging.ts';
import {
  dialectSchema,
  failureClassSchema,
  momentSchema,
  operationSchema,
  outcomeSchema,
  spanSchema,
} from './vocabulary.ts';

export const usageSchema = z
  .object({
    input: z.number().describe('Prompt tokens neither read from nor written to a cache.'),
    cacheRead: z.number(),
    cacheWrite5m: z.number(),
    cacheWrite1h: z.number(),
    output: z.number().describe('Visible output, without reasoning.'),
    reasoning: z.number(),
    estimated: z.boolean().describe('The provider sent no figures; these were counted from text.'),
  })
  .meta({ id: 'Usage', description: 'Tokens in buckets that do not overlap.' });

export const costSchema = z
  .object({
    nanoUsd: z.number().describe('Whole nano-dollars: 1,000,000,000 are one US dollar.'),
    source: z
      .enum(costSources)
      .describe(
        'How it is known: nothing is charged; the provider said it; computed from tokens and prices; from tokens that were estimated.',
      ),
    priceVersion: z
      .string()
      .optional()
      .describe(
        'Of the prices it was computed from: "config", "list" (the provider’s own), or the built-in ones.',
      ),
  })
  .meta({ id: 'Cost', description: 'Absent where it is not known; never 0 for that.' });

export const failureSchema = z
  .object({
    class: failureClassSchema,
    code: z.string(),
    type: z
      .string()
      .optional()
      .describe('The upstream’s type of the error, when it says more than the code.'),
    message: z.string(),
    status: z.number().optional().describe('HTTP status of the upstream.'),
    retryAt: momentSchema.optional(),
    shouldRetry: z.boolean().optional(),
    scope: z.enum(['account', 'model']).optional().describe('Whom a quota is for.'),
  })
  .meta({ id: 'Failure' });

export const attemptSchema = z
  .object({
    provider: z.string(),
    account: z.string(),
    model: z.string(),
    dialect: dialectSchema,
    reason: z.string().describe('Why this candidate stood where it stood; a code.'),
    startedAt: momentSchema,
    timings: z.object({
      connectMs: spanSchema.optional(),
      firstByteMs: spanSchema.optional(),
      firstOutputMs: spanSchema.optional(),
      totalMs: spanSchema,
    }),
    status: z.number().optional(),
    upstreamId: z.string().optional().describe('The request id of the upstream, for its support.'),
    outcome: z
      .enum(['ok', 'failed', 'cancelled', 'hedged'])
      .describe('hedged: another attempt that ran beside it was faster.'),
    failure: failureSchema.optional(),
    strategy: z
      .string()
      .optional()
      .describe('Id of the row of the strategy table that decided what followed the failure.'),
    usage: usageSchema.optional(),
    cost: costSchema.optional(),
  })
  .meta({ id: 'Attempt', description: 'One call to one provider, account and model.' });

export const lossSchema = z
  .object({ code: z.string(), path: z.string(), detail: z.string() })
  .meta({ id: 'Loss', description: 'Something that the other dialect could not express.' });

const common = {
  id: z.string(),
  startedAt: momentSchema,
  client: z.string().describe('Id of the client key.'),
  terminal: z.string().optional(),
  conversation: z.string().optional(),
  app: z.string().optional(),
  user: z.string().optional(),
  dialect: dialectSchema,
  operation: operationSchema,
  path: z.string(),
  modelAsked: z.string(),
  stream: z.boolean(),
  status: z.number().describe('Status that the client got; 0 when it left before.'),
  outcome: outcomeSchema,
  provider: z.string().optional().describe('Who answered; absent when nobody did.'),
  account: z.string().optional(),
  model: z.string().optional(),
  queueMs: spanSchema,
  firstByteMs: spanSchema.optional(),
  firstOutputMs: spanSchema.optional(),
  totalMs: spanSchema,
  usage: usageSchema.optional(),
  cost: costSchema.optional(),
  requestBytes: z.number(),
  responseBytes: z.number(),
};

/** One line of the list. */
export const requestSummarySchema = z
  .object({
    ...common,
    attempts: z.number().describe('How many candidates were tried.'),
    failure: z.object({ class: z.string(), code: z.string() }).optional(),
  })
  .meta({ id: 'RequestSummary' });

/** Everything that is kept of a request; no text of prompt or answer. */
export const requestDetailSchema = z
  .object({
    ...common,
    modelAnswered: z
      .string()
      .optional()
      .describe('The model that the answer says it is from, when that is another than `model`.'),
    attempts: z.array(attemptSchema),
    failure: failureSchema.optional(),
    losses: z.array(lossSchema),
  })
  .meta({ id: 'Request' });

export const requestPageSchema = pageSchema(requestSummarySchema).meta({ id: 'RequestPage' });

export const requestQuerySchema = z.strictObject({
  provider: nameParameter('the id of a provider that was tried'),
  model: nameParameter('a model that answered or was asked for'),
  client: nameParameter('the id of a client'),
  outcome: outcomeSchema.optional().describe('one of ok, client-error, failed, cancelled'),
  ...timeParameters,
  ...pagingParameters,
});

export type RequestSummaryView = z.infer<typeof requestSummarySchema>;
export type RequestDetailView = z.infer<typeof requestDetailSchema>;
export type RequestPageView = z.infer<typeof requestPageSchema>;
