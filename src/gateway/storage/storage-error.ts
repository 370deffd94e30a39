/**
 * Why the storage could not do something. `schema_newer` and `open_failed` come from opening, the others from
 * queries. Messages are for people and name the file.
 */
export type StorageErrorCode =
  | 'schema_newer'
  | 'open_failed'
  | 'query_failed'
  | 'unavailable'
  | 'timeout'
  | 'closed';

export class StorageError extends Error {
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string) {
    super(message);
    this.name = 'StorageError';
    this.code = code;
  }
}
