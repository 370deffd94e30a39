import type { Dialect } from '../../src/gateway/exchange/dialect.ts';

/** Short streams as providers of a dialect send them: text, thoughts, calls, side by side and one after the other. */
export const usualStreams: ReadonlyMap<Dialect, readonly string[]> = new Map<Dialect, readonly string[]>([
  [
    'openai-chat',
    [
      lines(
        chunk('{"role":"assistant","content":"","refusal":null}'),
        chunk('{"content":"Hello"}'),
        chunk('{"content":" there"}'),
        chunk(
          '{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"run","arguments":""}}]}',
        ),
        chunk('{"tool_calls":[{"index":0,"function":{"arguments":"{\\"a\\":"}}]}'),
        chunk('{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}'),
        chunk(
          '{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"apply_patch","arguments":"{\\"input\\":\\"x"}}]}',
        ),
        chunk('{"tool_calls":[{"index":1,"function":{"arguments":"y\\"}"}}]}'),
        chunk('{}', '"tool_calls"'),
        '{"id":"c1","object":"chat.completion.chunk","created":17,"model":"gpt-x","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}',
      ),
      lines(
        chunk('{"role":"assistant","content":"First"}'),
        chunk('{"content":" a word,"}'),
        chunk('{"content":" and one more."}'),
        chunk(
          '{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"run","arguments":""}}]}',
        ),
        chunk('{"tool_calls":[{"index":0,"function":{"arguments":"{\\"path\\":"}}]}'),
        chunk('{"tool_calls":[{"index":0,"function":{"arguments":"\\"src/a.ts\\","}}]}'),
        chunk('{"tool_calls":[{"index":0,"function":{"arguments":"\\"n\\":1}"}}]}'),
        chunk('{"content":"Then"}'),
        chunk('{"content":" text"}'),
        chunk(
          '{"annotations":[{"type":"url_citation","url_citation":{"url":"https://x.y","title":"t","start_index":2,"end_index":9}}]}',
        ),
        chunk(
          '{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"run","arguments":"{"}}]}',
        ),
        chunk('{"tool_calls":[{"index":1,"function":{"arguments":"\\"n\\":2"}}]}'),
        chunk('{"tool_calls":[{"index":1,"function":{"arguments":",\\"m\\":2"}}]}'),
        chunk('{"content":" "}'),
        chunk('{"tool_calls":[{"index":1,"function":{"arguments":"}"}}]}'),
        chunk('{}', '"tool_calls"'),
      ),
      lines(
        chunk('{"role":"assistant","content":null,"reasoning_content":""}'),
        chunk('{"content":null,"reasoning_content":"Think"}'),
        chunk('{"content":null,"reasoning_content":" more"}'),
        chunk('{"content":"So","reasoning_content":null}'),
        chunk('{"content":" be it","reasoning_content":null}'),
        chunk(
          '{"content":"","reasoning_content":null}',
          '"stop"',
          ',"usage":{"prompt_tokens":9,"completion_tokens":4}',
        ),
      ),
      lines(
        chunk('{"role":"assistant","reasoning":"Why","content":""}'),
        chunk('{"role":"assistant","reasoning":" not","content":""}'),
        chunk(
          '{"role":"assistant","content":"one"}',
          'null',
          ',"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}',
        ),
        chunk(
          '{"role":"assistant","content":"two"}',
          'null',
          ',"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}',
        ),
        chunk('{"role":"assistant","refusal":"No"}'),
        chunk('{"role":"assistant","refusal":" thanks"}'),
        chunk('{}', '"stop"'),
      ),
    ],
  ],
  [
    'anthropic-messages',
    [
      named(
        '{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}}',
        '{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}',
        '{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}',
        '{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":", well"}}',
        '{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}',
        '{"type":"content_block_stop","index":0}',
        '{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}',
        '{"type":"ping"}',
        '{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello"}}',
        '{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":" there"}}',
        '{"type":"content_block_stop","index":1}',
        '{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"run","input":{}}}',
        '{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}',
        '{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"1}"}}',
        '{"type":"content_block_stop","index":2}',
        '{"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"toolu_2","name":"apply_patch","input":{}}}',
        '{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\\"input\\":"}}',
        '{"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"\\"x\\"}"}}',
        '{"type":"content_block_stop","index":3}',
        '{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":20}}',
        '{"type":"message_stop"}',
      ),
    ],
  ],
  [
    'gemini-generate',
    [
      lines(
        gemini('[{"text":"Thinking","thought":true}]'),
        gemini('[{"text":" more","thought":true}]'),
        gemini('[{"text":"Hello"}]'),
        gemini('[{"text":" there"}]'),
        gemini('[{"text":"","thoughtSignature":"c2ln"}]'),
        gemini('[{"functionCall":{"name":"run","args":{"a":1}}}]'),
        '{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":7,"totalTokenCount":16},"modelVersion":"gemini-x","responseId":"r1"}',
      ),
      lines(
        '{"candidates":[{"content":{"parts":[{"text":"One"}],"role":"model"},"index":0}],"modelVersion":"gemini-x"}',
        '{"candidates":[{"content":{"parts":[{"text":" two"}],"role":"model"},"index":0}],"modelVersion":"gemini-x"}',
        '{"candidates":[{"content":{"parts":[{"text":" and three,"}],"role":"model"},"index":0}],"modelVersion":"gemini-x"}',
        '{"candidates":[{"content":{"parts":[{"text":" four"}],"role":"model"},"finishReason":"MAX_TOKENS","groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://x.y","title":"t"}}],"groundingSupports":[{"segment":{"startIndex":3,"endIndex":12,"text":"x"},"groundingChunkIndices":[0]}]},"index":0}],"modelVersion":"gemini-x"}',
      ),
    ],
  ],
  [
    'openai-responses',
    [
      named(
        '{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":17,"status":"in_progress","model":"gpt-x","output":[]}}',
        '{"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}}',
        '{"type":"response.reasoning_summary_part.added","sequence_number":2,"item_id":"rs_1","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}',
        '{"type":"response.reasoning_summary_text.delta","sequence_number":3,"item_id":"rs_1","output_index":0,"summary_index":0,"delta":"First","obfuscation":"abc"}',
        '{"type":"response.reasoning_summary_text.delta","sequence_number":4,"item_id":"rs_1","output_index":0,"summary_index":1,"delta":"Second","obfuscation":"a"}',
        '{"type":"response.output_item.done","sequence_number":5,"output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA"}}',
        '{"type":"response.output_item.added","sequence_number":6,"output_index":1,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]}}',
        '{"type":"response.content_part.added","sequence_number":7,"item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}',
        '{"type":"response.output_text.delta","sequence_number":8,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hello","logprobs":[],"obfuscation":"abcdef"}',
        '{"type":"response.output_text.delta","sequence_number":9,"item_id":"msg_1","output_index":1,"content_index":0,"delta":" there","logprobs":[],"obfuscation":"abc"}',
        '{"type":"response.output_text.delta","sequence_number":9,"item_id":"msg_1","output_index":1,"content_index":0,"delta":" again","logprobs":[],"obfuscation":"ab"}',
        '{"type":"response.output_text.annotation.added","sequence_number":9,"item_id":"msg_1","output_index":1,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://x.y","title":"t","start_index":0,"end_index":4}}',
        '{"type":"response.output_item.done","sequence_number":10,"output_index":1,"item":{"id":"msg_1","type":"message","status":"completed","role":"assistant"}}',
        '{"type":"response.output_item.added","sequence_number":11,"output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"run","arguments":""}}',
        '{"type":"response.function_call_arguments.delta","sequence_number":12,"item_id":"fc_1","output_index":2,"delta":"{\\"a\\":"}',
        '{"type":"response.function_call_arguments.delta","sequence_number":13,"item_id":"fc_1","output_index":2,"delta":"1}"}',
        '{"type":"response.output_item.done","sequence_number":14,"output_index":2,"item":{"id":"fc_1","type":"function_call","call_id":"call_1","name":"run"}}',
        '{"type":"response.output_item.added","sequence_number":15,"output_index":3,"item":{"id":"ct_1","type":"custom_tool_call","call_id":"call_2","name":"apply_patch","input":""}}',
        '{"type":"response.custom_tool_call_input.delta","sequence_number":16,"item_id":"ct_1","output_index":3,"delta":"*** Begin"}',
        '{"type":"response.custom_tool_call_input.delta","sequence_number":17,"item_id":"ct_1","output_index":3,"delta":" Patch"}',
        '{"type":"response.output_item.done","sequence_number":18,"output_index":3,"item":{"id":"ct_1","type":"custom_tool_call","call_id":"call_2","name":"apply_patch"}}',
        '{"type":"response.output_item.added","sequence_number":19,"output_index":4,"item":{"id":"msg_2","type":"message","status":"in_progress","role":"assistant","phase":"final","content":[]}}',
        '{"type":"response.output_text.delta","sequence_number":20,"item_id":"msg_2","output_index":4,"content_index":0,"delta":"Once","logprobs":[],"obfuscation":"abcdef"}',
        '{"type":"response.output_text.delta","sequence_number":21,"item_id":"msg_2","output_index":4,"content_index":0,"delta":" more","logprobs":[],"obfuscation":"abc"}',
        '{"type":"response.output_text.annotation.added","sequence_number":22,"item_id":"msg_2","output_index":4,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://x.y","title":"t","start_index":0,"end_index":4}}',
        '{"type":"response.output_item.done","sequence_number":23,"output_index":4,"item":{"id":"msg_2","type":"message","status":"completed","role":"assistant"}}',
        '{"type":"response.completed","sequence_number":24,"response":{"id":"resp_1","object":"response","status":"completed","model":"gpt-x","output":[],"usage":{"input_tokens":9,"output_tokens":4,"total_tokens":13}}}',
      ),
    ],
  ],
]);

function lines(...data: readonly string[]): string {
  return data.map((each) => `data: ${each}\n\n`).join('');
}

/** Each with its type on an `event:` line. */
function named(...data: readonly string[]): string {
  return data.map((each) => `event: ${/"type":"([^"]*)"/.exec(each)?.[1]}\ndata: ${each}\n\n`).join('');
}

function chunk(delta: string, finish = 'null', more = ''): string {
  return `{"id":"c1","object":"chat.completion.chunk","created":17,"model":"gpt-x","system_fingerprint":"fp","choices":[{"index":0,"delta":${delta},"logprobs":null,"finish_reason":${finish}}]${more},"obfuscation":"abcd"}`;
}

function gemini(parts: string): string {
  return `{"candidates":[{"content":{"parts":${parts},"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":2,"totalTokenCount":11},"modelVersion":"gemini-x","responseId":"r1"}`;
}
