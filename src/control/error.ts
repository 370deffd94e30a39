import { z } from 'zod';

/** Every answer of the control API that is not 2xx. */
export const apiErrorSchema = z
  .object({
    error: z.object({
      /** Stable. */
      code: z.enum([
        'invalid_parameter',
        'not_allowed',
        'not_found',
        'method_not_allowed',
        'too_many_streams',
        'draining',
        'storage_unavailable',
        'internal',
      ]),
      message: z.string().describe('For people: what happened and what to do.'),
    }),
  })
  .meta({ id: 'Error' });

export type ApiError = z.infer<typeof apiErrorSchema>;
export type ApiErrorCode = ApiError['error']['code'];
