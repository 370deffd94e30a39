import { type BodyEdit, hasKeyBytes, replaceModel, spliceBody } from '../dialects/body-scan.ts';
import type { Losses } from '../dialects/losses.ts';
import { setInBody } from '../dialects/settings/set-in-body.ts';
import { encodeTarget } from '../dialects/translate/encode-target.ts';
import { withoutUnsupported } from '../dialects/unsupported-fields.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Provider, Quirks } from '../exchange/provider.ts';
import type { Candidate } from '../routing/view.ts';
import type { Ask } from './ask.ts';

/**
 * The client's bytes for a candidate of its own dialect: with the model's name, the wish for figures and what a rule
 * sets exchanged in place, and without the fields that the provider refuses.
 */
export function passedBody(
  ask: Ask,
  candidate: Candidate,
  provider: Provider,
  limits: () => ModelFacts,
  losses: Losses,
): Buffer {
  const named = namedBody(ask, candidate, provider);
  const { quirks } = provider;
  // A path that nobody here knows may mean anything by a name.
  if (named.length === 0 || ask.operation === 'raw') return named;
  if (quirks.unsupportedFields === undefined) return setBody(named, ask, candidate, quirks, limits, losses);
  // What goes is told once, whether the client or a rule says it: nothing is left out before the end.
  const { unsupportedFields, ...others } = quirks;
  const set = setBody(named, ask, candidate, others, limits, losses);
  return withoutUnsupported(set, unsupportedFields, losses);
}

function setBody(
  body: Buffer,
  ask: Ask,
  { model, set }: Candidate,
  quirks: Quirks,
  limits: () => ModelFacts,
  losses: Losses,
): Buffer {
  if (set === undefined || ask.operation !== 'generate' || Object.keys(set).length === 0) return body;
  return setInBody(body, ask.dialect, set, encodeTarget(model, ask.stream, quirks, limits()), losses);
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
