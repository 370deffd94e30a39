import { keyActionSchema, keyChangeSchema } from '../../control/key.ts';
import type { LocalKeyChange } from '../exchange/ports.ts';
import type { AdminDeps } from './admin-deps.ts';
import { ApiFailure } from './api-error.ts';
import { actionResource, type Resource } from './resource.ts';

/** `POST /api/key/rotate` and `/api/key/revoke-former`: the key of the client `local`, which the host keeps. */
export function keyResources({
  localKey,
  tracer,
  clock,
}: Pick<AdminDeps, 'localKey' | 'tracer' | 'clock'>): readonly Resource[] {
  const tell = (code: string, message: string): void =>
    tracer.event({ at: clock.now(), level: 'info', code, message, fields: { client: 'local' } });
  const done = (change: LocalKeyChange | undefined): { formerUntil?: number } => {
    if (change === undefined) {
      throw new ApiFailure(
        'not_available',
        'This gateway’s clients stand in its config, so there is no key of its own to change. Change theirs there.',
      );
    }
    if (!change.ok) throw new ApiFailure('not_available', change.message);
    return change.formerUntil === undefined ? {} : { formerUntil: change.formerUntil };
  };
  return [
    actionResource({
      path: '/key/rotate',
      summary: 'Makes a new key for the client "local"; the old one is accepted for 24 hours.',
      body: keyActionSchema,
      answer: keyChangeSchema,
      act() {
        const change = done(localKey?.rotate());
        tell('key.rotated', 'The gateway has a new key. The old one is accepted for 24 hours.');
        return change;
      },
    }),
    actionResource({
      path: '/key/revoke-former',
      summary: 'Ends the old key of the client "local" now.',
      body: keyActionSchema,
      answer: keyChangeSchema,
      act() {
        const change = done(localKey?.revokeFormer());
        tell('key.revoked', 'The gateway’s old key is not accepted any more.');
        return change;
      },
    }),
  ];
}
