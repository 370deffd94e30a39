/** 512 MiB over all requests: more than any real load, less than what ends an extension host. */
const mostBytes = 512 * 1024 * 1024;

/** Counts the request bodies that are held at one time. */
export interface BodyBudget {
  /** False when there is no room; nothing is counted then. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly held: number;
}

export interface BodyBudgetOptions {
  /** Bytes that may be held. */
  readonly limit?: number;
  /** Called whenever this many further bytes were taken; see `garbage.ts`. */
  readonly relief?: { readonly everyBytes: number; relieve(): void };
}

export function createBodyBudget({ limit = mostBytes, relief }: BodyBudgetOptions = {}): BodyBudget {
  let held = 0;
  let sinceRelief = 0;
  return {
    take(bytes) {
      if (held + bytes > limit) return false;
      held += bytes;
      sinceRelief += bytes;
      if (relief !== undefined && sinceRelief >= relief.everyBytes) {
        sinceRelief = 0;
        relief.relieve();
      }
      return true;
    },
    give(bytes) {
      held = Math.max(0, held - bytes);
    },
    get held() {
      return held;
    },
  };
}
