import { textHash } from '../../exchange/text-hash.ts';
import type { ToolForm } from '../conversation.ts';

/** A tool as the client declared it. */
export interface DeclaredTool {
  readonly name: string;
  readonly namespace?: string;
  readonly form: ToolForm;
  /** A custom tool's grammar, as text. */
  readonly grammar?: string;
}

/**
 * Which tool of the client is meant by a name that was sent to the provider. Names change on the way where the
 * provider's dialect knows no groups, allows fewer characters or takes fewer of them; the answer is changed back.
 */
export class ToolBook {
  readonly #declared = new Map<string, DeclaredTool>();
  readonly #sent = new Map<string, string>();
  readonly #pattern: RegExp;
  readonly #longest: number;
  #isAscii = true;

  /** `pattern` and `longest`: what the provider's dialect allows a tool's name to be. */
  constructor(pattern: RegExp, longest: number) {
    this.#pattern = pattern;
    this.#longest = longest;
  }

  /** The name to send for a tool; the same for the same tool, and of no two tools the same. */
  add(tool: DeclaredTool, grouped: boolean): string {
    const key = keyOf(tool.name, tool.namespace);
    const known = this.#sent.get(key);
    if (known !== undefined) return known;
    if (/[^\0-\x7f]/.test(key)) this.#isAscii = false;
    const wished = grouped || tool.namespace === undefined ? tool.name : `${tool.namespace}__${tool.name}`;
    // With groups, two tools of one name are told apart by their group.
    const name = this.#free(this.#fitting(wished), grouped ? tool.namespace : undefined);
    this.#sent.set(key, name);
    this.#declared.set(keyOf(name, grouped ? tool.namespace : undefined), tool);
    return name;
  }

  /** The name under which a tool was sent, or would have to be when it is not declared (any more). */
  sentName(name: string, namespace: string | undefined, grouped: boolean): string {
    return this.add({ name, form: 'function', ...(namespace !== undefined && { namespace }) }, grouped);
  }

  /** No tool has a name with characters outside ASCII. */
  get isAscii(): boolean {
    return this.#isAscii;
  }

  /** The client's tool for a name in an answer; undefined when nobody declared it. */
  declared(name: string, namespace: string | undefined): DeclaredTool | undefined {
    return this.#declared.get(keyOf(name, namespace));
  }

  #fitting(name: string): string {
    let fitting = name;
    if (!this.#pattern.test(fitting)) {
      fitting = fitting.replace(/[^a-zA-Z0-9_-]/g, '_');
      if (!this.#pattern.test(fitting)) fitting = `t_${fitting.replaceAll('-', '_')}`;
    }
    if (fitting.length <= this.#longest) return fitting;
    // The end tells tools of one group apart better than the beginning; the hash makes it sure.
    const hash = shortHash(name);
    return `${fitting.slice(0, this.#longest - hash.length - 1)}_${hash}`;
  }

  #free(name: string, namespace: string | undefined): string {
    if (!this.#declared.has(keyOf(name, namespace))) return name;
    for (let nth = 2; ; nth += 1) {
      const tail = `_${nth}`;
      const other = name.slice(0, this.#longest - tail.length) + tail;
      if (!this.#declared.has(keyOf(other, namespace))) return other;
    }
  }
}

function keyOf(name: string, namespace: string | undefined): string {
  return namespace === undefined ? name : `${namespace}\u0000${name}`;
}

/** Eight characters that differ for names that differ: names stay the same from turn to turn. */
export function shortHash(text: string): string {
  return textHash(text).toString(16).padStart(8, '0');
}
