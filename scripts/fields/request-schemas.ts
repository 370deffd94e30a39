import { existsSync } from 'node:fs';
import type { Codec } from '../../src/gateway/dialects/codec.ts';
import { codecOf } from '../../src/gateway/dialects/codecs.ts';
import type { RequestField } from '../../src/gateway/dialects/request-field.ts';
import { allDialects } from '../../src/gateway/exchange/dialect.ts';

/** A dialect that providers are asked in, and the fields of its requests. */
export interface Speaker {
  readonly codec: Codec;
  readonly fields: readonly RequestField[];
}

/** Every dialect with a codec; its fields stand in `schema.ts` of the folder that has its name. */
export async function loadSpeakers(): Promise<readonly Speaker[]> {
  const codecs = allDialects.map(codecOf).filter((codec) => codec !== undefined);
  return Promise.all(
    codecs.map(async (codec) => {
      const file = new URL(`../../src/gateway/dialects/${codec.dialect}/schema.ts`, import.meta.url);
      if (!existsSync(file)) return { codec, fields: [] };
      const schema: unknown = await import(file.href);
      return { codec, fields: fieldsIn(schema, codec.dialect) };
    }),
  );
}

function fieldsIn(schema: unknown, dialect: string): readonly RequestField[] {
  if (hasFields(schema)) return schema.requestFields;
  throw new Error(`src/gateway/dialects/${dialect}/schema.ts has no requestFields`);
}

function hasFields(value: unknown): value is { readonly requestFields: readonly RequestField[] } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'requestFields' in value &&
    Array.isArray(value.requestFields)
  );
}
