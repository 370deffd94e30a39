import { isThinkingLevel, type ModelFacts, type ThinkingForm } from '../exchange/model-facts.ts';
import { modelKey } from './model-key.ts';
import { snapshot } from './snapshot.ts';

/** What the snapshot says of one provider's models. */
export interface SnapshotProvider {
  readonly name: string;
  /** Hosts of its API. */
  readonly hosts: readonly string[];
  /** By the provider's own names. */
  readonly models: ReadonlyMap<string, ModelFacts>;
  /** By `modelKey`; names that mean the same and have other limits are left out. */
  readonly byKey: ReadonlyMap<string, ModelFacts>;
}

let table: ReadonlyMap<string, SnapshotProvider> | undefined;

/** Providers in the order of the snapshot, vendors before routers. Of each the models are read when they are asked for. */
export function snapshotProviders(): ReadonlyMap<string, SnapshotProvider> {
  table ??= readSnapshot(snapshot);
  return table;
}

/** Reads the text of `snapshot.ts`; its head says what stands in it. */
export function readSnapshot(text: string): ReadonlyMap<string, SnapshotProvider> {
  const providers = new Map<string, SnapshotProvider>();
  for (const section of text.split(/^@/m).slice(1)) {
    const [head = '', ...lines] = section.split('\n').filter((line) => line !== '');
    const [name = '', ...hosts] = head.split(' ');
    let models: ReadonlyMap<string, ModelFacts> | undefined;
    let byKey: ReadonlyMap<string, ModelFacts> | undefined;
    providers.set(name, {
      name,
      hosts,
      get models() {
        models ??= new Map(lines.map(readModel));
        return models;
      },
      get byKey() {
        byKey ??= keyed(this.models);
        return byKey;
      },
    });
  }
  return providers;
}

function readModel(line: string): [string, ModelFacts] {
  const [name = '', ...columns] = line.split(' ');
  return [name, factsIn(columns)];
}

function keyed(models: ReadonlyMap<string, ModelFacts>): ReadonlyMap<string, ModelFacts> {
  const byKey = new Map<string, ModelFacts>();
  for (const [name, facts] of models) addByKey(byKey, modelKey(name), facts);
  return byKey;
}

/** What dated names and ways of serving agree on. */
function addByKey(byKey: Map<string, ModelFacts>, key: string, facts: ModelFacts): void {
  const known = byKey.get(key);
  if (known === undefined) {
    byKey.set(key, facts);
    return;
  }
  const { contextTokens, outputTokens, efforts, ...rest } = known;
  byKey.set(key, {
    ...rest,
    ...(contextTokens !== undefined && contextTokens === facts.contextTokens && { contextTokens }),
    ...(outputTokens !== undefined && outputTokens === facts.outputTokens && { outputTokens }),
    ...(efforts !== undefined && efforts.join() === facts.efforts?.join() && { efforts }),
  });
}

function factsIn([
  context = '-',
  output = '-',
  taken = '-',
  thinking = '-',
  efforts = '-',
]: readonly string[]): ModelFacts {
  return {
    ...(context !== '-' && { contextTokens: Number(context) }),
    ...(output !== '-' && { outputTokens: Number(output) }),
    ...flag(taken, 'i', 'images'),
    ...flag(taken, 'd', 'documents'),
    ...flag(taken, 'a', 'audio'),
    ...flag(taken, 's', 'schemas'),
    // The source lists models that call tools, and no others.
    tools: true,
    ...(isForm(thinking) && { thinking }),
    ...(efforts !== '-' && { efforts: efforts.split(',').filter(isThinkingLevel) }),
  };
}

function flag<K extends string>(taken: string, letter: string, name: K): { readonly [key in K]?: boolean } {
  const found: { [key in K]?: boolean } = {};
  if (taken.includes(letter)) found[name] = true;
  else if (taken.includes(letter.toUpperCase())) found[name] = false;
  return found;
}

function isForm(text: string): text is ThinkingForm {
  return text === 'effort' || text === 'budget' || text === 'none';
}
