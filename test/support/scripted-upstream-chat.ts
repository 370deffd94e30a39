import type { ToolCall, UsageFigures } from './scripted-upstream-behaviour.ts';
import { createdAt, idOf, obfuscation, type Rendered, type Turn, totals } from './scripted-upstream-turn.ts';

/**
 * Chat Completions as OpenAI sends them: no `event:` lines, `usage: null` in every chunk when figures were asked for
 * and one chunk without choices for them, `[DONE]` at the end.
 */
export function renderChat(turn: Turn, includeUsage: boolean): Rendered {
  const finish = finishOf(turn);
  const deltas: Record<string, unknown>[] = [{ role: 'assistant', content: '', refusal: null }];
  if (turn.reasoning !== '') deltas.push({ reasoning_content: turn.reasoning });
  for (const content of turn.text) deltas.push({ content });
  turn.calls.forEach((call, index) => {
    const [first, ...rest] = callDeltas(call, turn, index);
    deltas.push({ tool_calls: [first] }, ...rest.map((part) => ({ tool_calls: [part] })));
  });
  const head = {
    id: idOf('chatcmpl-', turn),
    object: 'chat.completion.chunk',
    created: createdAt,
    model: turn.model,
    service_tier: 'default',
    system_fingerprint: 'fp_scripted',
  };
  const tail = includeUsage ? { usage: null } : {};
  const chunks: unknown[] = deltas.map((delta, place) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null }],
    ...tail,
    obfuscation: obfuscation(place),
  }));
  chunks.push({
    ...head,
    choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: finish }],
    ...tail,
    obfuscation: obfuscation(deltas.length),
  });
  if (includeUsage && turn.usage !== undefined) {
    chunks.push({ ...head, choices: [], usage: chatUsage(turn.usage), obfuscation: obfuscation(1) });
  }
  return {
    events: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'],
    json: `${JSON.stringify(answerBody(turn, finish), null, 2)}\n`,
  };
}

function answerBody(turn: Turn, finish: string): Record<string, unknown> {
  const calls = turn.calls.map((call, index) => ({
    id: idOf('call_', turn, index),
    type: call.kind,
    ...(call.kind === 'function'
      ? { function: { name: call.name, arguments: call.arguments } }
      : { custom: { name: call.name, input: call.arguments } }),
  }));
  return {
    id: idOf('chatcmpl-', turn),
    object: 'chat.completion',
    created: createdAt,
    model: turn.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: turn.text.length === 0 ? null : turn.text.join(''),
          ...(turn.reasoning === '' ? {} : { reasoning_content: turn.reasoning }),
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
          refusal: null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: finish,
      },
    ],
    ...(turn.usage === undefined ? {} : { usage: chatUsage(turn.usage) }),
    service_tier: 'default',
    system_fingerprint: 'fp_scripted',
  };
}

function finishOf(turn: Turn): string {
  if (turn.stop === 'length') return 'length';
  return turn.calls.length > 0 ? 'tool_calls' : 'stop';
}

function callDeltas(call: ToolCall, turn: Turn, index: number): Record<string, unknown>[] {
  const middle = Math.ceil(call.arguments.length / 2);
  const parts = [call.arguments.slice(0, middle), call.arguments.slice(middle)];
  const id = idOf('call_', turn, index);
  if (call.kind === 'custom') {
    return [
      { index, id, type: 'custom', custom: { name: call.name, input: '' } },
      ...parts.map((input) => ({ index, custom: { input } })),
    ];
  }
  return [
    { index, id, type: 'function', function: { name: call.name, arguments: '' } },
    ...parts.map((text) => ({ index, function: { arguments: text } })),
  ];
}

function chatUsage(usage: UsageFigures): Record<string, unknown> {
  const { prompt, completion } = totals(usage);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage.cacheRead, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** The older Completions endpoint: text chunks in the same framing. */
export function renderCompletions(turn: Turn, includeUsage: boolean): Rendered {
  const head = {
    id: idOf('cmpl-', turn),
    object: 'text_completion',
    created: createdAt,
    model: turn.model,
  };
  const finish = turn.stop === 'length' ? 'length' : 'stop';
  const tail = includeUsage ? { usage: null } : {};
  const chunks: unknown[] = turn.text.map((text, place) => ({
    ...head,
    choices: [
      { text, index: 0, logprobs: null, finish_reason: place === turn.text.length - 1 ? finish : null },
    ],
    ...tail,
  }));
  const usage = turn.usage === undefined ? undefined : legacyUsage(turn.usage);
  if (includeUsage && usage !== undefined) chunks.push({ ...head, usage, choices: [] });
  const body = {
    ...head,
    choices: [{ text: turn.text.join(''), index: 0, logprobs: null, finish_reason: finish }],
    ...(usage === undefined ? {} : { usage }),
  };
  return {
    events: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'],
    json: `${JSON.stringify(body, null, 2)}\n`,
  };
}

function legacyUsage(usage: UsageFigures): Record<string, number> {
  const { prompt, completion } = totals(usage);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}
