import type { ToolCall, UsageFigures } from './scripted-upstream-behaviour.ts';
import { idOf, type Rendered, type Turn } from './scripted-upstream-turn.ts';

/**
 * generateContent as Google streams it: CRLF framing without `event:` lines (or, without `alt=sse`, one JSON array),
 * cumulative figures in every chunk, `STOP` for tool calls too, nothing after the chunk with the finish reason.
 */
export function renderGemini(turn: Turn, sse: boolean): Rendered {
  const chunks: Readonly<Record<string, unknown>>[] = [];
  const add = (parts: readonly unknown[], finish: string | undefined, output: number): void => {
    chunks.push({
      candidates: [
        {
          content: { parts, role: 'model' },
          ...(finish === undefined ? {} : { finishReason: finish }),
          index: 0,
        },
      ],
      ...usageField(turn.usage, output),
      modelVersion: turn.model,
      responseId: idOf('scripted-', turn),
    });
  };
  const whole = turn.usage?.output ?? 0;
  if (turn.reasoning !== '') add([{ text: turn.reasoning, thought: true }], undefined, 0);
  turn.text.forEach((text, at) => {
    add([{ text }], undefined, Math.floor((whole * at) / turn.text.length));
  });
  turn.calls.forEach((call, place) => {
    add([callPart(call, turn, place)], undefined, whole);
  });
  add([{ text: '' }], turn.stop === 'length' ? 'MAX_TOKENS' : 'STOP', whole);
  return {
    events: sse ? chunks.map((chunk) => `data: ${spaced(chunk)}\r\n\r\n`) : arrayPieces(chunks),
    json: `${JSON.stringify(answerBody(turn), null, 2)}\n`,
  };
}

function answerBody(turn: Turn): Readonly<Record<string, unknown>> {
  const parts = [
    ...(turn.reasoning === '' ? [] : [{ text: turn.reasoning, thought: true }]),
    ...(turn.text.length === 0 ? [] : [{ text: turn.text.join('') }]),
    ...turn.calls.map((call, place) => callPart(call, turn, place)),
  ];
  return {
    candidates: [
      {
        content: { parts, role: 'model' },
        finishReason: turn.stop === 'length' ? 'MAX_TOKENS' : 'STOP',
        index: 0,
      },
    ],
    ...usageField(turn.usage, turn.usage?.output ?? 0),
    modelVersion: turn.model,
    responseId: idOf('scripted-', turn),
  };
}

/** Of parallel calls only the first bears a signature. */
function callPart(call: ToolCall, turn: Turn, place: number): Readonly<Record<string, unknown>> {
  return {
    functionCall: { name: call.name, args: JSON.parse(call.arguments) },
    ...(place > 0
      ? {}
      : { thoughtSignature: Buffer.from(`thought of scripted turn ${turn.serial}`).toString('base64') }),
  };
}

/** `candidatesTokenCount` is missing while nothing was produced. */
function usageField(usage: UsageFigures | undefined, output: number): Readonly<Record<string, unknown>> {
  if (usage === undefined) return {};
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    usageMetadata: {
      promptTokenCount: prompt,
      ...(output === 0 ? {} : { candidatesTokenCount: output }),
      totalTokenCount: prompt + output + usage.reasoning,
      ...(usage.cacheRead === 0 ? {} : { cachedContentTokenCount: usage.cacheRead }),
      promptTokensDetails: [{ modality: 'TEXT', tokenCount: prompt }],
      ...(usage.reasoning === 0 ? {} : { thoughtsTokenCount: usage.reasoning }),
    },
  };
}

/** Google writes one line with a space behind each colon and none behind a comma. */
export function spaced(value: unknown): string {
  return JSON.stringify(value, null, 1).replace(/\n */g, '');
}

/** The array as it arrives: `[` with the first object, `,` and CRLF between, `]` at the very end. */
function arrayPieces(chunks: readonly unknown[]): string[] {
  const pieces = chunks.map((chunk, at) => `${at === 0 ? '[' : ',\r\n'}${JSON.stringify(chunk, null, 2)}\n`);
  return [...pieces, ']'];
}
