import type { DemoAsk, DemoTool } from './demo-ask.ts';
import { exampleOf } from './example-of.ts';

/** How an answer is to go wrong. */
export type DemoFault = 'cut' | 'stall' | 'overloaded';

/** What the demo provider answers, before it has a dialect. */
export type DemoReply =
  | { readonly kind: 'text'; readonly text: string; readonly fault?: DemoFault }
  | { readonly kind: 'tool'; readonly tool: DemoTool; readonly input: string }
  | { readonly kind: 'compaction'; readonly text: string }
  | { readonly kind: 'refusal'; readonly status: number; readonly retryAfterSeconds: number | undefined };

/** Characters of the user's words, and of a tool's result, that are repeated. */
const mostRepeated = 300;

const introduction =
  'Hello, this is the demo provider that is built into Patchbay. No model has answered and nothing has left this machine.';

const howTo =
  'Write "/tool NAME {json}" to see a tool called, "/error 429" (or another status), "/error cut", "/error stall" or "/error overloaded" to see a failure.';

/**
 * Decides what to answer. A tool's result is reported; `/tool` and `/error` in the user's last words are obeyed; a
 * request that insists on a tool or on JSON gets it; everything else is a short text that repeats the user's words.
 */
export function demoReply(ask: DemoAsk): DemoReply {
  if (ask.compaction) {
    return { kind: 'compaction', text: `The user said last: ${shorten(ask.said)}` };
  }
  if (ask.toolResult !== undefined) {
    return { kind: 'text', text: `The tool returned: ${shorten(ask.toolResult)}` };
  }
  const error = /(?:^|\s)\/error\s+([a-z]+|\d+)(?:\s+(\d+))?/.exec(ask.said);
  if (error !== null) return failure(error[1] ?? '', error[2]);
  const command = /(?:^|\s)\/tool\s+(\S+)[ \t]*/.exec(ask.said);
  if (command !== null) {
    const rest = ask.said.slice(command.index + command[0].length);
    return callTool(ask, command[1] ?? '', rest.trim());
  }
  if (ask.insists !== undefined) {
    const tool = findTool(ask.tools, ask.insists) ?? ask.tools[0];
    if (tool !== undefined) return { kind: 'tool', tool, input: inputFor(tool, '') };
  }
  if (ask.schema !== undefined && ask.schema !== false) {
    return {
      kind: 'text',
      text: JSON.stringify(exampleOf(ask.schema === true ? { type: 'object' } : ask.schema)),
    };
  }
  const repeated = ask.said === '' ? 'You said nothing.' : `You said: "${shorten(ask.said)}".`;
  return { kind: 'text', text: `${introduction} ${repeated} ${howTo}` };
}

function failure(what: string, seconds: string | undefined): DemoReply {
  switch (what) {
    case 'cut':
    case 'stall':
    case 'overloaded':
      return {
        kind: 'text',
        text: `This answer ends before its end, as "/error ${what}" asked for.`,
        fault: what,
      };
  }
  const status = Number(what);
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    return { kind: 'text', text: `The demo provider does not know "/error ${shorten(what)}". ${howTo}` };
  }
  const retryAfterSeconds = seconds === undefined ? undefined : Math.min(Number(seconds), 86_400);
  return { kind: 'refusal', status, retryAfterSeconds };
}

function callTool(ask: DemoAsk, name: string, rest: string): DemoReply {
  const tool = findTool(ask.tools, name);
  if (tool === undefined) {
    const names = ask.tools.map((known) => known.name).join(', ');
    const offer = names === '' ? 'It offers none.' : `It offers: ${names}.`;
    return { kind: 'text', text: `This request offers no tool with the name ${shorten(name)}. ${offer}` };
  }
  return { kind: 'tool', tool, input: inputFor(tool, rest) };
}

function findTool(tools: readonly DemoTool[], name: string): DemoTool | undefined {
  return (
    tools.find((tool) => tool.name === name) ??
    tools.find((tool) => tool.namespace !== undefined && `${tool.namespace}.${tool.name}` === name)
  );
}

/** The input as text: what the user wrote when it can be it, else the smallest that fits the tool's schema. */
function inputFor(tool: DemoTool, written: string): string {
  if (tool.kind === 'custom') return written;
  return firstObject(written) ?? JSON.stringify(exampleOf(tool.schema ?? { type: 'object' }));
}

/** The JSON object that a text begins with, normalised; words may follow it. */
function firstObject(written: string): string | undefined {
  if (!written.startsWith('{')) return undefined;
  for (let end = written.indexOf('}'); end !== -1; end = written.indexOf('}', end + 1)) {
    try {
      return JSON.stringify(JSON.parse(written.slice(0, end + 1)));
    } catch {
      // Not the brace that closes the object: the next one may be.
    }
  }
  return undefined;
}

function shorten(words: string): string {
  const plain = words.trim();
  return plain.length > mostRepeated ? `…${plain.slice(-mostRepeated)}` : plain;
}
