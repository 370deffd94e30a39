import { parseArgs } from 'node:util';

/** What a run of the benchmark was asked for. */
export interface Options {
  /** Names of the measurements to run; empty: all. */
  readonly only: readonly string[];
  /** Rounds per measurement; every candidate gets one window of about a second in each. */
  readonly rounds: number;
  /** File for all figures as JSON. */
  readonly json?: string;
  /** Exit with 1 when a figure is past its limit. */
  readonly gate: boolean;
  /** Whom to measure: the built gateway, or the plain fastify forwarder that shows what fastify itself costs. */
  readonly subject: 'gateway' | 'fastify';
  /** File of the gateway to start; absent: `dist/patchbay.cjs`. */
  readonly bundle?: string;
  /** A gateway that is already running, with the processes whose CPU time and memory are its own. */
  readonly external?: ExternalGateway;
  /** Port of the upstream; 0 takes a free one. An external gateway needs to know it beforehand. */
  readonly upstreamPort: number;
}

export interface ExternalGateway {
  readonly url: string;
  readonly pids: readonly number[];
  readonly key: string;
  readonly restrictedKey: string;
}

export const usage = `npm run bench -- [options]

  --only NAME[,NAME]     measure only these: small-json, body, stream, first-token, paced, converted,
                         memory, stall, blocked
  --rounds N             rounds per measurement, 1 to 50 (7)
  --gate                 exit with 1 when a figure is past 1.3 times its target
  --json FILE            write every figure of every round
  --bundle FILE          start another build than dist/patchbay.cjs
  --subject fastify      measure a plain fastify forwarder instead of the gateway
  --url URL --pids A,B   measure a gateway that runs already, with the processes it consists of
  --key K                its client key (with --restricted-key K2: one that has a models list)
  --upstream-port N      port of the upstream that the external gateway sends to
`;

/** Reads the command line. Returns a sentence for people when it does not make sense. */
export function readOptions(args: readonly string[]): Options | { readonly problem: string } {
  let values: ReturnType<typeof parse>['values'];
  try {
    values = parse(args).values;
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
  const rounds = wholeNumber(values.rounds ?? '7', 1, 50);
  if (rounds === undefined) return { problem: `--rounds is "${values.rounds}", allowed is 1 to 50` };
  const upstreamPort = wholeNumber(values['upstream-port'] ?? '0', 0, 65_535);
  if (upstreamPort === undefined)
    return { problem: `--upstream-port is "${values['upstream-port']}", allowed is 0 to 65535` };
  const subject = values.subject ?? 'gateway';
  if (subject !== 'gateway' && subject !== 'fastify')
    return { problem: `--subject is "${subject}", allowed are gateway and fastify` };
  const external = readExternal(values);
  if (external !== undefined && 'problem' in external) return external;
  const only = (values.only ?? []).flatMap((names) => names.split(',')).filter((name) => name !== '');
  const unknown = only.find((name) => !measurementNames.some((known) => known === name));
  if (unknown !== undefined)
    return { problem: `--only names "${unknown}", allowed are ${measurementNames.join(', ')}` };
  return {
    only,
    rounds,
    gate: values.gate ?? false,
    subject,
    upstreamPort,
    ...(values.json === undefined ? {} : { json: values.json }),
    ...(values.bundle === undefined ? {} : { bundle: values.bundle }),
    ...(external === undefined ? {} : { external }),
  };
}

/** Every measurement, in the order in which they run. */
export const measurementNames = [
  'small-json',
  'body',
  'stream',
  'first-token',
  'paced',
  'converted',
  'memory',
  'stall',
  'blocked',
] as const;

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      gate: { type: 'boolean' },
      json: { type: 'string' },
      subject: { type: 'string' },
      bundle: { type: 'string' },
      url: { type: 'string' },
      pids: { type: 'string' },
      key: { type: 'string' },
      'restricted-key': { type: 'string' },
      'upstream-port': { type: 'string' },
    },
  });
}

function readExternal(values: {
  readonly url?: string | undefined;
  readonly pids?: string | undefined;
  readonly key?: string | undefined;
  readonly 'restricted-key'?: string | undefined;
}): ExternalGateway | { readonly problem: string } | undefined {
  if (values.url === undefined && values.pids === undefined) return undefined;
  if (values.url === undefined || !URL.canParse(values.url) || !values.url.startsWith('http://'))
    return { problem: '--pids needs --url with an http address' };
  const pids = (values.pids ?? '').split(',').map((pid) => wholeNumber(pid, 1, 4_194_304));
  if (!pids.every((pid) => pid !== undefined))
    return { problem: '--url needs --pids with the process numbers, separated by commas' };
  const key = values.key ?? '';
  return { url: values.url, pids, key, restrictedKey: values['restricted-key'] ?? key };
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return text !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
