import { z } from 'zod';
import { apiErrorSchema } from '../../control/error.ts';
import { streamMessages } from '../../control/stream.ts';
import type { Resource } from './resource.ts';
import { resourcesByPath } from './resources-by-path.ts';

type Json = Readonly<Record<string, unknown>>;

/** The description of the API (OpenAPI 3.1), made from the schemas that its answers are held to. */
export function openApiDocument(resources: readonly Resource[], version: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Patchbay control API',
      version,
      description: 'What the gateway does and did. Needs the key of an admin client. All moments are UTC.',
    },
    security: [{ bearer: [] }],
    paths: Object.fromEntries([
      ...resourcesByPath(resources).map(([path, methods]) => [
        `/api${path}`,
        Object.fromEntries(methods.map((each) => [each.method.toLowerCase(), operation(each)])),
      ]),
      ['/api/stream', { get: streamOperation() }],
    ]),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: componentSchemas(),
    },
  };
}

function operation(resource: Resource): Json {
  return {
    summary: resource.summary,
    parameters: [...pathParameters(resource.path), ...queryParameters(resource.query)],
    ...(resource.body !== undefined && {
      requestBody: {
        required: !resource.body.safeParse({}).success,
        content: { 'application/json': { schema: schemaOf(resource.body) } },
      },
    }),
    responses: {
      200: {
        description: 'The answer.',
        content: { 'application/json': { schema: schemaOf(resource.answer) } },
      },
      default: errorResponse,
    },
  };
}

const errorResponse: Json = {
  description: 'Why there is no answer.',
  content: { 'application/json': { schema: schemaOf(apiErrorSchema) } },
};

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodObject): Json[] {
  return Object.entries(query.shape).map(([name, schema]) => {
    const { description, ...rest } = withoutDialect(z.toJSONSchema(schema, { io: 'input' }));
    return { name, in: 'query', required: false, description, schema: rest };
  });
}

function streamOperation(): Json {
  const messages = Object.entries(streamMessages).map(([name, schema]) => `- \`${name}\`: ${refOf(schema)}`);
  return {
    summary: 'Changes as they happen, as server-sent events.',
    description: `\`event\` and the schema of \`data\`:\n\n${messages.join('\n')}`,
    parameters: [
      {
        name: 'Last-Event-ID',
        in: 'header',
        required: false,
        description:
          'The last `id` that was seen; what came after it is sent again as far as it is in memory.',
        schema: { type: 'string' },
      },
    ],
    responses: {
      200: { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
      default: errorResponse,
    },
  };
}

/** Every schema with an id, referring to each other. */
function componentSchemas(): Json {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    io: 'output',
  });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, withoutDialect(schema)]));
}

function schemaOf(schema: z.ZodType): Json {
  return { $ref: refOf(schema) };
}

function refOf(schema: z.ZodType): string {
  const id = schema.meta()?.id;
  if (typeof id !== 'string') throw new TypeError('A schema of the control API has no id.');
  return `#/components/schemas/${id}`;
}

/** OpenAPI says once which JSON schema it means; addresses of parts are their place in the document. */
function withoutDialect(schema: Json): Json {
  const { $schema: _dialect, $id: _id, id: _name, ...rest } = schema;
  return rest;
}
