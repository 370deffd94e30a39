import type { DemoFault } from './demo-reply.ts';

/** An answer as it goes over the wire. */
export interface DemoAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, with a pause between them. */
  readonly parts: readonly string[];
  /** `cut` and `stall` happen after half of the parts, or of the text of a single one. */
  readonly ending: 'end' | 'cut' | 'stall';
}

/** What a writer needs beside the reply itself. */
export interface DemoContext {
  /** 24 hex characters, derived from the request: the same request has the same ids. */
  readonly id: string;
  readonly model: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly inputTokens: number;
  readonly stream: boolean;
  /** Chat and completions: the stream is to end with figures. */
  readonly includeUsage: boolean;
}

export function jsonAnswer(value: unknown, fault?: DemoFault): DemoAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    parts: [JSON.stringify(value)],
    ending: endingOf(fault),
  };
}

export function streamAnswer(parts: readonly string[], fault?: DemoFault): DemoAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' },
    parts,
    ending: endingOf(fault),
  };
}

export function endingOf(fault: DemoFault | undefined): DemoAnswer['ending'] {
  return fault === 'cut' || fault === 'stall' ? fault : 'end';
}

/** One server-sent event; OpenAI's chat has no names. */
export function event(data: unknown, name?: string): string {
  const line = `data: ${JSON.stringify(data)}\n\n`;
  return name === undefined ? line : `event: ${name}\n${line}`;
}

/** The words of a text with the space that follows them. */
export function words(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** A tool's input in a few pieces, as models send it; never cuts a character in two. */
export function pieces(input: string): string[] {
  return input.match(/[\s\S]{1,24}/gu) ?? [];
}

/** About four characters of English are a token. */
export function tokens(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4));
}
