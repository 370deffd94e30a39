import type { HostedTool } from './conversation.ts';
import type { Fields } from './json-value.ts';
import type { Losses } from './losses.ts';

/** The members that say something, without those that the pivot has words for; undefined when there are none. */
export function unsaidMembers(
  tool: Fields,
  said: ReadonlySet<string>,
): { readonly unsaid?: readonly string[] } {
  const unsaid = Object.keys(tool).filter((name) => !said.has(name) && saysSomething(tool[name]));
  return unsaid.length === 0 ? {} : { unsaid };
}

function saysSomething(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** For a writer that offers its own tool in place of another dialect's. */
export function loseUnsaid({ unsaid, tool, at }: HostedTool, losses: Losses): void {
  for (const name of unsaid ?? []) losses.add('field', `${at}/${name}`, `${name} of ${tool}`);
}
