import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';
import { type Notes, ofTool, rows } from './schema-example.ts';

const tool = (value: Fields, notes: Notes) => rows('tools[]', ofTool, value, notes);

const callers = ['direct', 'programmatic'];
const container = {
  ...{ type: 'auto', file_ids: ['f'], memory_limit: '1g' },
  network_policy: {
    ...{ type: 'allowlist', allowed_domains: ['a.example'] },
    domain_secrets: [{ domain: 'a.example', name: 'N', value: 'v' }],
  },
};
const parameters = { type: 'object', properties: { a: { type: 'string' } } };
const func = {
  ...{ type: 'function', name: 'f', description: 'F', parameters, strict: true },
  ...{ defer_loading: true, async: false, allowed_callers: callers, output_schema: { type: 'object' } },
};
const searchable = {
  type: 'file_search',
  vector_store_ids: ['vs_1'],
  max_num_results: 5,
  filters: { type: 'and', filters: [{ type: 'eq', key: 'a', value: 'b' }] },
  ranking_options: {
    ...{ ranker: 'auto', score_threshold: 0.5 },
    hybrid_search: { embedding_weight: 1, text_weight: 1 },
  },
};
const picture = {
  ...{
    type: 'image_generation',
    model: 'gpt-image-2',
    action: 'generate',
    background: 'opaque',
    complexity: 'low',
  },
  ...{ frame_count: 1, frame_duration_ms: 100, input_fidelity: 'high', moderation: 'low', quality: 'low' },
  ...{ output_compression: 50, output_format: 'png', partial_images: 1, size: '1024x1024' },
  input_image_mask: { file_id: 'f', image_url: 'data:image/png;base64,iVBORw0KGgo=' },
  svg: { model: 'm', reasoning: { effort: 'low' } },
};
const mcp = {
  ...{ type: 'mcp', server_label: 'l', server_url: 'https://a.example', server_description: 'L' },
  ...{ connector_id: 'connector_gmail', tunnel_id: 't', authorization: 'secret', headers: { a: 'b' } },
  ...{ allowed_callers: callers, defer_loading: true },
  allowed_tools: { tool_names: ['f'], read_only: true },
  require_approval: {
    always: { tool_names: ['f'], read_only: false },
    never: { tool_names: ['g'], read_only: true },
  },
};
const shell = {
  type: 'shell',
  allowed_callers: callers,
  environment: {
    ...container,
    type: 'container_auto',
    skills: [
      {
        type: 'inline',
        name: 's',
        description: 'S',
        source: { type: 'base64', media_type: 'application/zip', data: 'UEs=' },
      },
      { type: 'skill_reference', skill_id: 's', version: '1' },
    ],
  },
};

/** Tool definitions. In a namespace stand functions and custom tools. */
export const toolFields: readonly RequestField[] = [
  ...tool(func, {
    type: 'function, custom, namespace, or the kind of a tool of the API',
    name: 'of functions, custom tools and namespaces',
    description: 'for the model',
    parameters: 'JSON schema of the arguments',
    strict: 'arguments always fit the schema; true when absent',
    defer_loading: 'unknown to the model until a tool search finds it',
    async: 'the answer goes on without the result',
    allowed_callers: 'direct, programmatic',
    output_schema: 'of the result, for programs that call it',
  }),
  ...tool(
    { type: 'custom', name: 'sh', format: { type: 'grammar', syntax: 'lark', definition: 'start: "a"' } },
    {
      'format.type': 'text or grammar',
      'format.syntax': 'lark or regex',
      'format.definition': 'of the grammar',
    },
  ),
  ...tool(
    { type: 'namespace', name: 'n', description: 'N', tools: [func] },
    { 'tools[].type': 'function or custom' },
  ),
  ...tool(
    { type: 'tool_search', execution: 'client', description: 'Finds tools', parameters: { type: 'object' } },
    { execution: 'client or server, of tool_search' },
  ),
  ...tool(
    {
      ...{ type: 'web_search', external_web_access: true, search_context_size: 'low' },
      search_content_types: ['text', 'image'],
      filters: { allowed_domains: ['a.example'], blocked_domains: ['b.example'] },
      user_location: {
        type: 'approximate',
        city: 'Bern',
        country: 'CH',
        region: 'BE',
        timezone: 'Europe/Zurich',
      },
    },
    {
      external_web_access: 'false: what is cached only',
      search_context_size: 'low, medium, high',
      search_content_types: 'text, image',
      'filters.allowed_domains': 'only these',
      'filters.blocked_domains': 'never these',
      'user_location.type': 'approximate',
      'user_location.city': 'of the user',
      'user_location.country': 'two letters',
      'user_location.region': 'of the user',
      'user_location.timezone': 'of the IANA',
    },
  ),
  ...tool(searchable, {
    vector_store_ids: 'to search in',
    max_num_results: '1 to 50',
    'filters.type': 'eq and the like, or and, or',
    'filters.filters': 'of and, or',
    'ranking_options.ranker': 'auto or a version',
    'ranking_options.score_threshold': '0 to 1',
    'ranking_options.hybrid_search.embedding_weight': 'beside the other weight',
    'ranking_options.hybrid_search.text_weight': 'beside the other weight',
  }),
  ...tool(
    { type: 'code_interpreter', container, allowed_callers: callers },
    {
      'container.type': 'auto; or the id of a container in place of the object',
      'container.file_ids': 'that the code sees',
      'container.memory_limit': '1g, 4g, 16g, 64g',
      'container.network_policy.type': 'disabled or allowlist',
      'container.network_policy.allowed_domains': 'of allowlist',
      'container.network_policy.domain_secrets': 'what is sent to a domain in place of a name',
    },
  ),
  ...tool(picture, {
    model: 'that draws',
    action: 'generate, edit, auto',
    background: 'transparent, opaque, auto',
    complexity: 'low, medium, high',
    frame_count: 'of moving pictures',
    frame_duration_ms: 'of moving pictures',
    input_fidelity: 'high or low',
    moderation: 'auto or low',
    quality: 'low to max, auto',
    output_compression: '0 to 100',
    output_format: 'png, webp, jpeg, gif, svg',
    partial_images: '0 to 3 before the picture is ready',
    size: 'width x height, or auto',
    'input_image_mask.file_id': 'where to draw',
    'input_image_mask.image_url': 'where to draw',
    'svg.model': 'that writes SVG',
    'svg.reasoning.effort': 'of that model',
  }),
  ...tool(
    { type: 'computer_use_preview', display_width: 800, display_height: 600, environment: 'browser' },
    { display_width: 'pixels', display_height: 'pixels', environment: 'what is driven; of shell an object' },
  ),
  ...tool(mcp, {
    server_label: 'names the server in calls',
    server_url: 'or connector_id, or tunnel_id',
    server_description: 'for the model',
    connector_id: 'of a service that OpenAI knows',
    tunnel_id: 'of a server behind a tunnel',
    authorization: 'an OAuth token',
    headers: 'for the server',
    'allowed_tools.tool_names': 'or a list in place of the object',
    'allowed_tools.read_only': 'tools that change nothing',
    'require_approval.always.tool_names': 'or always, never in place of the object',
    'require_approval.always.read_only': 'tools that change nothing',
    'require_approval.never.tool_names': 'without asking',
    'require_approval.never.read_only': 'tools that change nothing',
  }),
  ...tool(shell, {
    'environment.type': 'container_auto, local, container_reference',
    'environment.file_ids': 'of container_auto',
    'environment.memory_limit': 'of container_auto',
    'environment.network_policy.type': 'of container_auto',
    'environment.skills[].type': 'inline or skill_reference; absent from local ones',
    'environment.skills[].name': 'of an inline or a local skill',
    'environment.skills[].description': 'of an inline or a local skill',
    'environment.skills[].source': 'a base64 zip',
    'environment.skills[].skill_id': 'of a reference',
    'environment.skills[].version': 'of a reference',
  }),
  ...tool(
    { type: 'shell', environment: { type: 'local', skills: [{ name: 's', description: 'S', path: '/s' }] } },
    { 'environment.skills[].path': 'of a local skill' },
  ),
  ...tool(
    { type: 'shell', environment: { type: 'container_reference', container_id: 'c' } },
    { 'environment.container_id': 'of container_reference' },
  ),
];

/** Tools without members that are not named above. */
export const plainTools: readonly Fields[] = [
  { type: 'local_shell' },
  { type: 'apply_patch', allowed_callers: callers },
  { type: 'computer' },
  { type: 'programmatic_tool_calling' },
  { type: 'web_search_preview', search_context_size: 'low' },
];
