import type { GatewayEvent } from '../exchange/event.ts';
import type { RequestRecord } from '../exchange/record.ts';
import type { ClientUse, StoredClient } from './client-store.ts';
import type { PackedRequests } from './pack-requests.ts';
import type { EventQuery, Page, RequestQuery, RequestSummary, StoredEvent, Tally } from './storage.ts';
import type { StorageErrorCode } from './storage-error.ts';

/** What the engine's thread is started with. */
export interface EngineOptions {
  readonly dataDir: string;
}

/** Rows that are committed together. */
export interface Batch {
  readonly requests?: PackedRequests;
  readonly events: readonly GatewayEvent[];
  /** Sent before, and not confirmed: some of it may be there already. */
  readonly again: boolean;
}

/** What can be asked of the engine. `step` of a prune is the most rows that one call may delete. */
export type Ask =
  | { readonly of: 'write'; readonly batch: Batch }
  | { readonly of: 'requests'; readonly query: RequestQuery }
  | { readonly of: 'request'; readonly id: string }
  | { readonly of: 'events'; readonly query: EventQuery }
  | { readonly of: 'tally'; readonly since: number }
  | { readonly of: 'prune'; readonly before: number; readonly step: number }
  | { readonly of: 'clients' }
  | { readonly of: 'save-client'; readonly client: StoredClient }
  | { readonly of: 'remove-client'; readonly id: string }
  | { readonly of: 'note-uses'; readonly uses: readonly ClientUse[] }
  | { readonly of: 'close' };

export type Answer =
  /** `refused`: rows that the database would not take, each tried alone. */
  | { readonly of: 'write'; readonly refused: number }
  | { readonly of: 'requests'; readonly page: Page<RequestSummary> }
  | { readonly of: 'request'; readonly record: RequestRecord | undefined }
  | { readonly of: 'events'; readonly page: Page<StoredEvent> }
  | { readonly of: 'tally'; readonly tally: Tally }
  | { readonly of: 'prune'; readonly deleted: number }
  | {
      readonly of: 'clients';
      readonly clients: readonly StoredClient[];
      readonly uses: readonly ClientUse[];
    }
  | { readonly of: 'save-client' | 'remove-client' | 'note-uses' }
  | { readonly of: 'close' };

export type ToEngine = Ask & { readonly call: number };

/** A database that was damaged and has been put aside. */
export interface SetAside {
  readonly path: string;
  readonly reason: string;
}

export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly code: StorageErrorCode; readonly message: string }
  | { readonly kind: 'set-aside'; readonly file: SetAside }
  | { readonly kind: 'done'; readonly call: number; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly call: number; readonly message: string };
