import { type ExplanationView, explainQuerySchema, explanationSchema } from '../../control/explain.ts';
import { alternativesTo } from '../dialects/codecs.ts';
import type { Client } from '../exchange/client.ts';
import type { Dialect } from '../exchange/dialect.ts';
import { errorAnswer } from '../exchange/errors.ts';
import type { Mutable } from '../exchange/mutable.ts';
import { plan } from '../routing/plan.ts';
import { planOutcome } from '../routing/plan-outcome.ts';
import type { Candidate, Plan, Rejection, RoutingAsk, RoutingView } from '../routing/view.ts';
import { reasonWords } from '../routing/words.ts';
import type { AdminDeps } from './admin-deps.ts';
import { explainedClient } from './explained-client.ts';
import { queryResource, type Resource } from './resource.ts';

/** `GET /api/explain`: who would answer a plain request for a model now, every candidate and everybody else with the reason. */
export function explainResource(deps: Pick<AdminDeps, 'clock' | 'clients' | 'config' | 'view'>): Resource {
  return queryResource({
    path: '/explain',
    summary: 'Who would answer a request for a model now, and why.',
    query: explainQuerySchema,
    answer: explanationSchema,
    read({ model, dialect, client: id }) {
      const client = id === undefined ? undefined : explainedClient(deps, id);
      const ask = askOf(model, dialect, client);
      return { ...explanationOf(deps.view(), ask), ...(client !== undefined && { client: client.id }) };
    },
  });
}

/** A request that wishes nothing, by the key of a client; without one, by a key that may use everything. */
function askOf(model: string, dialect: Dialect, client: Client | undefined): RoutingAsk {
  const operation = dialect === 'openai-embeddings' ? 'embed' : 'generate';
  const ask: Mutable<RoutingAsk> = { model, dialect, operation };
  const alternatives = alternativesTo(dialect, operation);
  if (alternatives.length > 0) ask.alternatives = alternatives;
  if (client?.models !== undefined) ask.allowedModels = client.models;
  if (client?.providers !== undefined) ask.allowedProviders = client.providers;
  if (client?.mode !== undefined) ask.ownerMode = client.mode;
  return ask;
}

function explanationOf(view: RoutingView, ask: RoutingAsk): ExplanationView {
  const made = plan(view, ask);
  const { candidates, rejected, rule, mode } = made;
  return {
    at: view.now,
    model: ask.model,
    dialect: ask.dialect,
    ...(rule !== undefined && { rule }),
    ...(mode !== undefined && { mode: mode.mode, modeFrom: mode.from === 'owner' ? 'client' : mode.from }),
    candidates: candidates.map((candidate) => candidateView(view, candidate)),
    rejected: rejected.map((rejection) => rejectionView(view, rejection)),
    ...(candidates.length === 0 && { refusal: refusalOf(view, ask, made) }),
  };
}

function candidateView(view: RoutingView, candidate: Candidate): ExplanationView['candidates'][number] {
  const { provider, account, model, dialect, reason, probe, set } = candidate;
  const { price, ...measures } = view.measures(provider, account, model);
  const contextTokens = view.facts(provider, model)?.contextTokens;
  return {
    provider,
    account,
    model,
    dialect,
    reason,
    words: reasonWords(candidate, view.now),
    probe,
    ...(set !== undefined && Object.keys(set).length > 0 && { set: { ...set } }),
    measures: { ...measures, ...price },
    ...(contextTokens !== undefined && { contextTokens }),
  };
}

function rejectionView(view: RoutingView, rejection: Rejection): ExplanationView['rejected'][number] {
  const { provider, account, model, reason, until } = rejection;
  return {
    provider,
    ...(account !== undefined && { account }),
    ...(model !== undefined && { model }),
    reason,
    words: reasonWords(rejection, view.now),
    ...(until !== undefined && { until }),
  };
}

function refusalOf(view: RoutingView, ask: RoutingAsk, made: Plan): ExplanationView['refusal'] {
  const { code, values, status } = planOutcome(view, ask, made);
  const answer = errorAnswer(code, '', values, status === undefined ? {} : { status });
  return { code, status: answer.status, message: answer.message };
}
