import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ask } from '../attempts/ask.ts';
import { Run } from '../attempts/run.ts';
import type { Dialect } from '../exchange/dialect.ts';
import { type ErrorAnswer, errorAnswer } from '../exchange/errors.ts';
import { clientsOwn } from '../routing/accounts.ts';
import { matchesAnyGlob } from '../routing/glob.ts';
import type { Plan, RoutingProvider, RoutingView } from '../routing/view.ts';
import type { Admission } from './admission.ts';
import { appOf } from './app-name.ts';
import { withoutKey } from './client-keys.ts';
import type { GenerateDeps } from './generate.ts';
import { pausedError } from './paused-error.ts';
import { readBody } from './read-body.ts';
import { recordOf, refusal } from './request-record.ts';
import { ResponseAnswer } from './response-answer.ts';
import { errorDialect } from './routes.ts';
import { sendError } from './send-error.ts';
import { startRun } from './start-run.ts';
import { headerWishes } from './wishes.ts';

/**
 * Hands a path that the gateway does not know to the one provider that a prefix names: the pinned one, or the
 * preferred (else first) of the vendor. Nothing is read, nothing fails over; the answer comes back as it is.
 */
export function raw(
  deps: GenerateDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { path, client } = admission;
  const view = deps.view();
  const provider = rawProvider(view, admission);
  const dialect = provider?.dialects[0] ?? errorDialect(path.path, request.headers);
  const target = { dialect, operation: 'raw' } as const;
  const deny = (...what: Parameters<typeof errorAnswer>): void => refuse(errorAnswer(...what));
  const refuse = (error: ErrorAnswer): void => {
    sendError(response, errorDialect(path.path, request.headers), error);
    deps.record(refusal(deps.clock, target, admission, request, error));
  };
  if (deps.paused()) return refuse(pausedError(admission.id));
  if (provider === undefined) {
    const known = view.providers.map(({ id }) => id).join(', ');
    return deny('provider_not_found', admission.id, {
      provider: path.provider ?? path.vendor ?? '',
      detail: known,
    });
  }
  // A list of models cannot be kept where the path is not understood.
  if (client.models !== undefined || !mayUse(client.providers, provider.id)) {
    return deny('key_not_allowed', admission.id, {
      client: client.id,
      detail: `use ${path.path} of ${provider.id}`,
    });
  }
  const bringsKey = headerWishes(request.headers).ownKey !== undefined;
  const account = bringsKey ? clientsOwn.account.id : firstAccount(view, provider);
  if (account === undefined) {
    return deny('provider_credentials', admission.id, {
      model: path.path,
      detail: `${provider.id} needs a key`,
    });
  }
  passRaw(deps, admission, request, response, onlyCandidate(provider.id, account, dialect));
}

/** Hands a path to the one candidate of a plan as it is. */
export function passRaw(
  deps: GenerateDeps,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
  choice: Plan,
): void {
  const { path } = admission;
  const { provider = '', dialect = 'openai-chat' } = choice.candidates[0] ?? {};
  const deny = (...what: Parameters<typeof errorAnswer>): void => {
    const error = errorAnswer(...what);
    sendError(response, errorDialect(path.path, request.headers), error);
    deps.record(refusal(deps.clock, { dialect, operation: 'raw' }, admission, request, error));
  };
  readBody(request, deps.budget, (read) => {
    if (!read.ok) {
      if (read.problem === 'too-large') return deny('body_too_large', admission.id);
      if (read.problem === 'no-room') return deny('buffers_full', admission.id);
      if (read.problem === 'invalid') {
        return deny('invalid_encoding', admission.id, { encoding: read.encoding, detail: read.detail });
      }
      return;
    }
    const ask = rawAsk(admission, request, dialect, read.body, () => read.release());
    const queueMs = deps.clock.monotonic() - admission.start;
    const nobody = () =>
      errorAnswer('upstream_failed', admission.id, {
        model: path.path,
        detail: `${provider} cannot be called now.`,
      });
    const run = new Run(
      deps.run,
      ask,
      choice,
      new ResponseAnswer(response, deps.outbox),
      nobody,
      (result) => {
        const from = { app: appOf(request.headers), conversation: undefined, user: undefined };
        deps.record(recordOf(deps.clock, ask, admission, from, queueMs, result));
      },
    );
    startRun(run, response, deps.running);
  });
}

function mayUse(allowed: readonly string[] | undefined, provider: string): boolean {
  return allowed === undefined || matchesAnyGlob(allowed, provider);
}

function rawProvider(view: RoutingView, { path }: Admission): RoutingProvider | undefined {
  const eligible = view.providers.filter(({ enabled }) => enabled);
  if (path.provider !== undefined) return eligible.find(({ id }) => id === path.provider);
  const ofVendor = eligible.filter(({ vendor }) => vendor === path.vendor);
  return ofVendor.find(({ id }) => id === view.settings.preferred) ?? ofVendor[0];
}

/** By priority; one that is not cooling before one that is. */
function firstAccount(view: RoutingView, provider: RoutingProvider): string | undefined {
  const usable = provider.accounts
    .filter(({ enabled, hasKey }) => enabled && hasKey)
    .toSorted((a, b) => a.priority - b.priority);
  return (usable.find(({ id }) => view.availability(provider.id, id, '').state === 'ok') ?? usable[0])?.id;
}

/** A plan with nobody else in it. */
export function onlyCandidate(provider: string, account: string, dialect: Dialect): Plan {
  return {
    candidates: [{ provider, account, model: '', dialect, reason: 'pinned', probe: false }],
    rejected: [],
  };
}

function rawAsk(
  admission: Admission,
  request: IncomingMessage,
  dialect: Dialect,
  body: Buffer,
  release: () => void,
): Ask {
  const { ownKey } = headerWishes(request.headers);
  const ask: Ask = {
    id: admission.id,
    client: admission.client.id,
    method: request.method ?? 'GET',
    dialect,
    operation: 'raw',
    rawPath: admission.path.path,
    query: withoutKey(admission.path.query),
    stream: false,
    rawHeaders: request.rawHeaders,
    clientKeys: admission.keys,
    body,
    requestBytes: body.length,
    modelAsked: admission.path.path,
    edits: [],
    routerxNames: false,
    wantsUsage: true,
    hops: admission.hops,
    ...(ownKey !== undefined && { ownKey }),
    releaseBody() {
      release();
      ask.body = Buffer.alloc(0);
    },
  };
  return ask;
}
