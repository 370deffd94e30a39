import { type Fate, fateOf } from './field-fate.ts';
import { type Reach, reachesOf } from './provider-fields.ts';
import type { Speaker } from './request-schemas.ts';

/** What becomes of requests of one dialect at providers of another. */
export interface Conversion {
  readonly client: Speaker;
  readonly provider: Speaker;
  readonly fates: readonly Fate[];
  readonly reaches: readonly Reach[];
}

export function conversionOf(client: Speaker, provider: Speaker): Conversion {
  const fates = client.fields.map((field) => fateOf(field, client, provider));
  return { client, provider, fates, reaches: reachesOf(client, provider, fates) };
}

/** Every ordered pair of different dialects. */
export function allConversions(speakers: readonly Speaker[]): readonly Conversion[] {
  return speakers.flatMap((client) =>
    speakers.filter((provider) => provider !== client).map((provider) => conversionOf(client, provider)),
  );
}

export function fileOf({ client, provider }: Conversion): string {
  return `${client.codec.dialect}-to-${provider.codec.dialect}.md`;
}

export function tableOf(conversion: Conversion): string {
  const { client, provider, fates, reaches } = conversion;
  const counts = ['carried', 'mapped', 'lost', 'understood', 'silent']
    .map((verdict) => [verdict, fates.filter((fate) => fate.verdict === verdict).length] as const)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`);
  const never = reaches.filter(({ kind }) => kind === 'never').length;
  return [
    `# ${client.codec.dialect} to ${provider.codec.dialect}`,
    '',
    'Written by `npm run fields`, which converts the example of each field with and without it, for a provider without',
    'quirks and a model of which nothing is known. What the words mean: [dialects.md](../dialects.md#tables-of-fields).',
    '',
    `## What the client says: ${counts.join(', ')}`,
    '',
    '| field | becomes | where, what is lost, or why not |',
    '| --- | --- | --- |',
    ...fates.map((fate) => row([code(fate.path), fate.verdict, tale(fate)])),
    '',
    `## What the provider can be told: ${reaches.length - never} of ${reaches.length} fields`,
    '',
    '| field | said by |',
    '| --- | --- |',
    ...reaches.map((reach) => row([code(reach.path), source(reach)])),
    '',
  ].join('\n');
}

const mostNamed = 3;

function tale({ path, verdict, to, losses, reason }: Fate): string {
  const isSame = verdict === 'carried' && to.length === 1 && to[0] === path;
  return [reason ?? '', isSame ? '' : some(to), losses.slice(0, mostNamed).join('; ')]
    .filter((text) => text !== '')
    .join('; ');
}

function source({ kind, from }: Reach): string {
  if (kind === 'never') return 'never';
  if (kind === 'beside') return 'with others';
  return kind === 'always' ? ['always', some(from)].filter((text) => text !== '').join('; ') : some(from);
}

function some(paths: readonly string[]): string {
  const shown = paths
    .slice(0, mostNamed)
    .map((path) => (path.startsWith('without ') ? `without ${code(path.slice(8))}` : code(path)));
  const more = paths.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function code(text: string): string {
  return `\`${text}\``;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
}
