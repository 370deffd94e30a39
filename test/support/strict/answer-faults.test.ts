import { describe, expect, it } from 'vitest';
import { type AnswerDialect, answerDialects, answerJudge } from './answer-judge.ts';
import { newSpeaker } from './new-speaker.ts';
import { speak } from './speak.ts';

/** What breaks a whole answer: text that is replaced in its JSON, and the rule that must speak up. */
const faults: Readonly<
  Record<AnswerDialect, readonly (readonly [from: string, to: string, rule: string])[]>
> = {
  'openai-chat': [
    ['"finish_reason":"tool_calls"', '"finish_reason":"stop"', 'finish-with-calls'],
    ['"finish_reason":"tool_calls"', '"finish_reason":null', 'value:choices[].finish_reason'],
    ['"refusal":null,', '', 'missing:choices[].message.refusal'],
    ['"role":"assistant"', '"role":"model"', 'value:choices[].message.role'],
    ['"{\\"city\\":\\"Bern\\"}"', '"{"', 'arguments-json'],
    ['"{\\"city\\":\\"Bern\\"}"', '"[]"', 'arguments-object'],
    ['"{\\"city\\":\\"Bern\\"}"', '{}', 'type:choices[].message.tool_calls[].function.arguments'],
    ['"total_tokens":30', '"total_tokens":31', 'usage-total'],
    ['"cached_tokens":0', '"cached_tokens":21', 'usage-cached'],
    ['"reasoning_tokens":4', '"reasoning_tokens":11', 'usage-reasoning'],
    ['"object":"chat.completion"', '"object":"chat.completion.chunk"', 'value:object'],
  ],
  'openai-responses': [
    ['"status":"completed","output', '"status":"in_progress","output', 'status-open'],
    ['"status":"completed","output', '"status":"incomplete","output', 'status-incomplete'],
    ['"status":"completed","role', '"status":"in_progress","role', 'item-status'],
    ['"id":"fc_', '"ident":"fc_', 'missing:output[].id'],
    ['"call_id":', '"callId":', 'missing:output[].call_id'],
    ['"{\\"city\\":\\"Bern\\"}"', '"{"', 'arguments-json'],
    ['"annotations":[],', '', 'missing:output[].content[].annotations'],
    ['"type":"output_text"', '"type":"text"', 'value:output[].content[].type'],
    ['"error":null,', '', 'missing:error'],
    ['"total_tokens":30', '"total_tokens":31', 'usage-total'],
  ],
  'anthropic-messages': [
    ['"stop_reason":"tool_use"', '"stop_reason":"end_turn"', 'stop-with-calls'],
    ['"stop_reason":"tool_use"', '"stop_reason":"tool_calls"', 'value:stop_reason'],
    ['"stop_sequence":null', '"stop_sequence":"x"', 'stop-sequence'],
    ['"type":"message"', '"type":"messages"', 'value:type'],
    ['"text":"I look."', '"text":""', 'type:content[].text'],
    ['"input":{"city":"Bern"}', '"input":"{}"', 'type:content[].input'],
    ['"signature":"', '"sign":"', 'missing:content[].signature'],
    ['"id":"toolu_', '"id":"toolu.', 'value:content[].id'],
    ['"output_tokens":10', '"output_tokens":-1', 'type:usage.output_tokens'],
    ['"thinking_tokens":4', '"thinking_tokens":40', 'usage-thinking'],
    ['"cache_creation_input_tokens":0', '"cache_creation_input_tokens":5', 'usage-cache'],
  ],
  'gemini-generate': [
    ['"finishReason":"STOP",', '', 'finish-missing'],
    ['"finishReason":"STOP"', '"finishReason":"tool_calls"', 'value:candidates[].finishReason'],
    ['"role":"model"', '"role":"assistant"', 'value:candidates[].content.role'],
    ['"args":{"city":"Bern"}', '"args":"{}"', 'type:candidates[].content.parts[].functionCall.args'],
    ['"thought":true', '"thought":"yes"', 'type:candidates[].content.parts[].thought'],
    ['"text":"I look."', '"txt":"I look."', 'part-empty'],
    ['"totalTokenCount":30', '"totalTokenCount":31', 'usage-total'],
    ['"promptTokenCount":20', '"promptTokenCount":20.5', 'type:usageMetadata.promptTokenCount'],
    ['"candidates":', '"choices":', 'no-candidate'],
    ['"thoughtSignature":"', '"thoughtSignature":".', 'type:candidates[].content.parts[].thoughtSignature'],
  ],
};

describe.each(answerDialects)('a broken answer of %s that came whole', (dialect) => {
  const turn = {
    reasoning: 'One city.',
    text: 'I look.',
    calls: [{ name: 'weather', args: { city: 'Bern' } }],
  };
  const { body } = speak(dialect, turn, newSpeaker({ provider: 'p', account: 'a', model: 'm' }));
  const valid = JSON.stringify(body);

  it.each(faults[dialect])('is refused: %s as %s', (from, to, rule) => {
    expect(valid).toContain(from);
    const words = answerJudge(dialect).checkAnswer(JSON.parse(valid.replace(from, to)));
    expect(words.map((each) => each.replaceAll(/\[\d+\]/g, '[]').replace(/: .*/s, ''))).toContain(rule);
  });

  it('is refused when it is nothing of the kind', () => {
    for (const other of [null, undefined, 7, 'text', [], {}, { error: { message: 'x', code: 400 } }])
      expect(answerJudge(dialect).checkAnswer(other).length).toBeGreaterThan(0);
  });

  it('is refused as a stream when it is one of another dialect or an error, unless it may fail', () => {
    const judge = answerJudge(dialect);
    for (const other of answerDialects.filter((each) => each !== dialect)) {
      const foreign = speak(other, turn, newSpeaker({ provider: 'p', account: 'a', model: 'm' })).stream;
      expect(judge.checkStream(foreign).length).toBeGreaterThan(0);
    }
    const failed = errors[dialect];
    expect(judge.checkStream(failed)).toEqual([expect.stringMatching(/^error-event:/)]);
    expect(judge.checkStream(failed, 'sse', { mayFail: true })).toEqual([]);
  });
});

const errors: Readonly<Record<AnswerDialect, string>> = {
  'openai-chat': 'data: {"error":{"message":"x","type":"server_error","code":null}}\n\ndata: [DONE]\n\n',
  'openai-responses':
    'event: error\ndata: {"type":"error","code":null,"message":"x","param":null,"sequence_number":0}\n\n',
  'anthropic-messages':
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n',
  'gemini-generate': 'data: {"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}\r\n\r\n',
};
