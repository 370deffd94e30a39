import { type DemoAnswer, jsonAnswer } from './demo-answer.ts';

/** Whose list of models a caller expects. */
export type ListStyle = 'openai' | 'anthropic' | 'google';

/** The one model, as each API describes its models. `created` is in seconds since the epoch. */
export function modelList(style: ListStyle, created: number): DemoAnswer {
  const model = describe(style, created);
  switch (style) {
    case 'openai':
      return jsonAnswer({ object: 'list', data: [model] });
    case 'anthropic':
      return jsonAnswer({ data: [model], has_more: false, first_id: 'demo', last_id: 'demo' });
    case 'google':
      return jsonAnswer({ models: [model] });
  }
}

/** The description of the one model by itself. */
export function modelDescription(style: ListStyle, created: number): DemoAnswer {
  return jsonAnswer(describe(style, created));
}

function describe(style: ListStyle, created: number): unknown {
  switch (style) {
    case 'openai':
      return { id: 'demo', object: 'model', created, owned_by: 'patchbay' };
    case 'anthropic': {
      const createdAt = new Date(created * 1000).toISOString();
      return { type: 'model', id: 'demo', display_name: 'Demo', created_at: createdAt };
    }
    case 'google':
      return {
        name: 'models/demo',
        version: '1',
        displayName: 'Demo',
        description: 'Built into Patchbay; answers without a model.',
        inputTokenLimit: 200_000,
        outputTokenLimit: 8_192,
        supportedGenerationMethods: ['generateContent', 'countTokens', 'embedContent'],
      };
  }
}
