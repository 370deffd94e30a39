import type { RequestField } from '../request-field.ts';
import { cache, ofAssistant, ofResult, ofUser, plainTool, request, rows } from './schema-example.ts';

const png = { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' };
const pdf = { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' };
const plain = { type: 'text', media_type: 'text/plain', data: 'Words.' };
const text = { type: 'text', text: 'Words.' };
const found = { type: 'search_result', source: 'https://a.example', title: 'A', content: [text] };
const webCitation = {
  ...{ type: 'web_search_result_location', url: 'https://a.example', title: 'A' },
  ...{ encrypted_index: 'x', cited_text: 'Words.' },
};
const call = { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} };
const serverCall = { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'q' } };
const serverResult = { type: 'web_search_tool_result', tool_use_id: 'srvtoolu_1', content: [] };
const pageResult = {
  type: 'web_fetch_tool_result',
  tool_use_id: 'srvtoolu_1',
  content: {
    type: 'web_fetch_result',
    url: 'https://a.example',
    content: { type: 'document', source: plain },
  },
};
const codeResult = (type: string) => ({
  type: `${type}_tool_result`,
  tool_use_id: 'srvtoolu_1',
  content: { type: `${type}_result`, stdout: 'hi', stderr: '', return_code: 0, content: [] },
});

const inContent = 'messages[].content[]';

/** What may stand in messages. */
export const blockFields: readonly RequestField[] = [
  ...rows('messages[]', (message) => request({ messages: [message] }), [
    ['.role', { role: 'user', content: 'Hi' }, 'user, assistant, or system in the middle.'],
    ['.content', { role: 'user', content: 'Hi' }, 'A string is one text block.'],
  ]),
  ...rows(
    'messages[]',
    (message) =>
      request({ output_config: { effort: 'low' }, messages: [{ role: 'user', content: 'Hi' }, message] }),
    [
      [
        '.output_config.effort',
        { role: 'system', content: [], output_config: { effort: 'low' } },
        'For this turn.',
      ],
      [
        '.clear_at',
        { role: 'system', content: 'Be brief.', clear_at: 'next_user_message' },
        'How long it is shown.',
      ],
      [
        '.content[].tool',
        {
          role: 'system',
          content: [{ type: 'tool_addition', tool: { type: 'tool_definition', definition: plainTool } }],
        },
        'tool_addition and tool_removal change the tools in the middle.',
      ],
    ],
  ),
  ...rows(inContent, ofUser, [
    ['.type', text, 'Kind of block.'],
    ['.text', text, 'Must not be empty.'],
    ['.cache_control', { ...text, cache_control: cache }, 'Cache up to here.'],
    ['.cache_control.ttl', { ...text, cache_control: { ...cache, ttl: '1h' } }, '5m or 1h.'],
    ['.source', { type: 'image', source: png }, 'Picture: JPEG, PNG, GIF or WebP.'],
    ['.source.type', { type: 'document', source: plain }, 'base64, url, file, text or content.'],
    [
      '.source.media_type',
      { type: 'document', source: pdf },
      'Documents: PDF, or text/plain with type text.',
    ],
    ['.source.data', { type: 'document', source: pdf }, 'Base64 without a data: prefix, or text.'],
    [
      '.source.url',
      { type: 'image', source: { type: 'url', url: 'https://a.example/a.png' } },
      'Fetched by Anthropic.',
    ],
    [
      '.source.file_id',
      { type: 'document', source: { type: 'file', file_id: 'file_1' } },
      'An upload to Anthropic.',
    ],
    [
      '.source.content',
      { type: 'document', source: { type: 'content', content: [text] } },
      'A document in blocks.',
    ],
    [
      '.transformations.oversized_image',
      { type: 'image', source: png, transformations: { oversized_image: 'error' } },
      'downsize or error.',
    ],
    ['.title', { type: 'document', source: plain, title: 'A' }, 'Title of a document or search result.'],
    ['.context', { type: 'document', source: plain, context: 'From 2020.' }, 'Told, but not cited.'],
    [
      '.citations.enabled',
      { type: 'document', source: plain, citations: { enabled: true } },
      'Answers shall cite it.',
    ],
    ['.content', found, 'Text of a search result of the client.'],
    ['.file_id', { type: 'container_upload', file_id: 'file_1' }, 'A file for the code execution container.'],
  ]),
  ...rows(inContent, ofAssistant, [
    ['.citations', { ...text, citations: [webCitation] }, 'Sources of an earlier answer.'],
    [
      '.thinking',
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      'May be empty; the signature is what counts.',
    ],
    ['.signature', { type: 'thinking', thinking: '', signature: 's' }, 'Goes back byte for byte.'],
    ['.data', { type: 'redacted_thinking', data: 'x' }, 'Encrypted thoughts.'],
    ['.id', call, 'Id of a call.'],
    ['.name', call, 'Name of the tool.'],
    ['.input', { ...call, input: { a: 1 } }, 'Arguments, an object.'],
    [
      '.caller',
      { ...call, caller: { type: 'code_execution_20260120', tool_id: 'srvtoolu_1' } },
      'Called from a program.',
    ],
    ['.toolset_name', { ...call, toolset_name: 'browser' }, 'Call of a toolset.'],
    [
      '.server_name',
      { type: 'mcp_tool_use', id: 'mcptoolu_1', name: 'f', server_name: 's', input: {} },
      'MCP server.',
    ],
    ['.tool_use_id', serverResult, 'Call that is answered.'],
    [
      '.content[].encrypted_content',
      {
        ...serverResult,
        content: [
          { type: 'web_search_result', title: 'A', url: 'https://a.example', encrypted_content: 'x' },
        ],
      },
      'Page of a search.',
    ],
    ['.content.url', pageResult, 'Fetched page.'],
    ['.content.stdout', codeResult('code_execution'), 'Output of a program.'],
    ['.content.return_code', codeResult('bash_code_execution'), 'Its exit code.'],
    [
      '.content.file_type',
      {
        type: 'text_editor_code_execution_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: { type: 'text_editor_code_execution_view_result', file_type: 'text', content: 'a' },
      },
      'File that was shown.',
    ],
    [
      '.content.tool_references',
      {
        type: 'tool_search_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: { type: 'tool_search_tool_search_result', tool_references: [] },
      },
      'Tools that a search found.',
    ],
    [
      '.content.text',
      {
        type: 'advisor_tool_result',
        tool_use_id: 'srvtoolu_1',
        content: { type: 'advisor_result', text: 'Go.' },
      },
      'Word of the advisor.',
    ],
    [
      '.content[].type',
      { type: 'mcp_tool_result', tool_use_id: 'mcptoolu_1', is_error: false, content: [text] },
      'Kind of block in a result.',
    ],
    [
      '.encrypted_content',
      { type: 'compaction', content: 'Summary.', encrypted_content: 'x' },
      'Stands for what was said before.',
    ],
    ['.from', { type: 'fallback', from: { model: 'm' }, to: { model: 'n' } }, 'Another model went on.'],
    ['.tools', { type: 'mcp_tool_listing', mcp_server_name: 's', tools: [] }, 'Tools of an MCP server.'],
    ['.input.query', serverCall, 'Call of a tool of Anthropic: input.query.'],
  ]),
  ...rows(inContent, ofResult, [
    ['.content[]', { content: [text] }, 'Result of a tool, in blocks or as a string; may be missing.'],
    ['.is_error', { content: 'no', is_error: true }, 'Needs content.'],
    ['.content[].source', { content: [{ type: 'image', source: png }] }, 'Picture in a result.'],
    ['.content[].source.data', { content: [{ type: 'document', source: pdf }] }, 'Document in a result.'],
    [
      '.content[].tool_name',
      { content: [{ type: 'tool_reference', tool_name: 'f' }] },
      'A deferred tool is handed over.',
    ],
    ['.content[].content', { content: [found] }, 'Search result in a result.'],
    ['.content[].tabs', { content: [{ type: 'browser_state', tabs: [] }] }, 'State of a browser toolset.'],
  ]),
];
