/**
 * What a judge found. `rule` names the rule that was broken, so that a leniency can excuse exactly this rule;
 * rules of shape are `missing:PATH`, `type:PATH`, `value:PATH` and `unknown:PATH`, with `[]` for elements of lists.
 */
export interface Violation {
  readonly rule: string;
  /** The rule with the place and what was found. */
  readonly words: string;
}

/** Collects what is wrong with one request or answer. */
export class Report {
  readonly violations: Violation[] = [];
  /** Where the judge is (`event 3`); part of every message. */
  where = '';

  /** A broken rule of order or meaning. */
  add(rule: string, message: string): void {
    this.violations.push({ rule, words: `${rule}: ${message}${this.where && ` (${this.where})`}` });
  }

  /** A broken rule of shape at a path. */
  shape(kind: 'missing' | 'type' | 'value' | 'unknown', at: string, message: string): void {
    const path = at.replaceAll(/\[\d+\]/g, '[]');
    this.violations.push({
      rule: `${kind}:${path}`,
      words: `${kind}:${at}: ${message}${this.where && ` (${this.where})`}`,
    });
  }

  /** All of it in words, save what is excused. */
  words(excused: Leniencies = {}): string[] {
    return this.violations.filter(({ rule }) => !Object.hasOwn(excused, rule)).map(({ words }) => words);
  }
}

/** Rules that are not applied, each with who breaks it. */
export type Leniencies = Readonly<Record<string, string>>;

/** A value for a message, short. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
