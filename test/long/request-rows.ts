import { listAt, textAt, valueAt } from '../support/json-value.ts';
import { ask } from '../support/start-gateway.ts';
import type { Told } from './judge-answer.ts';
import type { Tried } from './rests.ts';

/** What the gateway has written down of a request. Moments are milliseconds since the epoch. */
export interface Row {
  readonly outcome: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly model: string;
  readonly tried: readonly Tried[];
}

async function rowOf(url: string, { id, owner }: Told): Promise<Row> {
  const row = (await ask(url, `/api/requests/${id}`, undefined, { method: 'GET' })).json();
  const startedAt = Number(valueAt(row, 'startedAt'));
  const tried = listAt(row, 'attempts').map((attempt): Tried => {
    const text = (name: string): string => textAt(attempt, name) ?? '';
    const from = Number(valueAt(attempt, 'startedAt'));
    return {
      owner,
      provider: text('provider'),
      account: text('account'),
      model: text('model'),
      reason: text('reason'),
      failure: textAt(attempt, 'failure', 'code') ?? '',
      startedAt: from,
      endedAt: from + Number(valueAt(attempt, 'timings', 'totalMs')),
    };
  });
  const endedAt = startedAt + Number(valueAt(row, 'totalMs'));
  return {
    outcome: textAt(row, 'outcome') ?? '',
    model: textAt(row, 'modelAsked') ?? '',
    startedAt,
    endedAt,
    tried,
  };
}

/** Waits until every row and event is where lists are read from. */
export async function allWritten(url: string): Promise<void> {
  for (;;) {
    const status = (await ask(url, '/api/status', undefined, { method: 'GET' })).json();
    if (valueAt(status, 'storage', 'dropped') !== 0) throw new Error('the gateway has lost rows');
    if (valueAt(status, 'storage', 'queued') === 0) return;
  }
}

/** The rows of all requests, some at a time: the gateway is not what is measured any more. */
export async function rowsOf(url: string, told: readonly Told[]): Promise<ReadonlyMap<string, Row>> {
  const rows = new Map<string, Row>();
  const left = [...told];
  const take = async (): Promise<void> => {
    for (let one = left.pop(); one !== undefined; one = left.pop())
      rows.set(one.owner, await rowOf(url, one));
  };
  await Promise.all(Array.from({ length: 16 }, take));
  return rows;
}
