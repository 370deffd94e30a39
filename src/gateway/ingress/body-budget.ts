/** 512 MiB over all requests: more than any real load, less than what ends an extension host. */
const mostBytes = 512 * 1024 * 1024;

/** Counts the request bodies that are held at one time. */
export interface BodyBudget {
  /** False when there is no room; nothing is counted then. */
  take(bytes: number): boolean;
  give(bytes: number): void;
  readonly held: number;
}

export function createBodyBudget(limit: number = mostBytes): BodyBudget {
  let held = 0;
  return {
    take(bytes) {
      if (held + bytes > limit) return false;
      held += bytes;
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
