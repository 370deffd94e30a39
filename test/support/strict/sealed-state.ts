import { createHmac } from 'node:crypto';
import { parsedJson } from '../json-value.ts';

/** Whose state it is. */
export interface StateOwner {
  readonly provider: string;
  readonly account: string;
  readonly model: string;
}

/**
 * Opaque state as vendors issue it: base64 that its issuer alone can read. It is bound to its owner and to a text
 * (the thoughts it signs, the item it belongs to); `serial` keeps two states of one text apart.
 */
export function sealState(owner: StateOwner, kind: string, bound: string, serial: number): string {
  const claim = [kind, owner.provider, owner.account, owner.model, digest(bound), serial];
  return Buffer.from(JSON.stringify([...claim, digest(JSON.stringify(claim))])).toString('base64');
}

/** Why the owner cannot read this state; undefined when it can. `bound` absent: whatever it is bound to. */
export function stateFault(
  owner: StateOwner,
  kind: string,
  state: string,
  bound?: string,
): string | undefined {
  const read = parsedJson(Buffer.from(state, 'base64').toString());
  if (!Array.isArray(read) || read.length !== 7) return 'was not issued here';
  const claim: readonly unknown[] = read.slice(0, 6);
  if (
    read[6] !== digest(JSON.stringify(claim)) ||
    Buffer.from(JSON.stringify(read)).toString('base64') !== state
  )
    return 'was changed';
  if (claim[0] !== kind) return `is of another kind (${String(claim[0])})`;
  if (claim[1] !== owner.provider) return 'was issued by another provider';
  if (claim[2] !== owner.account) return 'was issued for another account';
  if (claim[3] !== owner.model) return 'was issued by another model';
  if (bound !== undefined && claim[4] !== digest(bound)) return 'belongs to something else';
  return undefined;
}

function digest(text: string): string {
  return createHmac('sha256', 'strict').update(text).digest('hex').slice(0, 24);
}
