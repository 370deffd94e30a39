import { z } from 'zod';
import { dialectSchema } from './vocabulary.ts';

/** Where a secret is; the secret itself never leaves the gateway. */
export const secretRefSchema = z
  .union([z.object({ env: z.string() }), z.object({ file: z.string() }), z.object({ secret: z.string() })])
  .meta({ id: 'SecretRef' });

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
        }),
      ),
    }),
    routing: z.object({
      mode: z.enum(['preferred', 'balanced', 'latency', 'price']),
      preferred: z.string().optional(),
      failureThreshold: z.number(),
      cooldownSeconds: z.number(),
      stabilizeSeconds: z.number(),
      paused: z.boolean().describe('Every model request is refused.'),
    }),
    storage: z.object({ retentionDays: z.number() }),
  })
  .meta({ id: 'Config', description: 'The config in force, presets and defaults filled in.' });

export type ConfigView = z.infer<typeof configSchema>;
