import { z } from 'zod';
import { idPattern } from '../gateway/exchange/id-pattern.ts';
import { routingModes } from '../gateway/exchange/routing-mode.ts';
import { bodySchema } from './body.ts';
import { momentOf, mostItems } from './paging.ts';
import { momentSchema } from './vocabulary.ts';

/** Patterns of one list. */
const mostPatterns = 100;

export const clientSchema = z
  .object({
    id: z.string(),
    name: z.string().optional(),
    role: z.enum(['admin', 'manager', 'user']),
    source: z.enum(['config', 'api']).describe('Where it was defined; one of the config is changed there.'),
    state: z
      .enum(['active', 'no-key', 'expired', 'revoked', 'shadowed', 'orphaned'])
      .describe(
        'Only `active` is let in. `no-key`: the secret that the config names is missing. `shadowed`: the config has a client of this id. `orphaned`: the manager who made it is gone.',
      ),
    models: z.array(z.string()).optional().describe('Absent: every model.'),
    providers: z.array(z.string()).optional().describe('Absent: every provider.'),
    mode: z
      .enum(routingModes)
      .optional()
      .describe('How the candidates of its requests are ordered. Absent: as everybody’s.'),
    keyEnd: z.string().optional().describe('The last four characters of the key. Absent where it is short.'),
    createdAt: momentSchema.optional(),
    createdBy: z.string().optional().describe('Id of the client that made it.'),
    manager: z.string().optional().describe('Id of the manager whose child it is.'),
    expiresAt: momentSchema.optional().describe('From then on it is refused. Absent: it does not expire.'),
    lastUsedAt: momentSchema.optional().describe('Some seconds late after a crash. Absent: never.'),
    revokedAt: momentSchema.optional(),
    revokedBy: z.string().optional(),
  })
  .meta({ id: 'Client', description: 'A client, never with its key.' });

export const clientPageSchema = z
  .object({
    items: z.array(clientSchema).describe('In the order of ids.'),
    next: z.string().optional().describe('Give it as `cursor` for the next page. Absent on the last one.'),
  })
  .meta({ id: 'ClientPage' });

export const clientQuerySchema = z.strictObject({
  state: clientSchema.shape.state
    .optional()
    .describe('one of active, no-key, expired, revoked, shadowed, orphaned'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(mostItems)
    .default(50)
    .describe(`a whole number from 1 to ${mostItems}`),
  cursor: z.string().regex(idPattern).optional().describe('the `next` of the page before'),
});

export const madeClientSchema = z
  .object({
    client: clientSchema,
    key: z.string().describe('The key. It is shown this once and kept nowhere.'),
  })
  .meta({ id: 'MadeClient' });

const id = z
  .string()
  .regex(idPattern, {
    error: 'is not an id; allowed are 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit',
  })
  .describe('Fixed, and of no other client, also of the config.');

const name = z
  .string()
  .min(1, { error: 'is empty; leave it out or write something' })
  .max(200, { error: 'is too long; at most 200 characters are allowed' })
  .regex(/^[^\u0000-\u001f\u007f]*$/, { error: 'has control characters; only printable ones are allowed' });

function patterns(item: z.ZodString, what: string) {
  return z
    .array(item)
    .min(1, { error: `is empty, so the key could use nothing; leave it out to allow every ${what}` })
    .max(mostPatterns, { error: `is too long; at most ${mostPatterns} patterns are allowed` });
}

const models = patterns(
  z.string().regex(/^[^\u0000-\u001f\u007f]{1,300}$/, {
    error: 'is not a pattern; allowed are 1 to 300 printable characters, * for any text',
  }),
  'model',
);

const providers = patterns(
  z.string().regex(/^[a-z0-9*-]{1,40}$/, {
    error: 'is not a pattern; allowed is the id of a provider, with * for any text',
  }),
  'provider',
);

const role = z.enum(['admin', 'manager', 'user']);

const mode = z.enum(routingModes);

const expiresAt = z.union([z.number(), z.string()]).refine((value) => momentOf(String(value)) !== undefined, {
  error:
    'is not a moment; allowed are milliseconds since the epoch and ISO 8601 such as 2026-10-05T04:38:11Z',
});

export const clientDraftSchema = bodySchema({
  id,
  name: name.optional().describe('For people.'),
  role: role.optional().describe('Left out: user.'),
  models: models.optional().describe('Names or patterns with *. Left out: every model.'),
  providers: providers.optional().describe('Ids or patterns with *. Left out: every provider.'),
  mode: mode.optional().describe('Order among providers for its requests. Left out: routing.mode.'),
  expiresAt: expiresAt.optional().describe('Left out: it does not expire.'),
}).meta({ id: 'ClientDraft' });

export const clientChangeSchema = bodySchema({
  name: name.nullable().optional(),
  role: role.optional(),
  models: models.nullable().optional(),
  providers: providers.nullable().optional(),
  mode: mode.nullable().optional(),
  expiresAt: expiresAt.nullable().optional(),
}).meta({
  id: 'ClientChange',
  description:
    'What is left out stays; null takes the name, a limit or the mode away. The key stays the same.',
});

/** Nothing: the path says whom. */
export const clientRevocationSchema = bodySchema({}).meta({ id: 'ClientRevocation' });

export type ClientView = z.infer<typeof clientSchema>;
export type ClientPageView = z.infer<typeof clientPageSchema>;
export type MadeClientView = z.infer<typeof madeClientSchema>;
export type ClientDraftBody = z.infer<typeof clientDraftSchema>;
export type ClientChangeBody = z.infer<typeof clientChangeSchema>;
