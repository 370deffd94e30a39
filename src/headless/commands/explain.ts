import { z } from 'zod';
import { type ExplanationView, explanationSchema } from '../../control/explain.ts';
import { type ExitCode, exitCode } from '../../machine/outcome.ts';
import { get, parsed } from '../../machine/probe.ts';
import type { Arguments } from '../arguments.ts';
import type { Console } from '../console.ts';
import { runPaths } from '../run-paths.ts';
import { findGateway } from '../running-gateway.ts';

const problemSchema = z.object({ error: z.object({ message: z.string() }) });

/**
 * `patchbay explain MODEL`: who would answer a request for the model now and why, asked of the running gateway. A table
 * for people; with `--json` the control API's answer as it is.
 */
export async function printExplanation(args: Arguments, console: Console): Promise<ExitCode> {
  const [model, ...more] = args.words;
  if (model === undefined || more.length > 0) {
    console.err('Usage: patchbay explain MODEL [--dialect DIALECT] [--client ID] [--json]');
    return exitCode.usage;
  }
  const found = await findGateway(runPaths(args));
  if (!found.ok) {
    for (const line of found.stop.lines) console.err(line);
    return found.stop.code;
  }
  const { discovery, key } = found.value;
  const query = new URLSearchParams({ model });
  if (args.dialect !== undefined) query.set('dialect', args.dialect);
  if (args.client !== undefined) query.set('client', args.client);
  const answer = await get(`${discovery.url}/api/explain?${query}`, key);
  const body = answer === undefined ? undefined : parsed(answer.text);
  if (answer?.status !== 200) {
    const why = problemSchema.safeParse(body).data?.error.message;
    const status = answer === undefined ? 'The gateway does not answer.' : `HTTP ${answer.status}.`;
    console.err(why ?? status);
    if (answer?.status === 401 || answer?.status === 403) console.err('Set PATCHBAY_KEY to an admin’s key.');
    return exitCode.failed;
  }
  const explanation = explanationSchema.safeParse(body).data;
  if (args.json || explanation === undefined) {
    console.out(JSON.stringify(body, null, 2));
    return exitCode.ok;
  }
  for (const line of explanationLines(explanation)) console.out(line);
  return exitCode.ok;
}

/** The explanation as lines: how the order came about, the candidates in it, everybody else. */
export function explanationLines(explanation: ExplanationView): string[] {
  const { model, dialect, client, candidates, rejected, refusal } = explanation;
  const who = client === undefined ? '' : ` by the client ${client}`;
  const lines = [`${model}, asked in ${dialect}${who}: ${orderWords(explanation)}`];
  if (refusal !== undefined) lines.push('', `Nobody would answer (${refusal.status}): ${refusal.message}`);
  if (candidates.length > 0) {
    const rows = candidates.map((one, at) => [
      `${at + 1}.`,
      `${one.provider}/${one.account}`,
      one.model,
      one.dialect === dialect ? 'as it is' : `as ${one.dialect}`,
      measureWords(one),
      `${one.words}${one.set === undefined ? '' : ` The rule sets ${JSON.stringify(one.set)}.`}`,
    ]);
    lines.push('', ...table([['', 'CANDIDATE', 'MODEL', 'REQUEST', 'MEASURES', 'WHY'], ...rows]));
  }
  if (rejected.length > 0) {
    const rows = rejected.map((one) => [
      one.account === undefined ? one.provider : `${one.provider}/${one.account}`,
      one.reason,
      one.words,
    ]);
    lines.push('', ...table([['LEFT OUT', 'REASON', 'WHY'], ...rows]));
  }
  return lines;
}

function orderWords({ rule, mode, modeFrom }: ExplanationView): string {
  const decided = rule === undefined ? '' : `the rule ${JSON.stringify(rule)} decides, `;
  if (mode === undefined)
    return `${decided}in ${rule === undefined ? 'the order that the name says' : 'its own order'}.`;
  const from = { request: 'the request', client: 'the client', rule: 'the rule', config: 'routing.mode' };
  return `${decided}ordered by the mode ${mode}${modeFrom === undefined ? '' : ` (from ${from[modeFrom]})`}.`;
}

function measureWords({ measures, contextTokens }: ExplanationView['candidates'][number]): string {
  const { firstTokenMs, inFlight, quotaLeft, inputPerMillion, outputPerMillion } = measures;
  const words = [
    firstTokenMs === undefined ? undefined : `${Math.round(firstTokenMs)} ms`,
    quotaLeft === undefined ? undefined : `quota ${Math.round(quotaLeft * 100)} %`,
    inputPerMillion === undefined || outputPerMillion === undefined
      ? undefined
      : `$${inputPerMillion}/$${outputPerMillion}`,
    inFlight === 0 ? undefined : `${inFlight} running`,
    contextTokens === undefined ? undefined : `window ${contextTokens.toLocaleString('en')}`,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? '-' : words.join(', ');
}

/** Columns as wide as their widest cell; the last one runs free. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, at) => Math.max(known[at] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
