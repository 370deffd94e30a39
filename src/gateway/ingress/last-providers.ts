/** Which provider answered a conversation (or a client without one) last; for the calm after a failover. */
export interface LastProviders {
  get(home: string): string | undefined;
  set(home: string, provider: string): void;
}

/** More conversations than run at one time by far; the oldest is forgotten first. */
const mostHomes = 10_000;

export function createLastProviders(limit: number = mostHomes): LastProviders {
  const known = new Map<string, string>();
  return {
    get: (home) => known.get(home),
    set(home, provider) {
      if (known.get(home) === provider) return;
      known.delete(home);
      known.set(home, provider);
      if (known.size <= limit) return;
      const oldest = known.keys().next();
      if (oldest.done !== true) known.delete(oldest.value);
    },
  };
}
