import { z } from 'zod';
import { dialectSchema, momentSchema } from './vocabulary.ts';

/** Running requests that are listed; all are counted. */
export const mostRunningListed = 100;

export const statusSchema = z
  .object({
    product: z.literal('patchbay'),
    version: z.string(),
    protocol: z.number().describe('Version of this API; other windows and commands compare it.'),
    instance: z.string().describe('Changes at every start.'),
    url: z.string(),
    pid: z.number(),
    startedAt: momentSchema,
    draining: z.boolean(),
    running: z.object({
      count: z.number(),
      requests: z
        .array(
          z.object({
            id: z.string(),
            startedAt: momentSchema,
            client: z.string(),
            dialect: dialectSchema,
            modelAsked: z.string(),
            stream: z.boolean(),
            terminal: z.string().optional(),
            app: z.string().optional(),
          }),
        )
        .describe(`The longest running first, at most ${mostRunningListed}.`),
    }),
    today: z
      .object({
        since: momentSchema,
        requests: z.number(),
        ok: z.number(),
        clientErrors: z.number(),
        failed: z.number(),
        cancelled: z.number(),
      })
      .describe('Finished requests that began after midnight of the gateway’s machine.'),
    formerKeys: z
      .array(
        z.object({
          client: z.string(),
          until: momentSchema.describe('From then on it is a wrong key. Milliseconds since the epoch.'),
          requests: z.number().describe('Since the start of the gateway.'),
          lastUsedAt: momentSchema.optional(),
          apps: z.array(z.string()).describe('Programs that came with it, the latest first, at most 20.'),
          terminals: z.array(z.string()).describe('Terminals that did, the latest first, at most 20.'),
        }),
      )
      .describe('Clients whose key was changed, while the one before is still accepted.'),
    storage: z.object({
      state: z
        .enum(['ok', 'down', 'closed'])
        .describe('`down`: rows wait in memory while the database restarts.'),
      queued: z.number(),
      written: z.number(),
      dropped: z.number().describe('Rows of the history that were given up since the start.'),
    }),
  })
  .meta({ id: 'Status' });

export type StatusView = z.infer<typeof statusSchema>;
