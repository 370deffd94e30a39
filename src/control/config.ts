import { z } from 'zod';
import { routingModes } from '../gateway/exchange/routing-mode.ts';
import { dialectSchema, failureClassSchema, spanSchema } from './vocabulary.ts';

/** Where a secret is; the secret itself never leaves the gateway. */
export const secretRefSchema = z
  .union([z.object({ env: z.string() }), z.object({ file: z.string() }), z.object({ secret: z.string() })])
  .meta({ id: 'SecretRef' });

const goOnSchema = z.enum(['next-account', 'next-provider', 'return']);

const strategySchema = z
  .object({
    id: z.string(),
    class: failureClassSchema.optional(),
    status: z.array(z.union([z.number(), z.string()])).optional(),
    codes: z.array(z.string()).optional(),
    pattern: z.string().optional(),
    dialect: dialectSchema.optional(),
    provider: z.string().optional(),
    shouldRetry: z.boolean().optional(),
    waitAtMostMs: spanSchema.optional(),
    action: z.enum(['retry-same', ...goOnSchema.options]),
    retry: z
      .object({ times: z.number(), backoffMs: spanSchema, withinMs: spanSchema, afterwards: goOnSchema })
      .optional()
      .describe('Only with the action retry-same.'),
  })
  .meta({ id: 'Strategy', description: 'What is done after failures of a kind.' });

export const configSchema = z
  .object({
    listen: z.object({
      host: z.string(),
      port: z.number(),
      hosts: z.array(z.string()),
      origins: z.array(z.string()),
      websocket: z.boolean(),
      drainSeconds: z.number(),
      tls: z.boolean(),
      insecure: z.boolean(),
    }),
    clients: z.array(
      z.object({
        id: z.string(),
        role: z.enum(['admin', 'manager', 'user']),
        key: secretRefSchema,
        models: z.array(z.string()).optional(),
        providers: z.array(z.string()).optional(),
        mode: z.enum(routingModes).optional(),
      }),
    ),
    providers: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        vendor: z.enum(['openai', 'anthropic', 'google', 'other']),
        role: z.enum(['primary', 'backup']),
        enabled: z.boolean(),
        group: z.string().optional(),
        endpoints: z.array(
          z.object({
            dialect: dialectSchema,
            baseUrl: z.string(),
            path: z.string().optional(),
            auth: z.enum(['bearer', 'x-api-key', 'x-goog-api-key', 'none']),
          }),
        ),
        accounts: z.array(
          z.object({
            id: z.string(),
            key: secretRefSchema.optional(),
            priority: z.number(),
            weight: z.number(),
            enabled: z.boolean(),
            passthrough: z.boolean(),
          }),
        ),
        models: z.array(z.string()).optional(),
        headers: z.array(z.string()).describe('Names only: values may be secrets.'),
        quirks: z.record(z.string(), z.unknown()),
        timeouts: z.object({
          connectMs: z.number(),
          firstByteMs: z.number(),
          idleMs: z.number(),
          totalMs: z.number(),
          firstOutputMs: z.number().optional(),
          adaptive: z.boolean(),
        }),
        proxy: z.string().optional(),
      }),
    ),
    models: z.object({
      rules: z.array(
        z.object({
          match: z.string(),
          use: z.array(z.string()),
          set: z.record(z.string(), z.unknown()),
          mode: z.enum(routingModes).optional(),
        }),
      ),
    }),
    routing: z.object({
      mode: z.enum(routingModes),
      preferred: z.string().optional(),
      failureThreshold: z.number(),
      windowSeconds: z.number(),
      windowFailures: z.number(),
      windowRequests: z.number(),
      cooldownSeconds: z.number(),
      stabilizeSeconds: z.number(),
      affinity: z.boolean(),
      paused: z.boolean().describe('Every model request is refused.'),
      hedge: z.object({ afterMs: spanSchema, mostShare: z.number() }).optional(),
      strategies: z
        .array(strategySchema)
        .describe('The rows of the config; they go before the built-in ones.'),
    }),
    storage: z.object({ retentionDays: z.number() }),
  })
  .meta({ id: 'Config', description: 'The config in force, presets and defaults filled in.' });

export type ConfigView = z.infer<typeof configSchema>;
