import { z } from 'zod';
import { bodySchema } from './body.ts';
import { healthRowSchema } from './providers.ts';
import { momentSchema } from './vocabulary.ts';

export const accountSchema = z
  .object({
    provider: z.string(),
    account: z.string(),
    state: z
      .enum([
        'ok',
        'impaired',
        'failing',
        'half-open',
        'probing',
        'cooling',
        'exhausted',
        'refused',
        'needs-key',
        'disabled',
      ])
      .describe('impaired: it is called, but not for every model.'),
    words: z.string().describe('The state as a sentence: what happened, why, what to do.'),
    until: momentSchema.optional(),
    health: z
      .array(healthRowSchema)
      .describe('What is not well with it, with its models, or with its provider; empty when all is.'),
  })
  .meta({ id: 'Account' });

export const accountListSchema = z
  .object({ accounts: z.array(accountSchema) })
  .meta({ id: 'AccountList', description: 'In the order of the config.' });

/** Healing takes nothing: what is healed stands in the path. */
export const healBodySchema = bodySchema({}).meta({ id: 'HealBody' });

export const healedSchema = z
  .object({
    cleared: z.number().describe('How many failures, cooldowns and refusals were forgotten.'),
    words: z.string().describe('How it is now, as a sentence.'),
  })
  .meta({ id: 'Healed' });

export type AccountView = z.infer<typeof accountSchema>;
export type AccountListView = z.infer<typeof accountListSchema>;
export type HealedView = z.infer<typeof healedSchema>;
