import { z } from 'zod';

/** Every answer of the control API that is not 2xx. */
export const apiErrorSchema = z
  .object({
    error: z.object({
      /** Stable. */
      code: z.enum([
        'invalid_parameter',
        'invalid_body',
        'not_allowed',
        'not_found',
        'method_not_allowed',
        'not_available',
        'body_too_large',
        'too_many_streams',
        'too_many_tests',
        'too_many_clients',
        'draining',
        'storage_unavailable',
        'internal',
      ]),
      message: z.string().describe('For people: what happened and what to do.'),
      problems: z
        .array(z.object({ path: z.string().describe('Where: provider.baseUrl.'), message: z.string() }))
        .optional()
        .describe('Everything that is wrong in a body; the message holds it, too.'),
    }),
  })
  .meta({ id: 'Error' });

export type ApiError = z.infer<typeof apiErrorSchema>;
export type ApiErrorCode = ApiError['error']['code'];
