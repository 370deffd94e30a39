import { z } from 'zod';
import { bodySchema } from './body.ts';
import { momentSchema } from './vocabulary.ts';

/** Neither action takes anything: there is one key to rotate, that of the client `local`. */
export const keyActionSchema = bodySchema({}).meta({ id: 'KeyAction' });

/** The new key is not in the answer: programs read it where the discovery file says. */
export const keyChangeSchema = z
  .object({
    formerUntil: momentSchema.optional().describe('Until when the old key is accepted; absent: it is not.'),
  })
  .meta({ id: 'KeyChange' });

export type KeyChangeView = z.infer<typeof keyChangeSchema>;
