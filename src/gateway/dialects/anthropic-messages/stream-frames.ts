/** Blocks as they start. */
export const emptyText = '{"type":"text","text":""}';
export const emptyThoughts = '{"type":"thinking","thinking":"","signature":""}';

export function emptyCall(id: string, name: string): string {
  return `{"type":"tool_use","id":${JSON.stringify(id)},"name":${JSON.stringify(name)},"input":{}}`;
}

/**
 * Frame of a piece: this, the piece as JSON text, and `pieceEnd`. Claude Code passes over data without an `event:` line.
 */
export function piecePrefix(index: number, type: string, member: string): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":"${type}","${member}":`;
}

export const pieceEnd = '}}\n\n';

export function frame(type: string, members: string): string {
  return `event: ${type}\ndata: {"type":"${type}",${members}}\n\n`;
}

export function startFrame(index: number, block: string): string {
  return frame('content_block_start', `"index":${index},"content_block":${block}`);
}

export function signatureFrame(index: number, signature: string): string {
  const delta = `{"type":"signature_delta","signature":${JSON.stringify(signature)}}`;
  return frame('content_block_delta', `"index":${index},"delta":${delta}`);
}

export function stopFrame(index: number): string {
  return frame('content_block_stop', `"index":${index}`);
}
