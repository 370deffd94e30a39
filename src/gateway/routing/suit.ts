import { type Ability, abilities, lacks } from '../exchange/abilities.ts';
import type { ModelFacts } from '../exchange/model-facts.ts';
import type { Candidate, Plan, Rejection, RequestContent, RoutingAsk, RoutingView } from './view.ts';

/** What is wrong with a candidate for this request; nothing: it suits. */
interface Lack {
  /** Tokens that fit in, when they are known to be fewer than the prompt has. */
  readonly window?: number;
  /** What the request holds and the model is known not to take. */
  readonly missing: readonly Ability[];
}

const noLack: Lack = { missing: [] };

/**
 * How far the estimate may lie above a window before the candidate is left out. Bytes are a rough measure of tokens, and
 * agents work close to the window for hours: whoever is left out too early loses a prompt cache, whoever is kept too
 * long says itself that the prompt is too long.
 */
const margin = 1.25;

/**
 * A plan that heeds what the request holds: models that are known to be too small for it are left out, unless nobody
 * else is there, and those that are known to lack what it holds (images, tools, …) come behind those that do not, the
 * fewer they lack the earlier. The body is looked at only where some candidate is known to lack something.
 */
export function suited(view: RoutingView, ask: RoutingAsk, plan: Plan): Plan {
  const { content } = ask;
  const { candidates } = plan;
  if (content === undefined || candidates.length < 2) return plan;
  const first = lackOf(view, content);
  if (candidates.every((candidate) => first(candidate) === noLack)) return plan;
  const found = candidates.map(lackOf(view, content));
  const isSmall = (at: number): boolean => found[at]?.window !== undefined;
  const fits = candidates.filter((_, at) => !isSmall(at));
  const keepsAll = fits.length === 0 || fits.length === candidates.length;
  const kept = candidates.flatMap((candidate, at) =>
    keepsAll || !isSmall(at) ? [{ candidate, missing: found[at]?.missing ?? [] }] : [],
  );
  const needed = keepsAll ? 0 : content.tokens();
  const small = keepsAll
    ? []
    : candidates.flatMap((candidate, at): Rejection[] => {
        const most = found[at]?.window;
        return most === undefined ? [] : [tooSmall(candidate, needed, most)];
      });
  return { ...plan, candidates: ableFirst(kept), rejected: [...plan.rejected, ...small] };
}

/** Accounts of a provider stand together and have one model's facts. */
function lackOf(view: RoutingView, content: RequestContent): (candidate: Candidate) => Lack {
  let last: Candidate | undefined;
  let lack = noLack;
  return (candidate) => {
    if (last?.provider !== candidate.provider || last.model !== candidate.model) {
      const facts = view.facts(candidate.provider, candidate.model);
      lack = facts === undefined ? noLack : judged(facts, content);
    }
    last = candidate;
    return lack;
  };
}

function judged(facts: ModelFacts, content: RequestContent): Lack {
  const { contextTokens } = facts;
  const most = (contextTokens ?? Number.POSITIVE_INFINITY) * margin;
  const isSmall = content.tokensAtMost > most && content.tokens() > most;
  let missing: Ability[] | undefined;
  for (const ability of abilities) {
    if (lacks(facts, ability) && content.needs(ability)) {
      missing ??= [];
      missing.push(ability);
    }
  }
  if (!isSmall && missing === undefined) return noLack;
  return { ...(isSmall && contextTokens !== undefined && { window: contextTokens }), missing: missing ?? [] };
}

function ableFirst(
  rows: readonly { readonly candidate: Candidate; readonly missing: readonly Ability[] }[],
): readonly Candidate[] {
  let least: number = abilities.length;
  for (const { missing } of rows) least = Math.min(least, missing.length);
  return rows
    .toSorted((a, b) => a.missing.length - b.missing.length)
    .map(({ candidate, missing }) => {
      const [gravest] = missing;
      if (gravest === undefined || missing.length === least) return candidate;
      return { ...candidate, reason: `lacks-${gravest}` };
    });
}

function tooSmall({ provider, account, model }: Candidate, needed: number, most: number): Rejection {
  return { provider, account, model, reason: 'context-too-small', tokens: { needed, most } };
}
