import { z } from 'zod';
import { routingModes } from '../gateway/exchange/routing-mode.ts';
import { dialectSchema, momentSchema, spanSchema } from './vocabulary.ts';

export const explainQuerySchema = z.strictObject({
  model: z.string().min(1).max(1000).describe('the name of a model, as a client would send it'),
  dialect: dialectSchema
    .default('openai-chat')
    .describe(`the dialect of the client, one of ${dialectSchema.options.join(', ')}`),
  client: z
    .string()
    .max(100)
    .optional()
    .describe('the id of a client, of the config or made through the API'),
});

const rowShape = {
  provider: z.string(),
  account: z.string().optional(),
  model: z.string().optional().describe('The name that the provider is sent.'),
  reason: z.string().describe('A code, always the same for the same reason.'),
  words: z.string().describe('The reason for people.'),
};

export const explanationSchema = z
  .object({
    at: momentSchema,
    model: z.string(),
    dialect: dialectSchema,
    client: z.string().optional().describe('Absent: a key that may use everything.'),
    rule: z.string().optional().describe('`match` of the rule in models.rules that holds for the name.'),
    mode: z
      .enum(routingModes)
      .optional()
      .describe('What orders the candidates. Absent: a rule’s list or the name itself does.'),
    modeFrom: z.enum(['request', 'client', 'rule', 'config']).optional().describe('Who says so.'),
    candidates: z
      .array(
        z.object({
          ...rowShape,
          account: z.string(),
          model: z.string(),
          dialect: dialectSchema.describe('The dialect that is spoken with the provider.'),
          probe: z.boolean().describe('This try finds out whether it is well again.'),
          set: z.record(z.string(), z.unknown()).optional().describe('What the rule sets in the request.'),
          measures: z.object({
            firstTokenMs: spanSchema.optional().describe('Until the first output of a stream, on average.'),
            inFlight: z.number().describe('Calls of the account that are running.'),
            quotaLeft: z.number().optional().describe('Share of the account’s tightest limit, 0 to 1.'),
            inputPerMillion: z.number().optional().describe('US dollars per million tokens of the prompt.'),
            outputPerMillion: z.number().optional().describe('US dollars per million tokens of the answer.'),
          }),
          contextTokens: z.number().optional().describe('Tokens that fit in, where that is known.'),
        }),
      )
      .describe('In the order in which they are tried.'),
    rejected: z.array(z.object({ ...rowShape, until: momentSchema.optional() })).describe('Everybody else.'),
    refusal: z
      .object({ code: z.string(), status: z.number(), message: z.string() })
      .optional()
      .describe('What a client is told when there is no candidate.'),
  })
  .meta({ id: 'Explanation', description: 'Who would answer a request for a model now, and why.' });

export type ExplanationView = z.infer<typeof explanationSchema>;
