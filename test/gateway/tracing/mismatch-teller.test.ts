import { expect, test } from 'vitest';
import type { GatewayEvent } from '../../../src/gateway/exchange/event.ts';
import { createMismatchTeller } from '../../../src/gateway/tracing/mismatch-teller.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { requestRecord } from '../storage/records.ts';

function setup() {
  const clock = createManualClock();
  const told: GatewayEvent[] = [];
  const teller = createMismatchTeller(clock, (event) => told.push(event));
  const note = (provider: string, model: string, modelAnswered?: string): void =>
    teller.note(
      requestRecord({
        provider,
        account: 'main',
        model,
        ...(modelAnswered !== undefined && { modelAnswered }),
      }),
    );
  return { clock, told, note };
}

test('an answer from another model is told once an hour per provider and model', () => {
  const { clock, told, note } = setup();
  note('p', 'm', 'other');
  note('p', 'm', 'other');
  note('p', 'n', 'other');
  note('q', 'm', 'other');
  expect(told.map(({ fields }) => [fields.provider, fields.model])).toEqual([
    ['p', 'm'],
    ['p', 'n'],
    ['q', 'm'],
  ]);
  clock.advance(3_599_999);
  note('p', 'm', 'other');
  expect(told).toHaveLength(3);
  clock.advance(1);
  note('p', 'm', 'other');
  expect(told).toHaveLength(4);
});

test('the event says who, what and what to do', () => {
  const { told, note } = setup();
  note('p', 'm', 'other');
  expect(told).toMatchObject([
    {
      level: 'warning',
      code: 'model.mismatch',
      message: expect.stringMatching(
        /^p was asked for m and says that other answered\..* check what the provider/,
      ),
      fields: { provider: 'p', account: 'main', model: 'm', answered: 'other' },
    },
  ]);
});

test('the right model is nothing to tell', () => {
  const { told, note } = setup();
  note('p', 'm');
  expect(told).toEqual([]);
});

test('it does not grow with the names that clients make up', () => {
  const { told, note } = setup();
  for (let at = 0; at < 600; at += 1) note('p', `m${at}`, 'other');
  note('p', 'm599', 'other');
  expect(told).toHaveLength(600);
  note('p', 'm0', 'other');
  expect(told).toHaveLength(601);
});
