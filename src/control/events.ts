import { z } from 'zod';
import { pageSchema, pagingParameters, timeParameters } from './paging.ts';
import { levelSchema, momentSchema } from './vocabulary.ts';

const event = {
  at: momentSchema,
  level: levelSchema,
  code: z.string().describe('Stable and dotted, such as provider.cooling.'),
  message: z.string(),
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
};

/** An event as the live stream sends it. */
export const eventSchema = z.object(event).meta({ id: 'Event' });

/** An event as the list has it. */
export const storedEventSchema = z
  .object({ seq: z.number().describe('Rises by arrival.'), ...event })
  .meta({ id: 'StoredEvent' });

export const eventPageSchema = pageSchema(storedEventSchema).meta({ id: 'EventPage' });

export const eventQuerySchema = z.strictObject({
  level: levelSchema.optional().describe('one of debug, info, warning, error'),
  code: z
    .string()
    .regex(/^[a-z0-9_.-]{1,100}$/)
    .optional()
    .describe('a code such as provider.cooling, or the beginning of codes up to a dot, such as provider.'),
  ...timeParameters,
  ...pagingParameters,
});

export type EventView = z.infer<typeof eventSchema>;
export type EventPageView = z.infer<typeof eventPageSchema>;
