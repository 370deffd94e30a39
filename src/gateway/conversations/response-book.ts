/** What is known of a response that a client may come back to. */
export interface KeptResponse {
  /** Id of the client key that it belongs to. */
  readonly client: string;
  readonly provider: string;
  readonly account: string;
  /** The provider keeps it under the same id; otherwise only this gateway knows it. */
  readonly native: boolean;
  /** Its whole input and output, read when somebody goes on from it; absent when that was too large to keep. */
  readonly items?: () => readonly unknown[];
  /** About what its items weigh, with those of the responses before it, which they refer to. */
  readonly bytes: number;
  /** The response object, for `GET`. */
  readonly response?: unknown;
}

export interface ResponseBook {
  get(id: string): KeptResponse | undefined;
  /** What is too large is kept without its items. */
  add(id: string, kept: KeptResponse): void;
  delete(id: string): void;
  /** About what all items weigh. */
  readonly bytes: number;
}

export interface ResponseBookLimits {
  readonly mostResponses: number;
  readonly mostBytes: number;
  /** Of one response. */
  readonly mostBytesEach: number;
}

const usual: ResponseBookLimits = {
  mostResponses: 2_000,
  mostBytes: 64 * 1024 * 1024,
  mostBytesEach: 16 * 1024 * 1024,
};

/**
 * Remembers whose a response id is and where it came from, and of those that no provider keeps their items, so that
 * `previous_response_id` works with providers that have never heard of it. In memory and bounded: the oldest go first.
 */
export function createResponseBook(limits: ResponseBookLimits = usual): ResponseBook {
  const known = new Map<string, KeptResponse>();
  let total = 0;
  const forget = (id: string): void => {
    total -= known.get(id)?.bytes ?? 0;
    known.delete(id);
  };
  return {
    get: (id) => known.get(id),
    add(id, kept) {
      forget(id);
      const { items: _, response: __, ...bare } = kept;
      const held = kept.bytes <= limits.mostBytesEach ? kept : { ...bare, bytes: 0 };
      known.set(id, held);
      total += held.bytes;
      for (const oldest of known.keys()) {
        if (total <= limits.mostBytes && known.size <= limits.mostResponses) return;
        forget(oldest);
      }
    },
    delete: forget,
    get bytes() {
      return total;
    },
  };
}
