import { type DemoAsk, functionTool } from './demo-ask.ts';
import { type Fields, fields, list, text } from './json.ts';

/** Reads a Gemini request; the SDKs write its field names in camel case, its own JSON takes snake case, too. */
export function readGemini(body: Fields): DemoAsk {
  const contents = list(body.contents)
    .map(fields)
    .filter((content) => content.role !== 'model');
  const parts = contents.map((content) => list(content.parts).map(fields));
  const results = (parts.at(-1) ?? [])
    .map((part) => part.functionResponse ?? part.function_response)
    .filter((result) => result !== undefined);
  const settings = fields(body.generationConfig ?? body.generation_config);
  const wantsJson = (settings.responseMimeType ?? settings.response_mime_type) === 'application/json';
  return {
    said: parts.map(spoken).findLast((words) => words !== '') ?? '',
    toolResult: results.length === 0 ? undefined : results.map(resultText).join('\n'),
    tools: list(body.tools)
      .map(fields)
      .flatMap((tool) => list(tool.functionDeclarations ?? tool.function_declarations))
      .map(fields)
      .map((tool) => functionTool(text(tool.name), tool.parametersJsonSchema ?? tool.parameters)),
    insists: readChoice(fields(body.toolConfig ?? body.tool_config)),
    schema: settings.responseJsonSchema ?? settings.responseSchema ?? settings.response_schema ?? wantsJson,
    compaction: false,
  };
}

/** The last text of a turn: Gemini CLI puts what it says of the machine into a part before the user's words. */
function spoken(parts: readonly Fields[]): string {
  return parts.map((part) => text(part.text)).findLast((words) => words.trim() !== '') ?? '';
}

function resultText(result: unknown): string {
  const response = fields(fields(result).response);
  const { output, result: value, content, error } = response;
  return text(output) || text(value) || text(content) || text(error) || JSON.stringify(response);
}

function readChoice(config: Fields): string | undefined {
  const calling = fields(config.functionCallingConfig ?? config.function_calling_config);
  if (calling.mode !== 'ANY') return undefined;
  return text(list(calling.allowedFunctionNames ?? calling.allowed_function_names)[0]);
}
