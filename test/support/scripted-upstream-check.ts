import { isRecord, listAt, textAt, valueAt } from './json-value.ts';
import type { UpstreamAsk } from './scripted-upstream-ask.ts';

/** A request that a real provider would refuse before it looked at the model. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** What the provider knows and asks for. */
export interface ProviderFacts {
  /** Without it in the header of the dialect a request is 401. Absent: any key, or none, will do. */
  readonly key?: string;
  /** Names the provider has; any other is 404. Absent: every name will do. */
  readonly models?: readonly string[];
}

interface Checked {
  readonly path: string;
  readonly json: unknown;
  header(name: string): string | undefined;
}

/** The first thing a real provider would object to, in the order in which it looks. */
export function refusalOf(ask: UpstreamAsk, request: Checked, facts: ProviderFacts): Refusal | undefined {
  if (ask.operation === 'probe') return undefined;
  if (ask.operation === 'unknown') return { status: 404, message: `Unknown request URL: ${request.path}.` };
  if (facts.key !== undefined && keyOf(ask, request) !== facts.key) {
    return { status: 401, message: 'Incorrect API key provided.' };
  }
  if (ask.operation === 'models') return undefined;
  if (ask.operation === 'model' || ask.operation === 'stored-response') return unknownModel(ask, facts);
  return formRefusal(ask, request) ?? unknownModel(ask, facts);
}

function keyOf(ask: UpstreamAsk, request: Checked): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.header('authorization') ?? '')?.[1];
  if (ask.dialect === 'anthropic-messages') return request.header('x-api-key') ?? bearer;
  if (ask.dialect === 'gemini-generate') {
    const query = new URL(request.path, 'http://upstream.invalid').searchParams.get('key');
    return request.header('x-goog-api-key') ?? query ?? undefined;
  }
  return bearer;
}

function unknownModel(ask: UpstreamAsk, facts: ProviderFacts): Refusal | undefined {
  if (facts.models === undefined || ask.model === '' || facts.models.includes(ask.model)) return undefined;
  return {
    status: 404,
    message: `The model \`${ask.model}\` does not exist or you do not have access to it.`,
  };
}

/** The fields without which each vendor answers 400. */
function formRefusal(ask: UpstreamAsk, request: Checked): Refusal | undefined {
  const bad = (message: string): Refusal => ({ status: 400, message });
  const json = request.json;
  if (!isRecord(json)) return bad('We could not parse the JSON body of your request.');
  if (request.header('content-type')?.startsWith('application/json') !== true) {
    return bad('The content-type must be application/json.');
  }
  switch (ask.dialect) {
    case 'anthropic-messages': {
      if (request.header('anthropic-version') === undefined)
        return bad('anthropic-version: header is required');
      if (ask.model === '') return bad('model: Field required');
      if (listAt(json, 'messages').length === 0) return bad('messages: at least one message is required');
      const most = valueAt(json, 'max_tokens');
      const needsMost = ask.operation === 'generate';
      return needsMost && typeof most !== 'number' ? bad('max_tokens: Field required') : undefined;
    }
    case 'gemini-generate': {
      const contents = ask.operation === 'generate' && listAt(json, 'contents').length === 0;
      if (contents) return bad('* GenerateContentRequest.contents: contents is not specified');
      return valueAt(json, 'model') !== undefined && ask.operation === 'generate'
        ? bad('Invalid JSON payload received. Unknown name "model": Cannot find field.')
        : undefined;
    }
    case 'openai-chat':
      if (ask.model === '') return bad('you must provide a model parameter');
      return listAt(json, 'messages').length === 0
        ? bad("Invalid 'messages': empty array. Expected an array with minimum length 1.")
        : undefined;
    case 'openai-responses':
      if (ask.model === '') return bad("Missing required parameter: 'model'.");
      return textAt(json, 'input') === undefined && listAt(json, 'input').length === 0
        ? bad('One of "input" or "previous_response_id" must be provided.')
        : undefined;
    default:
      return ask.model === '' ? bad('you must provide a model parameter') : undefined;
  }
}
