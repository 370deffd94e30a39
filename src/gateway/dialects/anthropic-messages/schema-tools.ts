import type { RequestField } from '../request-field.ts';
import { cache, ofTool, plainTool, request, rows } from './schema-example.ts';

const computer = {
  type: 'computer_20250124',
  name: 'computer',
  display_width_px: 800,
  display_height_px: 600,
};
const search = { type: 'web_search_20250305', name: 'web_search' };
const fetch = { type: 'web_fetch_20260318', name: 'web_fetch' };
const advisor = { type: 'advisor_20260301', name: 'advisor', model: 'm' };
const toolset = { type: 'mcp_toolset', mcp_server_name: 's' };

/** Definitions of tools, and the choice among them. */
export const toolFields: readonly RequestField[] = [
  ...rows('tools[]', ofTool, [
    ['.name', plainTool, 'Up to 128 of [a-zA-Z0-9_-].'],
    [
      '.type',
      { ...plainTool, type: 'custom' },
      'custom may be left out; others are tools that Anthropic knows.',
    ],
    ['.description', { ...plainTool, description: 'Does it.' }, 'For the model.'],
    [
      '.input_schema',
      { ...plainTool, input_schema: { type: 'object', properties: { a: { type: 'string' } } } },
      'JSON Schema 2020-12, an object at the top, no alternatives there.',
    ],
    ['.strict', { ...plainTool, strict: true }, 'Arguments are held to the schema.'],
    ['.defer_loading', { ...plainTool, defer_loading: true }, 'Known by name until it is referred to.'],
    ['.input_examples', { ...plainTool, input_examples: [{}] }, 'Examples of arguments.'],
    [
      '.eager_input_streaming',
      { ...plainTool, eager_input_streaming: true },
      'Arguments come piece by piece.',
    ],
    ['.allowed_callers', { ...plainTool, allowed_callers: ['direct'] }, 'Who may call it.'],
    ['.cache_control', { ...plainTool, cache_control: cache }, 'Cache up to here.'],
    [
      '.max_characters',
      { type: 'text_editor_20250728', name: 'str_replace_based_edit_tool', max_characters: 1000 },
      'Most that is shown of a file.',
    ],
    ['.display_width_px', computer, 'Screen of the computer tool.'],
    ['.display_height_px', computer, 'Screen of the computer tool.'],
    ['.display_number', { ...computer, display_number: 1 }, 'X display.'],
    [
      '.enable_zoom',
      { ...computer, type: 'computer_20251124', enable_zoom: true },
      'Parts of the screen may be looked at.',
    ],
    [
      '.configs',
      { type: 'computer_toolset_20260801', configs: { zoom: { enabled: false } } },
      'Members of a toolset; mcp_toolset: tools by name.',
    ],
    ['.max_uses', { ...search, max_uses: 1 }, 'Most calls in a request.'],
    ['.allowed_domains', { ...search, allowed_domains: ['a.example'] }, 'Only these.'],
    [
      '.blocked_domains',
      { ...search, blocked_domains: ['a.example'] },
      'Never these; not beside allowed_domains.',
    ],
    [
      '.user_location',
      { ...search, user_location: { type: 'approximate', city: 'Bern' } },
      'City, region, country, timezone.',
    ],
    [
      '.response_inclusion',
      { ...fetch, response_inclusion: 'excluded' },
      'Whether results are in the answer.',
    ],
    ['.citations.enabled', { ...fetch, citations: { enabled: true } }, 'Pages are cited.'],
    ['.max_content_tokens', { ...fetch, max_content_tokens: 1000 }, 'Most of a page.'],
    ['.use_cache', { ...fetch, use_cache: false }, 'Whether a stored page will do.'],
    [
      '.url_sources',
      { ...fetch, url_sources: { user_input: { type: 'all' } } },
      'Whose addresses may be fetched.',
    ],
    ['.model', advisor, 'Model of the advisor.'],
    ['.max_tokens', { ...advisor, max_tokens: 100 }, 'Length of its word.'],
    ['.caching', { ...advisor, caching: cache }, 'Caching of its prompt.'],
    ['.mcp_server_name', toolset, 'A server of mcp_servers.'],
    ['.default_config', { ...toolset, default_config: { enabled: true } }, 'For its tools without a config.'],
    ['.tools', { ...toolset, tools: [] }, 'Its tools as they are known already.'],
  ]),
  ...rows('tool_choice', (tool_choice) => request({ tools: [plainTool], tool_choice }), [
    ['.type', { type: 'any' }, 'auto, any, tool or none; any and tool exclude thinking.'],
    ['.name', { type: 'tool', name: 'f' }, 'The tool that must be called.'],
    ['.disable_parallel_tool_use', { type: 'auto', disable_parallel_tool_use: true }, 'One call at most.'],
  ]),
];
