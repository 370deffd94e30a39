/** A tool that the request offers. `custom` ones take free text, the others JSON. */
export interface DemoTool {
  readonly name: string;
  /** Responses: the group that the tool is in. */
  readonly namespace?: string;
  readonly kind: 'function' | 'custom';
  /** JSON schema of its input, as the request gives it. */
  readonly schema: unknown;
}

/** What the demo provider understands of a request, whatever its dialect. */
export interface DemoAsk {
  /** What the user said last. */
  readonly said: string;
  /** What the tool returned, when the request brings a tool's result for the user's last words. */
  readonly toolResult: string | undefined;
  readonly tools: readonly DemoTool[];
  /** The request insists on a tool: on this one, or (`''`) on any. */
  readonly insists: string | undefined;
  /** JSON schema that the answer must have; `true`: any JSON object. */
  readonly schema: unknown;
  /** Codex asks for a compaction item instead of an answer. */
  readonly compaction: boolean;
}

/** The usual shape of a tool with a JSON schema. */
export function functionTool(name: string, schema: unknown): DemoTool {
  return { name, kind: 'function', schema };
}
