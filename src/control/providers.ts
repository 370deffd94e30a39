import { z } from 'zod';
import { failureSchema } from './requests.ts';
import { dialectSchema, momentSchema } from './vocabulary.ts';

export const healthRowSchema = z
  .object({
    kind: z.string().describe('What the failure says something about: transport, quota, …'),
    account: z.string().optional(),
    model: z.string().optional(),
    state: z.enum([
      'failing',
      'cooling',
      'exhausted',
      'refused',
      'model-unsupported',
      'half-open',
      'probing',
    ]),
    until: momentSchema.optional(),
    failures: z.number().describe('Failures in a row.'),
    failedAt: momentSchema,
    code: z.string(),
    message: z.string(),
    words: z.string().describe('The state as a sentence: what happened, why, what to do.'),
  })
  .meta({ id: 'HealthRow' });

export const providerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    vendor: z.enum(['openai', 'anthropic', 'google', 'other']),
    role: z.enum(['primary', 'backup']),
    enabled: z.boolean(),
    group: z.string().optional(),
    dialects: z.array(dialectSchema),
    state: z.enum(['ok', 'impaired', 'cooling', 'exhausted', 'refused', 'needs-key', 'disabled']),
    words: z.string().describe('The state as a sentence.'),
    accounts: z.array(
      z.object({
        id: z.string(),
        enabled: z.boolean(),
        priority: z.number(),
        weight: z.number(),
        hasKey: z.boolean().describe('Its secret is there, or it needs none.'),
        passthrough: z.boolean(),
      }),
    ),
    models: z.object({
      source: z.enum(['given', 'discovered', 'unknown']),
      count: z.number(),
      names: z.array(z.string()).describe('At most 1,000.'),
      fetchedAt: momentSchema.optional(),
      ageSeconds: z.number().optional(),
      fetching: z.boolean(),
      problem: z.string().optional().describe('Why the last try to read the list failed.'),
    }),
    health: z.array(healthRowSchema).describe('Only what is not well; empty when all is.'),
    lastFailure: z
      .object({
        at: momentSchema,
        account: z.string(),
        model: z.string(),
        requestId: z.string(),
        failure: failureSchema,
      })
      .optional()
      .describe('Since the start of the gateway.'),
  })
  .meta({ id: 'Provider' });

export const providerListSchema = z
  .object({ providers: z.array(providerSchema) })
  .meta({ id: 'ProviderList', description: 'In the order of the config.' });

export type ProviderView = z.infer<typeof providerSchema>;
export type ProviderListView = z.infer<typeof providerListSchema>;
