import type { Dialect } from '../../exchange/dialect.ts';
import type { EncodeTarget } from '../codec.ts';
import type { CacheMark, Ruled } from '../conversation.ts';
import type { LossCode, Losses } from '../losses.ts';
import { type Setting, settingAt } from '../setting-place.ts';
import type { OwnExtras } from './own-extras.ts';

/** What writing a request shares. */
export interface Writing {
  readonly from: Dialect;
  /** It was read from this dialect: what only this dialect knows is taken over. */
  readonly isOwn: boolean;
  readonly ruled: Ruled | undefined;
  readonly target: EncodeTarget;
  readonly losses: Losses;
  readonly extras: OwnExtras;
  /** Name of the function by the call's id. */
  readonly names: ReadonlyMap<string, string>;
}

/** A setting of the client's that is left out or written otherwise. */
export function loseSetting(
  { from, losses }: Writing,
  code: LossCode,
  setting: Setting,
  detail: string,
): void {
  losses.add(code, settingAt(from, setting), detail);
}

/** Gemini caches what it has seen by itself and takes no marks. */
export function loseCacheMark(cache: CacheMark | undefined, at: string, { losses }: Writing): void {
  if (cache !== undefined) losses.add('cache', at, 'cache mark');
}

/** Gemini 3 and later: media inside `functionResponse`, and levels of thinking. */
export function isGemini3(model: string): boolean {
  return /gemini-(?:[3-9]|\d{2})/i.test(model);
}
