import { matchesGlob } from './glob.ts';
import type { RoutingRule } from './view.ts';

interface CompiledRules {
  readonly exact: ReadonlyMap<string, RoutingRule>;
  /** Most specific first. */
  readonly globs: readonly RoutingRule[];
}

const compiled = new WeakMap<readonly RoutingRule[], CompiledRules>();

/**
 * The one rule that holds for a bare model name: an exact one before globs, the glob with the most fixed
 * characters before shorter ones, the earlier one of equals. Undefined when none matches.
 */
export function findRule(rules: readonly RoutingRule[], name: string): RoutingRule | undefined {
  if (rules.length === 0) return undefined;
  const { exact, globs } = compiledOf(rules);
  return exact.get(name) ?? globs.find((rule) => matchesGlob(rule.match, name));
}

/** Sorted once per rule list: lists are replaced, never changed. */
function compiledOf(rules: readonly RoutingRule[]): CompiledRules {
  const known = compiled.get(rules);
  if (known !== undefined) return known;
  const exact = new Map<string, RoutingRule>();
  const globs: RoutingRule[] = [];
  for (const rule of rules) {
    if (rule.match.includes('*')) globs.push(rule);
    else if (!exact.has(rule.match)) exact.set(rule.match, rule);
  }
  globs.sort((a, b) => fixedLength(b.match) - fixedLength(a.match));
  const made = { exact, globs };
  compiled.set(rules, made);
  return made;
}

/** In a target, what the one `*` of the rule's pattern stands for. */
export const matchedPart = '{*}';

/**
 * The model that an entry of `use` means for a name: `*` is the name itself, and `{*}` the part of it that the one `*`
 * of `match` stands for, so that `*-thinking` can lead to the model without the suffix.
 */
export function targetModel(rule: RoutingRule, target: string, name: string): string {
  if (target === '*') return name;
  if (!target.includes(matchedPart)) return target;
  const star = rule.match.indexOf('*');
  const part = name.slice(star, name.length - (rule.match.length - star - 1));
  return target.replaceAll(matchedPart, () => part);
}

function fixedLength(pattern: string): number {
  return pattern.replaceAll('*', '').length;
}
