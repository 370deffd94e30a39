import type { FamilyId } from '../environment.ts';
import type { Former } from './setup.ts';

/** What is needed to take a set-up back; plain JSON, for the host to keep. */
export interface UndoRecord {
  readonly version: 1;
  readonly client: FamilyId;
  readonly path: string;
  readonly changes: readonly { readonly id: string; readonly former: Former }[];
  /** SHA-256 of the file before; null when there was none. */
  readonly hashBefore: string | null;
  /** SHA-256 of what was written. */
  readonly hashWritten: string;
  /** Null when there was no file to save. */
  readonly backup: string | null;
}
