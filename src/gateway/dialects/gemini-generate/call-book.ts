/** Ids for calls that came without: by place, so that the same history gives the same ids in every request. */
const placed = /^call_at_\d+_\d+$/;

/** Whether the id was made here; a writer of this dialect leaves it out again. */
export function isPlacedId(id: string): boolean {
  return placed.test(id);
}

interface Call {
  readonly id: string;
  readonly name: string;
  readonly turn: number;
  readonly hadId: boolean;
}

/**
 * Pairs results with calls. Older models give no ids, and the vendor pairs by name and order; a call that was never
 * answered (the user interrupted it) must not take the result of a later one, so the latest turn is looked at first.
 */
export class CallBook {
  readonly #byId = new Map<string, Call>();
  #waiting: Call[] = [];

  /** The call's id, or one by its place. */
  add(id: string | undefined, name: string, turn: number, place: number): string {
    const call = { id: id ?? `call_at_${turn}_${place}`, name, turn, hadId: id !== undefined };
    this.#byId.set(call.id, call);
    this.#waiting.push(call);
    return call.id;
  }

  /** Id and name of the call that a result answers; the id is '' when there is none. */
  resolve(id: string | undefined, name: string | undefined): { id: string; name?: string } {
    const call = id === undefined ? this.#find(name, false) : (this.#byId.get(id) ?? this.#find(name, true));
    if (call === undefined) return { id: id ?? '', ...(name !== undefined && { name }) };
    this.#waiting = this.#waiting.filter((one) => one !== call);
    return { id: call.id, name: name ?? call.name };
  }

  #find(name: string | undefined, withoutId: boolean): Call | undefined {
    const fits = this.#waiting.filter(
      (call) => (name === undefined || call.name === name) && !(withoutId && call.hadId),
    );
    const latest = fits.at(-1)?.turn;
    return fits.find((call) => call.turn === latest);
  }
}
