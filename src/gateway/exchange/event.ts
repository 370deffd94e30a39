export type EventLevel = 'debug' | 'info' | 'warning' | 'error';

/**
 * Something that happened in the gateway and that a person may want to know. `code` is stable and dotted
 * (`provider.cooling`); `message` is for people; `fields` hold ids and numbers, never text of a conversation.
 */
export interface GatewayEvent {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly level: EventLevel;
  readonly code: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}
