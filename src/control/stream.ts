import { z } from 'zod';
import { eventSchema } from './events.ts';
import { requestSummarySchema } from './requests.ts';
import { statusSchema } from './status.ts';

/** What was lost between two messages; the lists have it. */
export const gapSchema = z
  .object({
    missed: z
      .number()
      .optional()
      .describe('How many changes; absent when the gateway was restarted and nobody can say.'),
  })
  .meta({ id: 'Gap' });

/** `data` of the messages of the stream by their `event`. */
export const streamMessages = {
  status: statusSchema,
  request: requestSummarySchema,
  event: eventSchema,
  gap: gapSchema,
} as const;

export type StreamMessage = keyof typeof streamMessages;
export type GapView = z.infer<typeof gapSchema>;
