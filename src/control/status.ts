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
