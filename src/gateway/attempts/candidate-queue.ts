import type { Failure } from '../exchange/failure.ts';
import type { GoOn } from '../routing/strategy.ts';
import type { Candidate } from '../routing/view.ts';

/** The candidates of a plan that have not been asked, in the order in which they will be. */
export class CandidateQueue {
  #rest: readonly Candidate[];
  #at = 0;

  constructor(candidates: readonly Candidate[]) {
    this.#rest = candidates;
  }

  /** Takes the next one off; undefined: nobody is left. */
  take(): Candidate | undefined {
    const candidate = this.#rest[this.#at];
    this.#at += 1;
    return candidate;
  }

  /** Takes the next one of another provider off that is no trial and is well, out of its turn. */
  takeRival(of: Candidate, isWell: (candidate: Candidate) => boolean): Candidate | undefined {
    const rest = this.#rest.slice(this.#at);
    const rival = rest.find((one) => one.provider !== of.provider && !one.probe && isWell(one));
    if (rival === undefined) return undefined;
    this.#rest = rest.filter((candidate) => candidate !== rival);
    this.#at = 0;
    return rival;
  }

  /** Whether somebody is left to go on to. */
  has(how: GoOn, failed: Candidate, failure: Failure): boolean {
    if (how === 'return') return false;
    for (let at = this.#at; at < this.#rest.length; at += 1) {
      const candidate = this.#rest[at];
      if (candidate !== undefined && !isLeftOut(how, candidate, failed, failure)) return true;
    }
    return false;
  }

  /** Brings the others into the order that a strategy wants after a failure. False: nobody is left. */
  goOn(how: GoOn, failed: Candidate, failure: Failure): boolean {
    if (!this.has(how, failed, failure)) return false;
    const rest = this.#rest.slice(this.#at);
    if (how === 'next-provider') {
      this.#rest = rest.filter((candidate) => !isLeftOut(how, candidate, failed, failure));
    } else {
      const isSibling = (one: Candidate): boolean =>
        one.provider === failed.provider && one.model === failed.model;
      this.#rest = [...rest.filter(isSibling), ...rest.filter((one) => !isSibling(one))];
    }
    this.#at = 0;
    return true;
  }
}

/** A connection fails for all models of a provider; anything else is said of the one that was asked for. */
function isLeftOut(how: GoOn, candidate: Candidate, failed: Candidate, failure: Failure): boolean {
  if (how !== 'next-provider' || candidate.provider !== failed.provider) return false;
  return failure.class === 'transport' || candidate.model === failed.model;
}
