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
  /** Homes that are remembered. */
  readonly size: number;
}

/** More than run at one time by far; what was used longest ago is forgotten first. */
const mostHomes = 10_000;

/** Models that one home may ask for; more than agents use, and a client may send other names for ever. */
const mostModels = 16;

/** No provider keeps a prompt cache longer (OpenAI: up to 24 hours). */
const forgottenAfterMs = 24 * 60 * 60_000;

/** How exactly the order of use is kept: a table whose members come and go with each request is dear (garbage). */
const orderedEveryMs = 60_000;

/** One model of a home. */
interface Kept {
  readonly model: string;
  place: Place;
  /** Milliseconds since the epoch of the last answer. */
  at: number;
}

interface Home {
  /** Few, so that looking through them costs less than a table. */
  readonly models: Kept[];
  /** Milliseconds since the epoch of the answer that put it behind all others. */
  orderedAt: number;
}

/** `home`: the conversation's id, or the client's where there is none. `now`: milliseconds since the epoch. */
export function createPlaceBook(now: () => number, most: number = mostHomes): PlaceBook {
  const homes = new Map<string, Home>();

  /** Behind all others now. */
  function put(name: string, home: Home): void {
    homes.delete(name);
    homes.set(name, home);
    if (homes.size <= most) return;
    const oldest = homes.keys().next();
    if (oldest.done !== true) homes.delete(oldest.value);
  }

  return {
    placeOf(home, model) {
      const kept = keptOf(homes.get(home), model);
      return kept === undefined || now() - kept.at > forgottenAfterMs ? undefined : kept.place;
    },
    settle(name, model, place) {
      const at = now();
      const home = homes.get(name) ?? { models: [], orderedAt: Number.NEGATIVE_INFINITY };
      if (at - home.orderedAt >= orderedEveryMs) {
        home.orderedAt = at;
        put(name, home);
      }
      const kept = keptOf(home, model);
      if (kept === undefined) addModel(home, { model: model.slice(0, longestName), place: copy(place), at });
      else {
        kept.at = at;
        if (!isSame(kept.place, place)) kept.place = copy(place);
      }
    },
    get size() {
      return homes.size;
    },
  };
}

function keptOf(home: Home | undefined, model: string): Kept | undefined {
  if (home === undefined) return undefined;
  const name = model.length > longestName ? model.slice(0, longestName) : model;
  for (const kept of home.models) if (kept.model === name) return kept;
  return undefined;
}

function addModel({ models }: Home, kept: Kept): void {
  if (models.length >= mostModels) {
    const oldest = models.reduce((first, each) => (each.at < first.at ? each : first));
    models.splice(models.indexOf(oldest), 1);
  }
  models.push(kept);
}

/** Of a candidate, which knows more, what is kept. */
function copy({ provider, account, model }: Place): Place {
  return { provider, account, model };
}

function isSame(place: Place, { provider, account, model }: Place): boolean {
  return place.provider === provider && place.account === account && place.model === model;
}

/** Longer names are no models; nobody's key grows by them. */
const longestName = 200;
