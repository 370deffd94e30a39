import { type ExitCode, exitCode, reasonOf } from './outcome.ts';
import { portHolder } from './port-holder.ts';

/** Why the gateway cannot listen, with the exit code, and what to do. */
export async function listenProblem(
  error: unknown,
  host: string,
  port: number,
): Promise<[ExitCode, ...string[]]> {
  const reason = reasonOf(error);
  if (reason === 'EADDRINUSE') {
    const holder = await portHolder(host, port);
    const by = holder === undefined ? 'is in use' : `is in use by ${holder}`;
    return [
      exitCode.portInUse,
      `Port ${port} of ${host} ${by}.`,
      'Stop that program, or choose another port: --port 4001, or --port 0 for any free one.',
    ];
  }
  if (reason === 'EACCES') {
    return [
      exitCode.failed,
      `Listening on port ${port} is not allowed for this user (EACCES). Choose one above 1023 with --port.`,
    ];
  }
  if (reason === 'EADDRNOTAVAIL' || reason === 'ENOTFOUND') {
    return [exitCode.usage, `listen.host: ${host} is not an address of this machine (${reason}).`];
  }
  return [exitCode.failed, `The gateway cannot listen at ${host}, port ${port} (${reason}).`];
}
