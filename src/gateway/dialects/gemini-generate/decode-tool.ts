import type { FunctionTool, HostedTool, Tool, ToolChoice } from '../conversation.ts';
import { unsaidMembers } from '../hosted-members.ts';
import { type Fields, fieldsOf, isFields, listOf, textOf } from '../json-value.ts';
import { camelFields, keepRest, memberAt, type Reading } from './members.ts';
import { jsonSchemaOf } from './open-api-schema.ts';

/** Google's own tools that other vendors have, too. */
const hosted: ReadonlyMap<string, HostedTool['tool']> = new Map<string, HostedTool['tool']>([
  ['googleSearch', 'web-search'],
  ['googleSearchRetrieval', 'web-search'],
  ['enterpriseWebSearch', 'web-search'],
  ['parallelAiSearch', 'web-search'],
  ['exaAiSearch', 'web-search'],
  ['urlContext', 'web-fetch'],
  ['codeExecution', 'code'],
  ['fileSearch', 'file-search'],
  ['computerUse', 'computer'],
]);

const declarationMembers = new Set(['name', 'description', 'parameters', 'parametersJsonSchema']);
const choiceMembers = new Set(['mode', 'allowedFunctionNames']);
const configMembers = new Set(['functionCallingConfig']);

/** `tools`: each element may hold several tools. */
export function readTools(value: unknown, base: string, reading: Reading): Tool[] {
  const elements = Array.isArray(value) ? value : isFields(value) ? [value] : [];
  return elements.flatMap((element, nth) => {
    const at = `${base}/${nth}`;
    if (isFields(element)) return readElement(element, at, reading);
    if (element !== null) reading.extra.push({ at, value: element });
    return [];
  });
}

function readElement(element: Fields, at: string, reading: Reading): Tool[] {
  return Object.entries(camelFields(element)).flatMap(([name, value]): Tool[] => {
    const memberPlace = memberAt(at, element, name);
    if (name === 'functionDeclarations')
      return listOf(value).flatMap((one, nth) => readDeclaration(one, `${memberPlace}/${nth}`, reading));
    if (name === 'mcpServers')
      return listOf(value).map((one, nth) => ({
        kind: 'hosted',
        tool: 'mcp',
        dialect: 'gemini-generate',
        value: { mcpServers: [one] },
        at: `${memberPlace}/${nth}`,
      }));
    return [readHosted(name, value, memberPlace)];
  });
}

const saidOfHosted: ReadonlySet<string> = new Set(['excludeDomains']);

function readHosted(name: string, value: unknown, at: string): Tool {
  const tool = hosted.get(name);
  const shared = { dialect: 'gemini-generate', value: { [name]: value }, at } as const;
  if (tool === undefined) return { kind: 'native', what: name, ...shared };
  const members = camelFields(fieldsOf(value) ?? {});
  const blocked = listOf(members.excludeDomains).filter((one) => typeof one === 'string');
  return {
    kind: 'hosted',
    tool,
    ...(blocked.length > 0 && { blockedDomains: blocked }),
    ...unsaidMembers(members, saidOfHosted),
    ...shared,
  };
}

function readDeclaration(value: unknown, at: string, reading: Reading): FunctionTool[] {
  const members = camelFields(fieldsOf(value) ?? {});
  const name = textOf(members.name);
  if (name === undefined) {
    reading.extra.push({ at, value });
    return [];
  }
  const { schema, native } = readParameters(members);
  const rest = Object.entries(members).filter(([member]) => !declarationMembers.has(member));
  return [
    {
      kind: 'function',
      name,
      ...(typeof members.description === 'string' && { description: members.description }),
      ...(schema !== undefined && { schema }),
      ...(rest.length > 0 && { rest: Object.fromEntries(rest) }),
      ...(native !== undefined && { native }),
      at,
    },
  ];
}

/** Gemini CLI sends plain JSON schema, SDKs and samples Google's own subset. */
function readParameters(members: Fields): { schema?: Fields; native?: Fields } {
  const { parametersJsonSchema, parameters } = members;
  if (isFields(parametersJsonSchema))
    return { schema: parametersJsonSchema, native: { parametersJsonSchema } };
  if (isFields(parameters)) return { schema: jsonSchemaOf(parameters), native: { parameters } };
  return {};
}

/** `toolConfig`; its other members are extras. */
export function readToolConfig(value: unknown, at: string, reading: Reading): ToolChoice | undefined {
  if (!isFields(value)) return undefined;
  const members = camelFields(value);
  keepRest(reading, at, value, members, configMembers);
  const config = fieldsOf(members.functionCallingConfig);
  return config === undefined
    ? undefined
    : readChoice(config, memberAt(at, value, 'functionCallingConfig'), reading);
}

/** Modes by number, as protobuf's JSON mapping allows. */
const modes: readonly string[] = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'];

/** `VALIDATED` is `AUTO` with arguments that keep to the schema: nothing that another vendor could be told. */
function readChoice(config: Fields, at: string, reading: Reading): ToolChoice | undefined {
  const members = camelFields(config);
  keepRest(reading, at, config, members, choiceMembers);
  const names = listOf(members.allowedFunctionNames).filter((name) => typeof name === 'string');
  const [first] = names;
  switch (modeOf(members.mode)) {
    case 'AUTO':
      return { kind: 'auto' };
    case 'NONE':
      return { kind: 'none' };
    case 'ANY':
      if (first === undefined) return { kind: 'required' };
      return names.length === 1 ? { kind: 'tool', name: first } : { kind: 'some', names, required: true };
    case 'VALIDATED':
      if (first !== undefined) return { kind: 'some', names, required: false };
      reading.extra.push({ at: memberAt(at, config, 'mode'), value: members.mode });
      return { kind: 'auto' };
    case 'MODE_UNSPECIFIED':
    case undefined:
      return undefined;
    default:
      reading.extra.push({ at: memberAt(at, config, 'mode'), value: members.mode });
      return undefined;
  }
}

function modeOf(value: unknown): string | undefined {
  if (typeof value === 'number') return modes[value] ?? String(value);
  return textOf(value)?.toUpperCase();
}
