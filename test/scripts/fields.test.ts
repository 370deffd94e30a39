import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allConversions, conversionOf, fileOf, tableOf } from '../../scripts/fields/conversion-table.ts';
import { placesAt } from '../../scripts/fields/field-path.ts';
import { loadSpeakers, type Speaker } from '../../scripts/fields/request-schemas.ts';
import { understoodFields } from '../../scripts/fields/understood.ts';
import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

const folder = new URL('../../docs/conversion/', import.meta.url);
const speakers = await loadSpeakers();
const conversions = allConversions(speakers);
const named = conversions.map((conversion) => [fileOf(conversion), conversion] as const);

function speaker(dialect: Dialect): Speaker {
  const found = speakers.find(({ codec }) => codec.dialect === dialect);
  if (found === undefined) throw new Error(`${dialect} has no codec`);
  return found;
}

describe('docs/conversion', () => {
  it('has a table for each two dialects, and nothing else', () => {
    expect(readdirSync(folder).toSorted()).toEqual(named.map(([file]) => file).toSorted());
    expect(named).toHaveLength(speakers.length * (speakers.length - 1));
  });

  it.each(named)('%s is what the codecs do; `npm run fields` writes it', (file, conversion) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(tableOf(conversion));
  });

  it.each(named)('%s has a row for every field of both', (file, { client, provider }) => {
    const [said = '', told = ''] = readFileSync(new URL(file, folder), 'utf8').split(
      '\n## What the provider',
    );
    for (const { path } of client.fields) expect(said).toContain(`\n| \`${path}\` | `);
    for (const { path } of provider.fields) expect(told).toContain(`\n| \`${path}\` | `);
  });

  it.each(speakers.map((one) => [one.codec.dialect, one] as const))(
    '%s: every example has its field, so that leaving it out can be tried',
    (_dialect, { fields }) => {
      expect(fields.length).toBeGreaterThan(90);
      for (const { path, example } of fields) expect(placesAt(example, path), path).not.toEqual([]);
    },
  );
});

describe('fields on their way', () => {
  it.each(named)('%s: none is dropped in silence', (_file, { fates }) => {
    expect(fates.filter(({ verdict }) => verdict === 'silent').map(({ path }) => path)).toEqual([]);
  });

  it('are excused from a loss only where nothing else tells of them', () => {
    const excused = conversions.flatMap(({ client, provider, fates }) =>
      fates
        .filter(({ verdict }) => verdict === 'understood')
        .map(({ path }) => `${client.codec.dialect} ${provider.codec.dialect} ${path}`),
    );
    const listed = understoodFields.flatMap(({ client, providers, paths }) =>
      (
        providers ?? speakers.map(({ codec }) => codec.dialect).filter((dialect) => dialect !== client)
      ).flatMap((provider) => paths.map((path) => `${client} ${provider} ${path}`)),
    );
    expect(listed.toSorted()).toEqual(excused.toSorted());
  });

  it('are found out when a writer forgets one, or a reader does', () => {
    const chat = speaker('openai-chat');
    const messages = speaker('anthropic-messages');
    const forgetful: Speaker = {
      ...messages,
      codec: {
        ...messages.codec,
        encodeRequest: (conversation, target, losses) => {
          const { temperature: _, ...rest } = messages.codec.encodeRequest(conversation, target, losses);
          return rest;
        },
      },
    };
    const careless: Speaker = {
      ...chat,
      codec: {
        ...chat.codec,
        decodeRequest: ({ seed: _, ...rest }, facts) => chat.codec.decodeRequest(rest, facts),
      },
    };
    const silent = (client: Speaker, provider: Speaker) =>
      conversionOf(client, provider)
        .fates.filter(({ verdict }) => verdict === 'silent')
        .map(({ path }) => path);
    expect(silent(chat, forgetful)).toEqual(['temperature']);
    expect(silent(careless, messages)).toEqual(['seed']);
  });

  it('are told apart: carried, under another name, lost', () => {
    const { fates, reaches } = conversionOf(speaker('openai-chat'), speaker('gemini-generate'));
    const fate = (path: string) => {
      const { verdict, to, losses } = fates.find((one) => one.path === path) ?? { verdict: 'none' };
      return { verdict, to, losses };
    };
    expect(fate('top_p')).toEqual({ verdict: 'carried', to: ['generationConfig.topP'], losses: [] });
    expect(fate('stop')).toEqual({ verdict: 'mapped', to: ['generationConfig.stopSequences'], losses: [] });
    expect(fate('n')).toEqual({ verdict: 'lost', to: [], losses: ['`count`: 2 answers'] });
    expect(reaches.find(({ path }) => path === 'systemInstruction')).toMatchObject({
      from: ['messages[].role'],
    });
    expect(reaches.find(({ path }) => path === 'cachedContent')).toMatchObject({ kind: 'never' });
    expect(reaches.find(({ path }) => path === 'contents')).toMatchObject({ kind: 'always' });
  });
});
