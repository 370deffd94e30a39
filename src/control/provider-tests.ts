import { z } from 'zod';
import { bodySchema } from './body.ts';
import { failureClassSchema, spanSchema } from './vocabulary.ts';

/** Model names of one answer; aggregators have thousands. */
export const mostTestedNames = 1_000;

/** What a test of a configured provider takes. */
export const providerTestBodySchema = bodySchema({
  account: z.string().optional().describe('Only this account, enabled or not. Left out: every enabled one.'),
}).meta({ id: 'ProviderTestBody' });

/** The account stands in the path. */
export const accountTestBodySchema = bodySchema({}).meta({ id: 'AccountTestBody' });

/** What a test of a provider that is not in the config takes. */
export const definitionTestBodySchema = bodySchema({
  provider: z
    .record(z.string(), z.unknown())
    .describe('As in `providers` of the config; docs/config.schema.json describes it.'),
  key: z
    .string()
    .trim()
    .max(8_192, { error: 'is longer than 8192 characters' })
    .regex(/^[\u0021-\u007e]+$/, {
      error: 'is empty, or holds spaces, several lines or letters that no key has',
    })
    .optional()
    .describe('The key to test with; it is used for this test and kept nowhere.'),
}).meta({ id: 'DefinitionTestBody' });

export const providerTestSchema = z
  .object({
    ok: z.boolean().describe('Every account that was tested can be used, as far as that can be found out.'),
    ms: spanSchema,
    accounts: z.array(
      z.object({
        account: z.string(),
        ok: z.boolean(),
        checked: z
          .enum(['key', 'address', 'nothing'])
          .describe('How far the test got: the key was judged, only the address, or nobody answered.'),
        failure: z
          .object({
            class: failureClassSchema,
            code: z.string(),
            status: z.number().optional().describe('HTTP status of the provider.'),
            message: z.string(),
          })
          .optional(),
      }),
    ),
    models: z
      .object({
        count: z.number(),
        names: z.array(z.string()).describe('At most 1,000.'),
      })
      .optional()
      .describe('Absent when no list could be read.'),
    advice: z.string().optional().describe('One sentence: what to do.'),
  })
  .meta({ id: 'ProviderTest', description: 'What a provider said to a question that costs nothing.' });

export type ProviderTestView = z.infer<typeof providerTestSchema>;
export type TestedAccountView = ProviderTestView['accounts'][number];
