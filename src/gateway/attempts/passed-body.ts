import { type BodyEdit, hasKeyBytes, replaceModel, spliceBody } from '../dialects/body-scan.ts';
import type { Losses } from '../dialects/losses.ts';
import { setInBody } from '../dialects/settings/set-in-body.ts';
import { encodeTarget } from '../dialects/translate/encode-target.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Provider } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';
import type { Ask } from './ask.ts';

/**
 * The client's bytes for a candidate of its own dialect: with the model's name, the wish for figures and what a rule
 * sets exchanged in place.
 */
export function passedBody(
  ask: Ask,
  candidate: Candidate,
  provider: Provider,
  limits: () => ModelFacts,
  losses: Losses,
): Buffer {
  const body = namedBody(ask, candidate, provider);
  const { set } = candidate;
  if (set === undefined || ask.operation !== 'generate' || body.length === 0) return body;
  if (Object.keys(set).length === 0) return body;
  const target = encodeTarget(candidate.model, ask.stream, provider.quirks, limits());
  return setInBody(body, ask.dialect, set, target, losses);
}

function namedBody(ask: Ask, candidate: Candidate, provider: Provider): Buffer {
  const named = ask.bodyModel;
  const renames = named !== undefined && named.name !== candidate.model;
  const asksUsage = ask.askUsage !== undefined && provider.quirks.streamUsage !== 'never';
  if (!renames && !asksUsage && ask.edits.length === 0) return ask.body;
  // An insertion goes before what is taken out at the same place: the sort keeps the order of equals.
  const edits: BodyEdit[] = [];
  if (renames) edits.push(replaceModel(named, candidate.model));
  if (asksUsage) edits.push(ask.askUsage);
  edits.push(...ask.edits);
  edits.sort((a, b) => a.start - b.start);
  return spliceBody(ask.body, edits);
}

/**
 * A rule makes Claude think while calls are under way that were made without thoughts. The API refuses that, and only
 * the writer, which reads the history, can tell when.
 */
export function thinksAmidCalls({ dialect, body }: Ask, { set }: Candidate): boolean {
  if (dialect !== 'anthropic-messages' || (set?.effort ?? set?.thinkingBudget) === undefined) return false;
  if (!hasKeyBytes(body, 'tool_result')) return false;
  return !hasKeyBytes(body, 'signature') && !hasKeyBytes(body, 'redacted_thinking');
}
