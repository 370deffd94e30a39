import { type Opaque, unwrapOpaque } from '../../../../src/gateway/dialects/opaque.ts';
import type { Block, Reply } from '../../../../src/gateway/dialects/reply.ts';

/**
 * An answer as it is comparable after it was written and read again: ids and the time are new, state was wrapped, an
 * empty text is no message, and a call without arguments has an empty object.
 */
export function asReadBack({ blocks, finish, model, usage }: Reply): unknown {
  const { reason } = finish;
  return { blocks: blocks.flatMap(blockBack), reason, model, usage };
}

function blockBack(block: Block): readonly unknown[] {
  if (block.kind === 'text' && block.text === '' && block.citations === undefined) return [];
  if (block.kind === 'call' && block.form === 'function' && block.input === '')
    return [{ ...block, input: '{}' }];
  if (block.kind !== 'reasoning') return [block];
  const { id: _, opaque: outer, ...rest } = block;
  const opaque = outer === undefined ? undefined : bare(unwrapOpaque(outer.data) ?? outer);
  return [{ ...rest, ...(opaque !== undefined && { opaque }) }];
}

/** State without meaning to a provider is none. */
function bare(opaque: Opaque): Opaque | undefined {
  return opaque.kind === 'none' ? undefined : opaque;
}
