import { type AnswerTurn, type Speaker, type SpokenAnswer, turnUsage } from './answer-turn.ts';
import { pieces, sseText } from './sse-text.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * An answer in the Gemini dialect, as Gemini 3 gives it: thoughts are not signed themselves; the first call is, or
 * else the last text.
 */
export function speakGemini(turn: AnswerTurn, speaker: Speaker): SpokenAnswer {
  const { reasoning, text, calls = [] } = turn;
  const signature = speaker.seal('thoughtSignature', '');
  const callParts = calls.map(({ name, args }, index) => ({
    functionCall: { name, args, id: speaker.id('gc_') },
    ...(index === 0 && turn.stateless !== true && { thoughtSignature: signature }),
  }));
  const signsText = calls.length === 0 && reasoning !== undefined && turn.stateless !== true;
  const parts: Fields[] = [
    ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
    ...(text === undefined ? [] : [{ text, ...(signsText && { thoughtSignature: signature }) }]),
    ...callParts,
  ];
  const usageMetadata = usageOf(turn);
  const head = { modelVersion: speaker.model, responseId: speaker.id('resp') };
  const finishReason = turn.cut ? 'MAX_TOKENS' : 'STOP';
  const streamed: Fields[] = [
    ...pieces(reasoning ?? '').map((piece) => ({ text: piece, thought: true })),
    ...pieces(text ?? '').map((piece) => ({ text: piece })),
    ...callParts,
    ...(signsText ? [{ text: '', thoughtSignature: signature }] : []),
  ];
  const chunks = (streamed.length > 0 ? streamed : [{ text: '' }]).map((part, index, list) => ({
    candidates: [
      {
        content: { role: 'model', parts: [part] },
        index: 0,
        ...(index === list.length - 1 && { finishReason }),
      },
    ],
    usageMetadata,
    ...head,
  }));
  const candidates = [{ content: { role: 'model', parts }, finishReason, index: 0 }];
  return {
    body: { candidates, usageMetadata, ...head },
    stream: sseText(
      chunks.map((data) => ({ data })),
      '\r\n',
    ),
  };
}

function usageOf(turn: AnswerTurn): Fields {
  const { input, cached, output, reasoning } = turnUsage(turn);
  return {
    promptTokenCount: input,
    ...(cached > 0 && { cachedContentTokenCount: cached }),
    candidatesTokenCount: output - reasoning,
    ...(reasoning > 0 && { thoughtsTokenCount: reasoning }),
    totalTokenCount: input + output,
  };
}
