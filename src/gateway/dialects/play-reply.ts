import type { Block, BlockHead, Reply, ReplyEvent } from './reply.ts';

/** A whole answer as the events of a stream: what a client gets that asked for a stream of a provider without one. */
export function playReply(reply: Reply, emit: (event: ReplyEvent) => void): void {
  const { id, model, created, serviceTier } = reply;
  emit({
    kind: 'start',
    ...(id !== undefined && { id }),
    ...(model !== undefined && { model }),
    ...(created !== undefined && { created }),
    ...(serviceTier !== undefined && { serviceTier }),
  });
  reply.blocks.forEach((block, at) => {
    playBlock(block, at, emit);
  });
  const { finish, usage } = reply;
  emit({ kind: 'finish', finish, ...(usage !== undefined && { usage }) });
}

function playBlock(block: Block, at: number, emit: (event: ReplyEvent) => void): void {
  emit({ kind: 'open', block: at, head: headOf(block) });
  if (block.kind === 'reasoning') {
    block.text.forEach((text, nth) => {
      if (nth > 0) emit({ kind: 'paragraph', block: at });
      if (text !== '') emit({ kind: 'delta', block: at, text });
    });
  } else if (block.kind === 'text') {
    if (block.text !== '') emit({ kind: 'delta', block: at, text: block.text });
    for (const citation of block.citations ?? []) emit({ kind: 'cite', block: at, citation });
  } else if (block.kind === 'call' && block.input !== '') {
    emit({ kind: 'delta', block: at, text: block.input });
  }
  const opaque = block.kind === 'hosted' ? undefined : block.opaque;
  emit({ kind: 'close', block: at, ...(opaque !== undefined && { opaque }) });
}

function headOf(block: Block): BlockHead {
  switch (block.kind) {
    case 'text':
      return {
        kind: 'text',
        ...(block.refusal !== undefined && { refusal: block.refusal }),
        ...(block.phase !== undefined && { phase: block.phase }),
      };
    case 'reasoning':
      return {
        kind: 'reasoning',
        ...(block.raw !== undefined && { raw: block.raw }),
        ...(block.id !== undefined && { id: block.id }),
      };
    case 'call':
      return {
        kind: 'call',
        id: block.id,
        name: block.name,
        ...(block.namespace !== undefined && { namespace: block.namespace }),
        form: block.form,
      };
    case 'media':
      return { kind: 'media', mimeType: block.mimeType, data: block.data };
    case 'hosted':
      return block;
  }
}
