/** Of so many streams in a row the second calls may be saved up, for a provider that is slow to all of them at once. */
const mostSaved = 100;

/** Thousandths, so that ten times a tenth is one. */
const wholeCall = 1000;

/**
 * How many streams may be asked of a second provider: each stream that begins earns a share of a second call, and a
 * second call takes a whole one. So of many streams at most that share is asked twice, however slow a provider is;
 * what is saved up is never more than what `mostSaved` streams earn, and one call is there at the start.
 */
export class HedgeBudget {
  #saved = wholeCall;

  /** A stream begins that may be asked of a second provider. `share`: in [0.01, 1]. */
  earn(share: number): void {
    const earned = Math.round(share * wholeCall);
    const most = Math.max(wholeCall, earned * mostSaved);
    this.#saved = Math.min(most, this.#saved + earned);
  }

  /** Whether a second call may be made now. */
  allows(): boolean {
    return this.#saved >= wholeCall;
  }

  /** It is made. */
  spend(): void {
    this.#saved -= wholeCall;
  }
}
