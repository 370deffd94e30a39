/** One step of the schema. A released step never changes; the next one gets the next number. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}
