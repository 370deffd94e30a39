import type { Fields } from '../json-value.ts';
import type { RequestField } from '../request-field.ts';

const hello = { role: 'user', parts: [{ text: 'Hello' }] };

function whole(rest: Fields): Fields {
  return { contents: [hello], ...rest };
}

function config(rest: Fields): Fields {
  return whole({ generationConfig: rest });
}

function part(rest: Fields, role = 'user'): Fields {
  return { contents: [hello, { role, parts: [rest] }] };
}

function tool(rest: Fields): Fields {
  return whole({ tools: [rest] });
}

function declaration(rest: Fields): Fields {
  return tool({ functionDeclarations: [{ name: 'look', ...rest }] });
}

function choice(rest: Fields): Fields {
  return whole({
    tools: [{ functionDeclarations: [{ name: 'look' }] }],
    toolConfig: { functionCallingConfig: rest },
  });
}

function call(rest: Fields): Fields {
  return part({ functionCall: { name: 'look', ...rest }, thoughtSignature: 'c2ln' }, 'model');
}

function result(rest: Fields): Fields {
  return {
    contents: [
      hello,
      { role: 'model', parts: [{ functionCall: { id: 'a', name: 'look', args: {} } }] },
      { role: 'user', parts: [{ functionResponse: { id: 'a', name: 'look', response: {}, ...rest } }] },
    ],
  };
}

/** Two calls, the last one's result first. */
function results(first: string, last: string, byId: boolean): Fields {
  const id = (value: string) => (byId ? { id: value } : {});
  return {
    contents: [
      hello,
      {
        role: 'model',
        parts: [
          { functionCall: { ...id('a'), name: first, args: {} } },
          { functionCall: { ...id('b'), name: last, args: {} } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { ...id('b'), name: last, response: { output: 'two' } } },
          { functionResponse: { ...id('a'), name: first, response: { output: 'one' } } },
        ],
      },
    ],
  };
}

const pixel = { mimeType: 'image/png', data: 'iVBORw0KGgo=' };
const clip = { mimeType: 'video/mp4', fileUri: 'https://example.com/a.mp4' };
const text = { type: 'STRING' };

/**
 * Every member of a request to generateContent that the REST API has, as @google/genai 3.3.0 types and writes it
 * (`GenerateContentParameters`, `GenerateContentConfig`; what only the SDK reads, such as `httpOptions`, is none).
 * Every member may be written in snake_case, too.
 */
export const requestFields: readonly RequestField[] = [
  { path: 'contents', example: whole({}), note: 'The conversation; a single content is taken, too.' },
  { path: 'contents[].role', example: part({ text: 'Hi' }, 'model'), note: 'user or model; absent: user.' },
  { path: 'contents[].parts', example: whole({}) },
  { path: 'contents[].parts[].text', example: part({ text: 'x' }) },
  {
    path: 'contents[].parts[].thought',
    example: part({ text: 'Hm.', thought: true }, 'model'),
    note: 'The text is a thought of the model.',
  },
  {
    path: 'contents[].parts[].thoughtSignature',
    example: part({ text: 'x', thoughtSignature: 'c2ln' }, 'model'),
    note: 'State of the model, to be sent back as it came.',
  },
  { path: 'contents[].parts[].inlineData', example: part({ inlineData: pixel }) },
  { path: 'contents[].parts[].inlineData.mimeType', example: part({ inlineData: pixel }) },
  { path: 'contents[].parts[].inlineData.data', example: part({ inlineData: pixel }), note: 'Base64.' },
  {
    path: 'contents[].parts[].inlineData.displayName',
    example: part({ inlineData: { ...pixel, displayName: 'a.png' } }),
    note: 'Vertex only.',
  },
  { path: 'contents[].parts[].fileData', example: part({ fileData: clip }) },
  { path: 'contents[].parts[].fileData.mimeType', example: part({ fileData: clip }) },
  {
    path: 'contents[].parts[].fileData.fileUri',
    example: part({ fileData: clip }),
    note: 'An upload, an object of Google storage, a video of YouTube or a public address.',
  },
  {
    path: 'contents[].parts[].fileData.displayName',
    example: part({ fileData: { ...clip, displayName: 'a.mp4' } }),
    note: 'Vertex only.',
  },
  { path: 'contents[].parts[].functionCall', example: call({ args: {} }) },
  { path: 'contents[].parts[].functionCall.id', example: call({ id: 'a' }), note: 'Older models give none.' },
  { path: 'contents[].parts[].functionCall.name', example: call({}) },
  { path: 'contents[].parts[].functionCall.args', example: call({ args: { a: 1 } }) },
  {
    path: 'contents[].parts[].functionCall.partialArgs',
    example: call({ partialArgs: [{ jsonPath: '$.a', stringValue: 'x' }] }),
    note: 'Vertex only: arguments in pieces.',
  },
  {
    path: 'contents[].parts[].functionCall.willContinue',
    example: call({ willContinue: false }),
    note: 'Vertex only.',
  },
  { path: 'contents[].parts[].functionResponse', example: result({}) },
  { path: 'contents[].parts[].functionResponse.id', example: results('look', 'look', true) },
  { path: 'contents[].parts[].functionResponse.name', example: results('look', 'listen', false) },
  {
    path: 'contents[].parts[].functionResponse.response',
    example: result({ response: { output: 'x' } }),
    note: '`output` is what the function gave, `error` why it failed; without either, all of it is the output.',
  },
  {
    path: 'contents[].parts[].functionResponse.parts',
    example: result({ parts: [{ inlineData: pixel }] }),
    note: 'Pictures and documents of a result; Gemini 3 and later.',
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].inlineData',
    example: result({ parts: [{ inlineData: pixel }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].inlineData.mimeType',
    example: result({ parts: [{ inlineData: pixel }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].inlineData.data',
    example: result({ parts: [{ inlineData: pixel }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].inlineData.displayName',
    example: result({ parts: [{ inlineData: { ...pixel, displayName: 'a.png' } }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].fileData',
    example: result({ parts: [{ fileData: clip }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].fileData.mimeType',
    example: result({ parts: [{ fileData: clip }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].fileData.fileUri',
    example: result({ parts: [{ fileData: clip }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].fileData.displayName',
    example: result({ parts: [{ fileData: { ...clip, displayName: 'a.mp4' } }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.parts[].mediaProcessing',
    example: result({ parts: [{ fileData: clip, mediaProcessing: 'STATIC' }] }),
  },
  {
    path: 'contents[].parts[].functionResponse.willContinue',
    example: result({ willContinue: true }),
    note: 'Further results of the same call follow.',
  },
  {
    path: 'contents[].parts[].functionResponse.scheduling',
    example: result({ scheduling: 'WHEN_IDLE' }),
    note: 'When the model shall react to a result of a call that does not block.',
  },
  {
    path: 'contents[].parts[].executableCode',
    example: part({ executableCode: { language: 'PYTHON', code: 'print(1)' } }, 'model'),
    note: 'A step of the provider’s own tool.',
  },
  {
    path: 'contents[].parts[].codeExecutionResult',
    example: part({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }, 'model'),
    note: 'A step of the provider’s own tool.',
  },
  {
    path: 'contents[].parts[].toolCall',
    example: part({ toolCall: { id: 'a', toolType: 'GOOGLE_SEARCH_WEB', args: {} } }, 'model'),
    note: 'A step of the provider’s own tool, to be sent back.',
  },
  {
    path: 'contents[].parts[].toolResponse',
    example: part({ toolResponse: { id: 'a', toolType: 'GOOGLE_SEARCH_WEB', response: {} } }, 'model'),
    note: 'A step of the provider’s own tool, to be sent back.',
  },
  {
    path: 'contents[].parts[].videoMetadata',
    example: part({ fileData: clip, videoMetadata: { startOffset: '1s', endOffset: '2s', fps: 1 } }),
  },
  {
    path: 'contents[].parts[].mediaResolution',
    example: part({ inlineData: pixel, mediaResolution: { level: 'MEDIA_RESOLUTION_LOW' } }),
  },
  {
    path: 'contents[].parts[].mediaProcessing',
    example: part({ fileData: clip, mediaProcessing: 'STATIC' }),
  },
  {
    path: 'contents[].parts[].audioTranscription',
    example: part({
      inlineData: { mimeType: 'audio/wav', data: 'UklGRg==' },
      audioTranscription: { text: 'x' },
    }),
    note: 'Output only.',
  },
  { path: 'contents[].parts[].partMetadata', example: part({ text: 'x', partMetadata: { source: 'a' } }) },
  {
    path: 'contents[].parts[].speechMetadata',
    example: part({ text: 'x', speechMetadata: { speaker: 'a' } }),
  },

  {
    path: 'systemInstruction',
    example: whole({ systemInstruction: { parts: [{ text: 'Be brief.' }] } }),
    note: 'A content with text; its role says nothing.',
  },
  {
    path: 'systemInstruction.parts[].text',
    example: whole({ systemInstruction: { parts: [{ text: 'Be brief.' }] } }),
  },
  {
    path: 'systemInstruction.role',
    example: whole({ systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }] } }),
  },

  { path: 'tools', example: tool({ functionDeclarations: [{ name: 'look' }] }) },
  { path: 'tools[].functionDeclarations', example: declaration({}) },
  { path: 'tools[].functionDeclarations[].name', example: declaration({}) },
  { path: 'tools[].functionDeclarations[].description', example: declaration({ description: 'Looks.' }) },
  {
    path: 'tools[].functionDeclarations[].parameters',
    example: declaration({ parameters: { type: 'OBJECT', properties: { a: text } } }),
    note: 'In Google’s subset of OpenAPI 3.0, types in capitals.',
  },
  {
    path: 'tools[].functionDeclarations[].parametersJsonSchema',
    example: declaration({ parametersJsonSchema: { type: 'object', properties: { a: { type: 'string' } } } }),
    note: 'As JSON schema; instead of `parameters`.',
  },
  { path: 'tools[].functionDeclarations[].response', example: declaration({ response: text }) },
  {
    path: 'tools[].functionDeclarations[].responseJsonSchema',
    example: declaration({ responseJsonSchema: { type: 'string' } }),
  },
  { path: 'tools[].functionDeclarations[].behavior', example: declaration({ behavior: 'BLOCKING' }) },
  { path: 'tools[].googleSearch', example: tool({ googleSearch: {} }) },
  {
    path: 'tools[].googleSearch.timeRangeFilter',
    example: tool({
      googleSearch: {
        timeRangeFilter: { startTime: '2026-01-01T00:00:00Z', endTime: '2026-02-01T00:00:00Z' },
      },
    }),
  },
  {
    path: 'tools[].googleSearch.searchTypes',
    example: tool({ googleSearch: { searchTypes: { webSearch: {} } } }),
  },
  {
    path: 'tools[].googleSearch.excludeDomains',
    example: tool({ googleSearch: { excludeDomains: ['example.com'] } }),
    note: 'Vertex only.',
  },
  {
    path: 'tools[].googleSearch.blockingConfidence',
    example: tool({ googleSearch: { blockingConfidence: 'BLOCK_HIGH_AND_ABOVE' } }),
    note: 'Vertex only.',
  },
  {
    path: 'tools[].googleSearchRetrieval',
    example: tool({ googleSearchRetrieval: { dynamicRetrievalConfig: { mode: 'MODE_DYNAMIC' } } }),
    note: 'The search of Gemini 1.5.',
  },
  { path: 'tools[].enterpriseWebSearch', example: tool({ enterpriseWebSearch: {} }), note: 'Vertex only.' },
  { path: 'tools[].parallelAiSearch', example: tool({ parallelAiSearch: {} }), note: 'Vertex only.' },
  { path: 'tools[].exaAiSearch', example: tool({ exaAiSearch: {} }), note: 'Vertex only.' },
  { path: 'tools[].urlContext', example: tool({ urlContext: {} }) },
  { path: 'tools[].codeExecution', example: tool({ codeExecution: {} }) },
  { path: 'tools[].googleMaps', example: tool({ googleMaps: { enableWidget: false } }) },
  {
    path: 'tools[].computerUse',
    example: tool({ computerUse: { environment: 'ENVIRONMENT_BROWSER', excludedPredefinedFunctions: [] } }),
  },
  {
    path: 'tools[].fileSearch',
    example: tool({ fileSearch: { fileSearchStoreNames: ['fileSearchStores/a'] } }),
  },
  {
    path: 'tools[].retrieval',
    example: tool({ retrieval: { vertexRagStore: { ragResources: [] } } }),
    note: 'Vertex only.',
  },
  {
    path: 'tools[].mcpServers',
    example: tool({ mcpServers: [{ name: 'a', streamableHttpTransport: { url: 'https://example.com' } }] }),
  },

  { path: 'toolConfig', example: choice({ mode: 'AUTO' }) },
  { path: 'toolConfig.functionCallingConfig', example: choice({ mode: 'AUTO' }) },
  {
    path: 'toolConfig.functionCallingConfig.mode',
    example: choice({ mode: 'VALIDATED' }),
    note: 'AUTO, ANY, NONE, or VALIDATED: like AUTO, with arguments that keep to the schema.',
  },
  {
    path: 'toolConfig.functionCallingConfig.allowedFunctionNames',
    example: choice({ mode: 'ANY', allowedFunctionNames: ['look'] }),
  },
  {
    path: 'toolConfig.functionCallingConfig.streamFunctionCallArguments',
    example: choice({ mode: 'AUTO', streamFunctionCallArguments: true }),
    note: 'Vertex only.',
  },
  {
    path: 'toolConfig.retrievalConfig',
    example: whole({
      toolConfig: { retrievalConfig: { languageCode: 'en', latLng: { latitude: 1, longitude: 2 } } },
    }),
  },
  {
    path: 'toolConfig.includeServerSideToolInvocations',
    example: whole({ toolConfig: { includeServerSideToolInvocations: true } }),
    note: 'Steps of Google’s own tools come in the answer, to be sent back.',
  },

  { path: 'generationConfig.temperature', example: config({ temperature: 0.5 }) },
  { path: 'generationConfig.topP', example: config({ topP: 0.9 }) },
  { path: 'generationConfig.topK', example: config({ topK: 40 }) },
  { path: 'generationConfig.candidateCount', example: config({ candidateCount: 2 }) },
  { path: 'generationConfig.maxOutputTokens', example: config({ maxOutputTokens: 100 }) },
  { path: 'generationConfig.stopSequences', example: config({ stopSequences: ['END'] }), note: 'At most 5.' },
  { path: 'generationConfig.responseLogprobs', example: config({ responseLogprobs: true }) },
  { path: 'generationConfig.logprobs', example: config({ responseLogprobs: true, logprobs: 2 }) },
  { path: 'generationConfig.presencePenalty', example: config({ presencePenalty: 0.1 }) },
  { path: 'generationConfig.frequencyPenalty', example: config({ frequencyPenalty: 0.1 }) },
  { path: 'generationConfig.seed', example: config({ seed: 7 }) },
  { path: 'generationConfig.responseMimeType', example: config({ responseMimeType: 'application/json' }) },
  {
    path: 'generationConfig.responseSchema',
    example: config({
      responseMimeType: 'application/json',
      responseSchema: { type: 'OBJECT', properties: { a: text } },
    }),
  },
  {
    path: 'generationConfig.responseJsonSchema',
    example: config({
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object', properties: { a: { type: 'string' } } },
    }),
  },
  { path: 'generationConfig.responseModalities', example: config({ responseModalities: ['TEXT', 'IMAGE'] }) },
  { path: 'generationConfig.mediaResolution', example: config({ mediaResolution: 'MEDIA_RESOLUTION_LOW' }) },
  {
    path: 'generationConfig.speechConfig',
    example: config({ speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Kore' } } } }),
  },
  { path: 'generationConfig.imageConfig', example: config({ imageConfig: { aspectRatio: '1:1' } }) },
  {
    path: 'generationConfig.audioTimestamp',
    example: config({ audioTimestamp: true }),
    note: 'Vertex only.',
  },
  { path: 'generationConfig.audioTranscriptionConfig', example: config({ audioTranscriptionConfig: {} }) },
  {
    path: 'generationConfig.enableEnhancedCivicAnswers',
    example: config({ enableEnhancedCivicAnswers: true }),
    note: 'Not on Vertex.',
  },
  {
    path: 'generationConfig.routingConfig',
    example: config({ routingConfig: { autoMode: { modelRoutingPreference: 'BALANCED' } } }),
    note: 'Vertex only.',
  },
  {
    path: 'generationConfig.modelConfig',
    example: config({ modelConfig: { featureSelectionPreference: 'BALANCED' } }),
    note: 'Vertex only.',
  },
  { path: 'generationConfig.thinkingConfig', example: config({ thinkingConfig: { includeThoughts: true } }) },
  {
    path: 'generationConfig.thinkingConfig.includeThoughts',
    example: config({ thinkingConfig: { includeThoughts: true } }),
  },
  {
    path: 'generationConfig.thinkingConfig.thinkingBudget',
    example: config({ thinkingConfig: { thinkingBudget: 1024 } }),
    note: 'Tokens; 0 switches thinking off, -1 lets the model decide. Gemini 2.5.',
  },
  {
    path: 'generationConfig.thinkingConfig.thinkingLevel',
    example: config({ thinkingConfig: { thinkingLevel: 'LOW' } }),
    note: 'MINIMAL, LOW, MEDIUM or HIGH. Gemini 3.',
  },

  {
    path: 'safetySettings',
    example: whole({
      safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_ONLY_HIGH' }],
    }),
  },
  { path: 'cachedContent', example: whole({ cachedContent: 'cachedContents/a' }) },
  { path: 'labels', example: whole({ labels: { team: 'a' } }), note: 'For the bill.' },
  { path: 'serviceTier', example: whole({ serviceTier: 'flex' }), note: 'standard, flex or priority.' },
  { path: 'store', example: whole({ store: true }), note: 'Not on Vertex.' },
  {
    path: 'modelArmorConfig',
    example: whole({ modelArmorConfig: { promptTemplateName: 'a', responseTemplateName: 'b' } }),
    note: 'Vertex only.',
  },
  { path: 'continuationToken', example: whole({ continuationToken: 'a' }) },
  {
    path: 'outputConfig',
    example: whole({ outputConfig: { outputUriPrefix: 'gs://a' } }),
    note: 'Vertex only.',
  },
];
