import type { Fields } from '../../../../src/gateway/dialects/json-value.ts';

const draft7 = 'http://json-schema.org/draft-07/schema#';
const draft2020 = 'https://json-schema.org/draft/2020-12/schema';

/** Schemas of tools as real agents and MCP servers send them, by who has the like. */
export const toolSchemas: Readonly<Record<string, Fields>> = {
  'Claude Code: Bash': {
    $schema: draft2020,
    type: 'object',
    properties: {
      command: { description: 'The command to execute', type: 'string' },
      timeout: { description: 'Optional timeout in milliseconds', type: 'number' },
      run_in_background: { type: 'boolean' },
    },
    required: ['command'],
    additionalProperties: false,
  },
  'Claude Code: Edit': {
    $schema: draft2020,
    type: 'object',
    properties: {
      file_path: { type: 'string' },
      old_string: { type: 'string' },
      new_string: { type: 'string' },
      replace_all: { default: false, type: 'boolean' },
    },
    required: ['file_path', 'old_string', 'new_string'],
    additionalProperties: false,
  },
  'Claude Code: questions': {
    $schema: draft2020,
    type: 'object',
    properties: {
      questions: {
        minItems: 1,
        maxItems: 4,
        type: 'array',
        items: {
          type: 'object',
          properties: {
            question: { type: 'string' },
            header: { type: 'string', maxLength: 12 },
            options: {
              type: 'array',
              minItems: 2,
              items: { type: 'object', properties: { label: { type: 'string' } }, required: ['label'] },
            },
            multiSelect: { type: 'boolean', default: false },
          },
          required: ['question', 'header', 'options'],
          additionalProperties: false,
        },
      },
      answers: {
        type: 'object',
        propertyNames: { type: 'string' },
        additionalProperties: { type: 'string' },
      },
    },
    required: ['questions'],
    additionalProperties: false,
  },
  'Claude Code: a workflow with anything as arguments': {
    $schema: draft2020,
    type: 'object',
    properties: { script: { type: 'string', maxLength: 524_288 }, args: { description: 'Anything' } },
  },
  'Claude Code: wake up': {
    $schema: draft2020,
    type: 'object',
    properties: {
      delaySeconds: { type: 'number', exclusiveMinimum: 0 },
      pages: { type: 'integer', exclusiveMinimum: 0, maximum: 9007199254740991 },
    },
    required: ['delaySeconds'],
  },
  'Codex: exec_command': {
    type: 'object',
    properties: {
      cmd: { type: 'string' },
      max_output_tokens: { type: 'number' },
      prefix_rule: { type: 'array', items: { type: 'string' } },
      tty: { type: 'boolean' },
    },
    required: ['cmd'],
    additionalProperties: false,
  },
  'Codex: no arguments': { type: 'object', properties: {}, required: [], additionalProperties: false },
  'Codex: items of a message': {
    type: 'object',
    properties: {
      items: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            type: { type: 'string', enum: ['text', 'image'] },
            text: { type: ['string', 'null'] },
          },
          additionalProperties: false,
        },
      },
    },
    additionalProperties: false,
  },
  'MCP (pydantic): a model that names others': {
    type: 'object',
    $defs: {
      Point: {
        title: 'Point',
        type: 'object',
        properties: {
          x: { type: 'number' },
          next: { anyOf: [{ $ref: '#/$defs/Point' }, { type: 'null' }], default: null },
        },
        required: ['x'],
      },
      Colour: { enum: ['red', 'green'], title: 'Colour', type: 'string' },
    },
    properties: {
      start: { $ref: '#/$defs/Point' },
      colour: { allOf: [{ $ref: '#/$defs/Colour' }], default: 'red', description: 'Of the line' },
      tags: { anyOf: [{ type: 'array', items: { type: 'string' }, uniqueItems: true }, { type: 'null' }] },
    },
    required: ['start'],
  },
  'MCP (zod): a choice by kind': {
    $schema: draft7,
    type: 'object',
    properties: {
      action: {
        oneOf: [
          {
            type: 'object',
            properties: { kind: { const: 'go' }, url: { type: 'string', format: 'uri' } },
            required: ['kind', 'url'],
          },
          { type: 'object', properties: { kind: { const: 'stop' } }, required: ['kind'] },
        ],
      },
      level: { type: 'number', enum: [1, 2, 3], description: 'How loud.' },
      when: { type: 'string', format: 'date-time' },
      mail: { type: 'string', format: 'email', pattern: '^.+@.+$' },
      data: { type: 'object', additionalProperties: {}, propertyNames: { type: 'string' } },
      either: { anyOf: [{ const: 'a' }, { const: 'b' }] },
      pair: { type: 'array', items: [{ type: 'string' }, { type: 'integer' }], minItems: 2, maxItems: 2 },
      mixed: { type: ['string', 'integer', 'null'], minLength: 1, minimum: 0 },
    },
    required: ['action', 'gone'],
    if: { properties: { level: { const: 1 } } },
    else: { required: ['mail'] },
  },
  'MCP: one of two members is needed': {
    type: 'object',
    properties: { id: { type: 'string' }, name: { type: 'string' } },
    anyOf: [{ required: ['id'] }, { required: ['name'] }],
  },
  'MCP: alternatives as the whole': {
    anyOf: [
      {
        type: 'object',
        properties: { id: { type: 'string' }, all: { type: 'boolean' } },
        required: ['id', 'all'],
      },
      {
        type: 'object',
        properties: { name: { type: 'string' }, all: { type: 'boolean' } },
        required: ['name', 'all'],
      },
    ],
  },
  'MCP: patterns of members': {
    type: 'object',
    properties: {
      env: { type: 'object', patternProperties: { '^[A-Z]+$': { type: 'string' } } },
      list: { type: 'array' },
    },
  },
};
