import { describe, expect, it } from 'vitest';
import { agentBody, agentBytes } from '../../bench/agent-body.ts';

describe('the generated request of an agent', () => {
  const early = agentBody({ model: 'mock-n1-p0', stream: 'early' });
  const late = agentBody({ model: 'mock-n1-p0', stream: 'late' });

  it('is 200 KB, not much more, and the same in every run', () => {
    expect(Buffer.byteLength(early)).toBeGreaterThanOrEqual(agentBytes);
    expect(Buffer.byteLength(early)).toBeLessThan(agentBytes * 1.05);
    expect(agentBody({ model: 'mock-n1-p0', stream: 'early' })).toBe(early);
  });

  it('has `stream` beside the model, or as the very last key', () => {
    expect(Object.keys(JSON.parse(early)).slice(0, 2)).toEqual(['model', 'stream']);
    expect(Object.keys(JSON.parse(late)).at(-1)).toBe('stream');
    expect(JSON.parse(late)).toMatchObject({ stream: false, messages: JSON.parse(early).messages });
  });

  it('holds what makes a careless search go wrong: nested keys, quoted keys, text outside ASCII', () => {
    expect(late).toContain('"stream":{"type":"boolean"');
    expect(late).toContain('\\"stream\\":1');
    expect(late).toContain('\\\\\\"model');
    expect(Buffer.byteLength(late)).toBeGreaterThan(late.length);
  });

  it.each(['messages', 'responses'] as const)('tells the same story in %s', (dialect) => {
    const body = agentBody({ model: 'm', stream: 'late', dialect });
    expect(Buffer.byteLength(body)).toBeGreaterThanOrEqual(agentBytes);
    expect(Buffer.byteLength(body)).toBeLessThan(agentBytes * 1.05);
    expect(JSON.parse(body).tools).toHaveLength(20);
    // What the upstream looks for: it would answer with a stream that nobody asked for.
    expect(body).not.toContain('"stream":true');
  });
});
