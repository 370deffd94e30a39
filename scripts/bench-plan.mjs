// Measures what a routing plan costs, and fails when it costs more than docs/routing.md says. Needs nothing but Node.
import { createHealthBook } from '../src/gateway/routing/health-book.ts';
import { createMeasureBook } from '../src/gateway/routing/measure-book.ts';
import { plan } from '../src/gateway/routing/plan.ts';

const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => ({ cancel() {} }) };
const rounds = 5;
const plansPerRound = 600;

const sizes = [
  { providers: 20, accounts: 1, limitUs: 50 },
  { providers: 100, accounts: 10, limitUs: 500 },
];
const modes = ['preferred', 'balanced', 'latency', 'price'];

function providersOf(count, accounts) {
  return Array.from({ length: count }, (_, at) => ({
    id: `provider-${at}`,
    vendor: 'other',
    enabled: true,
    role: at % 5 === 4 ? 'backup' : 'primary',
    group: `group-${at % 7}`,
    dialects: ['openai-chat'],
    accounts: Array.from({ length: accounts }, (__, key) => ({
      id: `key-${key}`,
      priority: 1,
      weight: 1,
      enabled: true,
      hasKey: true,
    })),
    models: new Set(['some-model', 'another-model']),
  }));
}

/** Books that know something of everybody, a few of whom are ill. */
function viewOf(mode, providers) {
  const settings = {
    mode,
    preferred: 'provider-3',
    failureThreshold: 2,
    cooldownSeconds: 600,
    stabilizeSeconds: 30,
  };
  const health = createHealthBook({ settings, clock });
  const prices = new Map(
    providers.map(({ id }, nth) => [id, { inputPerMillion: 1 + nth / 10, outputPerMillion: 5 }]),
  );
  const book = createMeasureBook({ clock, priceOf: (provider) => prices.get(provider) });
  providers.forEach(({ id, accounts }, nth) => {
    accounts.forEach((account, key) => {
      const place = { provider: id, account: account.id, model: 'some-model' };
      book.started(place);
      const record = { ...place, outcome: 'ok', timings: { totalMs: 900, firstOutputMs: 200 + nth } };
      const headers = {
        'x-ratelimit-limit-requests': '100',
        'x-ratelimit-remaining-requests': String(key * 9),
      };
      book.ended(record, { streams: true, headers });
      if (key % 3 === 0) book.started(place);
      if (nth % 10 === 9 && key === 0)
        health.failed({ ...place, probe: false }, { class: 'quota', code: 'quota', message: 'used up' });
    });
  });
  const facts = { contextTokens: 200_000, images: false, tools: true };
  return {
    now: clock.now(),
    settings,
    providers,
    rules: [],
    availability: health.availability,
    measures: book.of,
    facts: () => facts,
  };
}

const content = { tokensAtMost: 50_000, tokens: () => 50_000, needs: () => false };

/** The median of one round, in microseconds. */
function medianOf(view) {
  const times = [];
  for (let at = 0; at < plansPerRound; at += 1) {
    const ask = {
      model: 'some-model',
      dialect: 'openai-chat',
      operation: 'generate',
      random: (at % 97) / 97,
      content,
    };
    const start = performance.now();
    plan(view, ask);
    times.push((performance.now() - start) * 1000);
  }
  return times.toSorted((a, b) => a - b)[plansPerRound / 2];
}

let failed = false;
for (const { providers, accounts, limitUs } of sizes) {
  for (const mode of modes) {
    const view = viewOf(mode, providersOf(providers, accounts));
    // The best of several medians: other work on the machine only ever adds.
    const us = Math.min(...Array.from({ length: rounds }, () => medianOf(view)));
    const isOver = us > limitUs;
    failed ||= isOver;
    const size = `${providers} providers x ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`;
    console.log(
      `${size.padEnd(28)} ${mode.padEnd(10)} ${us.toFixed(1).padStart(8)} us  (limit ${limitUs} us)${isOver ? '  OVER' : ''}`,
    );
  }
}
process.exitCode = failed ? 1 : 0;
