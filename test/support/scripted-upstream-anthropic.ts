import type { UsageFigures } from './scripted-upstream-behaviour.ts';
import { idOf, type Rendered, type Turn } from './scripted-upstream-turn.ts';

/**
 * Messages as Anthropic streams them: `event:` lines, a `ping` after the first block began, data padded with spaces
 * inside the JSON, a placeholder for the output tokens in `message_start` and the true figures in `message_delta`.
 */
export function renderAnthropic(turn: Turn): Rendered {
  const events: string[] = [];
  const send = (type: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const data = JSON.stringify({ type, ...fields });
    const padding = type === 'content_block_delta' ? ' '.repeat((events.length * 5) % 12) : '';
    events.push(`event: ${type}\ndata: ${data.slice(0, -1)}${padding}}\n\n`);
  };
  const message = messageBody(turn);
  send('message_start', {
    message: { ...message, content: [], stop_reason: null, ...startUsage(turn.usage) },
  });
  let index = 0;
  let pinged = false;
  const block = (start: Readonly<Record<string, unknown>>, deltas: readonly Record<string, unknown>[]) => {
    send('content_block_start', { index, content_block: start });
    if (!pinged) events.push('event: ping\ndata: {"type": "ping"}\n\n');
    pinged = true;
    for (const delta of deltas) send('content_block_delta', { index, delta });
    send('content_block_stop', { index });
    index += 1;
  };
  if (turn.reasoning !== '') {
    block({ type: 'thinking', thinking: '', signature: '' }, [
      { type: 'thinking_delta', thinking: turn.reasoning },
      { type: 'signature_delta', signature: signatureOf(turn) },
    ]);
  }
  if (turn.text.length > 0) {
    block(
      { type: 'text', text: '' },
      turn.text.map((text) => ({ type: 'text_delta', text })),
    );
  }
  turn.calls.forEach((call, place) => {
    const middle = Math.ceil(call.arguments.length / 2);
    block(
      {
        type: 'tool_use',
        id: idOf('toolu_', turn, place),
        name: call.name,
        input: {},
        caller: { type: 'direct' },
      },
      ['', call.arguments.slice(0, middle), call.arguments.slice(middle)].map((part) => ({
        type: 'input_json_delta',
        partial_json: part,
      })),
    );
  });
  send('message_delta', {
    delta: { stop_reason: stopOf(turn), stop_sequence: null, stop_details: null },
    ...(turn.usage === undefined ? {} : { usage: deltaUsage(turn.usage) }),
  });
  send('message_stop');
  return { events, json: JSON.stringify(message) };
}

function messageBody(turn: Turn): Readonly<Record<string, unknown>> {
  return {
    model: turn.model,
    id: idOf('msg_', turn),
    type: 'message',
    role: 'assistant',
    content: [
      ...(turn.reasoning === ''
        ? []
        : [{ type: 'thinking', thinking: turn.reasoning, signature: signatureOf(turn) }]),
      ...(turn.text.length === 0 ? [] : [{ type: 'text', text: turn.text.join('') }]),
      ...turn.calls.map((call, place) => ({
        type: 'tool_use',
        id: idOf('toolu_', turn, place),
        name: call.name,
        input: JSON.parse(call.arguments),
        caller: { type: 'direct' },
      })),
    ],
    stop_reason: stopOf(turn),
    stop_sequence: null,
    stop_details: null,
    ...(turn.usage === undefined
      ? {}
      : {
          usage: {
            ...inputUsage(turn.usage),
            output_tokens: turn.usage.output + turn.usage.reasoning,
            output_tokens_details: { thinking_tokens: turn.usage.reasoning },
            service_tier: 'standard',
            inference_geo: 'not_available',
          },
        }),
  };
}

function stopOf(turn: Turn): string {
  if (turn.stop === 'length') return 'max_tokens';
  return turn.calls.length > 0 ? 'tool_use' : 'end_turn';
}

function signatureOf(turn: Turn): string {
  return Buffer.from(`signature of scripted turn ${turn.serial}`).toString('base64');
}

function inputUsage(usage: UsageFigures): Readonly<Record<string, unknown>> {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
  };
}

function startUsage(usage: UsageFigures | undefined): Readonly<Record<string, unknown>> {
  if (usage === undefined) return {};
  return {
    usage: {
      ...inputUsage(usage),
      output_tokens: 1,
      service_tier: 'standard',
      inference_geo: 'not_available',
    },
  };
}

function deltaUsage(usage: UsageFigures): Readonly<Record<string, unknown>> {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_read_input_tokens: usage.cacheRead,
    output_tokens: usage.output + usage.reasoning,
    output_tokens_details: { thinking_tokens: usage.reasoning },
  };
}
