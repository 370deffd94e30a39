/** How a value travels: `int` as a number, `text` through the dictionary. */
export type ColumnKind = 'int' | 'text';

/**
 * Columns of a request in the order in which rows are packed, inserted and read. The list only grows, at its end:
 * a migration adds the column, `pack-requests.ts` and `unpack-requests.ts` the value.
 */
export const requestColumns = [
  ['id', 'text'],
  ['started_at', 'int'],
  ['client', 'text'],
  ['terminal', 'text'],
  ['conversation', 'text'],
  ['app', 'text'],
  ['user', 'text'],
  ['dialect', 'text'],
  ['operation', 'text'],
  ['path', 'text'],
  ['model_asked', 'text'],
  ['stream', 'int'],
  ['status', 'int'],
  ['outcome', 'text'],
  ['failure_class', 'text'],
  ['failure_code', 'text'],
  ['provider', 'text'],
  ['account', 'text'],
  ['model', 'text'],
  ['tried', 'text'],
  ['queue_us', 'int'],
  ['first_byte_us', 'int'],
  ['first_output_us', 'int'],
  ['total_us', 'int'],
  ['tokens_input', 'int'],
  ['tokens_cache_read', 'int'],
  ['tokens_cache_write_5m', 'int'],
  ['tokens_cache_write_1h', 'int'],
  ['tokens_output', 'int'],
  ['tokens_reasoning', 'int'],
  ['tokens_estimated', 'int'],
  ['request_bytes', 'int'],
  ['response_bytes', 'int'],
  ['attempts', 'int'],
  ['detail', 'text'],
  ['cost_nano_usd', 'int'],
  ['cost_source', 'text'],
  ['price_version', 'text'],
] as const satisfies readonly (readonly [name: string, kind: ColumnKind])[];

export const requestWidth = requestColumns.length;

export type RequestColumn = (typeof requestColumns)[number][0];
