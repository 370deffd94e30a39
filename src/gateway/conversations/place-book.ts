/** Who answers a conversation: its prompt cache and its reasoning state are there. */
export interface Place {
  readonly provider: string;
  readonly account: string;
  /** The provider's name of the model. */
  readonly model: string;
}

/** Who answered each conversation last, for each model name that it asks for: agents use several at one time. */
export interface PlaceBook {
  /** Undefined for what was never answered, or not for a day. */
  placeOf(home: string, model: string): Place | undefined;
  settle(home: string, model: string, place: Place): void;
  readonly size: number;
}

/** More than run at one time by far; what was used longest ago is forgotten first. */
const mostPlaces = 10_000;

/** No provider keeps a prompt cache longer (OpenAI: up to 24 hours). */
const forgottenAfterMs = 24 * 60 * 60_000;

/** How exactly the order of use is kept: a table whose members come and go with each request is dear (garbage). */
const orderedEveryMs = 60_000;

interface Kept {
  readonly place: Place;
  /** Milliseconds since the epoch of the last answer, and of the one that put it behind all others. */
  at: number;
  readonly orderedAt: number;
}

/** `home`: the conversation's id, or the client's where there is none. `now`: milliseconds since the epoch. */
export function createPlaceBook(now: () => number, most: number = mostPlaces): PlaceBook {
  const known = new Map<string, Kept>();
  return {
    placeOf(home, model) {
      const kept = known.get(keyOf(home, model));
      return kept === undefined || now() - kept.at > forgottenAfterMs ? undefined : kept.place;
    },
    settle(home, model, { provider, account, model: name }) {
      const key = keyOf(home, model);
      const at = now();
      const kept = known.get(key);
      if (
        kept !== undefined &&
        at - kept.orderedAt < orderedEveryMs &&
        isSame(kept.place, provider, account, name)
      ) {
        kept.at = at;
        return;
      }
      known.delete(key);
      known.set(key, { place: { provider, account, model: name }, at, orderedAt: at });
      if (known.size <= most) return;
      const oldest = known.keys().next();
      if (oldest.done !== true) known.delete(oldest.value);
    },
    get size() {
      return known.size;
    },
  };
}

function isSame(place: Place, provider: string, account: string, model: string): boolean {
  return place.provider === provider && place.account === account && place.model === model;
}

/** Longer names are no models; nobody's key grows by them. */
const longestName = 200;

function keyOf(home: string, model: string): string {
  return `${home}\u0000${model.slice(0, longestName)}`;
}
