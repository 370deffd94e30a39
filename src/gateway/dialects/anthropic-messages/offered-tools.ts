import { type Fields, fieldsOf, listOf, textOf } from '../json-value.ts';
import type { ReadState } from './read-state.ts';

/**
 * Notes what a block says of the tools on offer. Deferred tools come into the model's view in three ways: by a
 * `tool_reference` in the result of the client's own search (Claude Code's `ToolSearch`), by the result of Anthropic's
 * search, and by a `tool_addition` in a system message, which may also define a tool or be taken back.
 */
export function noteToolChange(block: Fields, at: string, state: ReadState): void {
  switch (block.type) {
    case 'tool_reference':
      offer(block.tool_name, true, state);
      break;
    case 'tool_search_tool_result':
      for (const found of listOf(fieldsOf(block.content)?.tool_references)) {
        offer(fieldsOf(found)?.tool_name, true, state);
      }
      break;
    case 'compaction':
      listOf(block.tool_changes).forEach((change, index) => {
        const fields = fieldsOf(change);
        if (fields !== undefined) noteToolChange(fields, `${at}/tool_changes/${index}`, state);
      });
      break;
    case 'tool_addition': {
      const tool = fieldsOf(block.tool) ?? {};
      if (tool.type === 'tool_reference') offer(tool.name, true, state);
      else if (tool.type === 'tool_definition') {
        state.added.push({ value: tool.definition, at: `${at}/tool/definition` });
      }
      break;
    }
    case 'tool_removal': {
      const tool = fieldsOf(block.tool) ?? {};
      if (tool.type === 'tool_reference') offer(tool.name, false, state);
      break;
    }
  }
}

function offer(name: unknown, isOffered: boolean, { offered }: ReadState): void {
  const text = textOf(name);
  if (text !== undefined) offered.set(text, isOffered);
}
