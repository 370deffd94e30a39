import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import type { Log } from '../exchange/ports.ts';
import type { Ask } from './ask.ts';
import type { PivotAsk } from './pivot-ask.ts';
import { type PrepareDeps, prepareCall } from './prepare-call.ts';
import type { CallTarget, PreparedCall } from './prepared-call.ts';

/** Why the request could not be written for a candidate, and whose fault that is. */
export interface Unwritable {
  readonly class: 'client' | 'internal';
  readonly error: ErrorAnswer;
}

/** How a candidate is asked, or why it cannot be, which leaves the others. Never throws. */
export function tryPrepare(
  deps: PrepareDeps & { readonly log: Pick<Log, 'error'> },
  ask: Ask,
  pivot: PivotAsk,
  target: CallTarget,
): { readonly call: PreparedCall } | { readonly call: undefined; readonly unwritable: Unwritable } {
  const failed = (kind: Unwritable['class'], code: 'invalid_body' | 'internal', detail: string) => ({
    call: undefined,
    unwritable: { class: kind, error: errorAnswer(code, ask.id, { detail }) },
  });
  try {
    const call = prepareCall(deps, ask, pivot, target);
    if (!('ok' in call)) return { call };
    return failed('client', 'invalid_body', call.at === '' ? call.detail : `${call.at}: ${call.detail}`);
  } catch (error) {
    // Nobody stands above a transport's callback: a fault of ours would end the whole process.
    deps.log.error('a request could not be translated', { error, request: ask.id });
    return failed('internal', 'internal', 'the request could not be translated');
  }
}
