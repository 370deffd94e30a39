/** One thing that is wrong in a config, in words for the person who wrote it. Never holds a secret. */
export interface Problem {
  /** Where: `providers[0].baseUrl`, or `line 3, column 14` when the text itself cannot be read. */
  readonly path: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
  /** Line in the file, from 1, when it is known. */
  readonly line?: number;
}

export type PathPart = string | number;

/** `['providers', 0, 'baseUrl']` as people write it: `providers[0].baseUrl`; the root is `config`. */
export function pathText(parts: readonly PathPart[]): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (/^[A-Za-z_$][\w$-]*$/.test(part)) text += text === '' ? part : `.${part}`;
    else text += `[${JSON.stringify(part)}]`;
  }
  return text === '' ? 'config' : text;
}

/** The line that is printed: `path: what is wrong, what is allowed (line 7)`. */
export function problemText(problem: Problem): string {
  const where = problem.line === undefined ? '' : ` (line ${problem.line})`;
  return `${problem.path}: ${problem.message}${where}`;
}

/**
 * Keys of vendors as they begin; a person who pastes one in the wrong place must not find it in a log. A digit or
 * capital tells a key from a name such as `hf-inference-europe`.
 */
const keyShape =
  /(?:\b(?:sk|pk|rk|gsk|xai|ghp|gho|hf|nvapi|pplx)[-_](?=[\w-]*[0-9A-Z])[\w-]{12,})|(?:\bAIza[\w-]{20,})|(?:\b[Bb]earer\s+\S{8,})/;

/** Whether a text looks like a provider's key. */
export function looksLikeKey(text: string): boolean {
  return keyShape.test(text);
}

/** A value as it may stand in a message: cut, quoted, and never something that looks like a key. */
export function shown(value: unknown): string {
  if (typeof value === 'string') {
    if (looksLikeKey(value)) return 'a text that looks like a key';
    return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  }
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (typeof value === 'object') return 'an object';
  return String(value);
}

/** Words of a list: `a, b or c`. */
export function anyOf(values: readonly unknown[]): string {
  const texts = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)));
  const last = texts.pop();
  if (last === undefined) return 'nothing';
  return texts.length === 0 ? last : `${texts.join(', ')} or ${last}`;
}

/**
 * The known word that was probably meant, or undefined when none is near: at most a third of the letters differ,
 * a case or a hyphen aside.
 */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const each of known) {
    const far = distance(wanted, plain(each));
    if (far < bestDistance) {
      best = each;
      bestDistance = far;
    }
  }
  return best;
}

function plain(word: string): string {
  return word
    .slice(0, 60)
    .toLowerCase()
    .replace(/[-_\s]/g, '');
}

/** Edits between two short words (Levenshtein, with swapped neighbours counted once). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(cell(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, cell(rows, i - 1, j - 1) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, cell(rows, i - 2, j - 2) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return cell(rows, a.length, b.length);
}

function cell(rows: readonly (readonly number[])[], i: number, j: number): number {
  return rows[i]?.[j] ?? 0;
}
