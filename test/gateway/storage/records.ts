import type { Cost } from '../../../src/gateway/exchange/cost.ts';
import type { GatewayEvent } from '../../../src/gateway/exchange/event.ts';
import type { AttemptRecord, RequestRecord } from '../../../src/gateway/exchange/record.ts';
import type { Usage } from '../../../src/gateway/exchange/usage.ts';

const usage: Usage = {
  input: 1_200,
  cacheRead: 20_000,
  cacheWrite5m: 0,
  cacheWrite1h: 300,
  output: 321,
  reasoning: 22,
  estimated: false,
};

const cost: Cost = { nanoUsd: 12_345_678, source: 'computed', priceVersion: '2026-11-10-abcdef' };

export function attemptRecord(more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    provider: 'openai',
    account: 'main',
    model: 'gpt-5.5',
    dialect: 'openai-responses',
    reason: 'preferred',
    startedAt: 1_790_000_000_001,
    timings: { connectMs: 0.02, firstByteMs: 209.5, firstOutputMs: 260.25, totalMs: 1_233.2 },
    status: 200,
    upstreamId: 'req_of_upstream',
    outcome: 'ok',
    usage,
    cost,
    ...more,
  };
}

/** A request that went well; ids are distinct unless given. */
export function requestRecord(more: Partial<RequestRecord> = {}): RequestRecord {
  serial += 1;
  return {
    id: `req_${serial.toString(36).padStart(8, '0')}`,
    startedAt: 1_790_000_000_000,
    client: 'local',
    conversation: 'conversation-1',
    app: 'codex_cli_rs',
    dialect: 'openai-responses',
    operation: 'generate',
    path: '/v1/responses',
    modelAsked: 'gpt-5.5',
    stream: true,
    status: 200,
    outcome: 'ok',
    provider: 'openai',
    account: 'main',
    model: 'gpt-5.5',
    attempts: [attemptRecord()],
    queueMs: 0.31,
    firstByteMs: 210.4,
    firstOutputMs: 260.7,
    totalMs: 1_234.5,
    usage,
    cost,
    requestBytes: 20_345,
    responseBytes: 99_123,
    losses: [],
    ...more,
  };
}

let serial = 0;

export function gatewayEvent(more: Partial<GatewayEvent> = {}): GatewayEvent {
  return {
    at: 1_790_000_000_000,
    level: 'info',
    code: 'provider.recovered',
    message: 'openai answers again.',
    fields: { provider: 'openai' },
    ...more,
  };
}
