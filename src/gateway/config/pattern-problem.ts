/** Messages are at most this long (see `Failure`). */
const longestText = 500;

/**
 * Steps that a search may take in the worst case: some milliseconds. The gateway answers nobody else while it
 * searches, and what it searches in was written by somebody else.
 */
const mostSteps = 5_000_000;

/**
 * Why a text is no regular expression that may be searched for in any message; undefined when it is one. The worst
 * case is reckoned from the expression itself: `(a+)+` takes longer than anybody lives, and so does a third `.*`.
 */
export function patternProblem(source: string): string | undefined {
  try {
    new RegExp(source, 'i');
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return `is not a regular expression${said === '' ? '' : `: ${said}`}`;
  }
  const reader = new Reader(source);
  const steps = reader.alternatives();
  if (reader.problem !== undefined) return reader.problem;
  const starts = source.startsWith('^') && !reader.hasTopAlternatives ? 1 : longestText;
  if (steps * starts <= mostSteps) return undefined;
  return 'could take too long on some message; use at most one * or +, and bounds such as {0,40} elsewhere';
}

/** Reads an expression that is known to be one, and multiplies in how many ways its parts can match. */
class Reader {
  problem: string | undefined;
  hasTopAlternatives = false;
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Up to the end, or to the `)` of a group. */
  alternatives(): number {
    let sum = this.#sequence();
    while (this.#source[this.#at] === '|') {
      if (this.#depth === 0) this.hasTopAlternatives = true;
      this.#at += 1;
      sum += this.#sequence();
    }
    return sum;
  }

  #sequence(): number {
    let ways = 1;
    while (this.problem === undefined && this.#at < this.#source.length) {
      const next = this.#source[this.#at];
      if (next === '|' || next === ')') break;
      const inner = this.#atom();
      ways *= this.#repeated(inner);
    }
    return ways;
  }

  #atom(): number {
    const rest = this.#source.slice(this.#at);
    if (rest.startsWith('(')) return this.#group(rest);
    if (/^\\(?:[1-9]|k<)/.test(rest)) {
      this.problem = 'refers back to a group, which may take too long; write the text out';
      return 1;
    }
    const length = /^\[(?:\\.|[^\]\\])*\]|^\\c[A-Za-z]|^\\x..|^\\u.{4}|^\\./s.exec(rest)?.[0].length ?? 1;
    this.#at += length;
    return 1;
  }

  #group(rest: string): number {
    const opening = /^\((?:\?(?::|<[A-Za-z_$][\w$]*>))?/.exec(rest)?.[0] ?? '(';
    if (rest.startsWith('(?') && opening === '(') {
      this.problem = 'looks ahead or behind, or sets flags, which is not supported; write it without';
      return 1;
    }
    this.#at += opening.length;
    this.#depth += 1;
    const ways = this.alternatives();
    this.#depth -= 1;
    this.#at += 1;
    return ways;
  }

  /** With the quantifier that stands behind an atom. */
  #repeated(inner: number): number {
    const rest = this.#source.slice(this.#at);
    const found = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(rest);
    if (found === null) return inner;
    const [text, least, comma, most] = found;
    this.#at += text.length;
    if (text.startsWith('?')) return inner + 1;
    const isOpen = least === undefined || (comma === ',' && most === '');
    const from = Number(least ?? 0);
    const to = isOpen ? longestText : Number(comma === ',' ? most : least);
    if (inner > 1 && to > 1) {
      this.problem =
        'repeats a group that can match in several ways, which may take too long; repeat single characters, not such groups';
    }
    return Math.max(1, Math.min(to, longestText) - from + 1);
  }
}
