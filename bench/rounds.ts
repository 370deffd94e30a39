/**
 * Runs every candidate once per round, in an order that is rotated from round to round, so that whatever changes on
 * the machine in the meantime hits all of them. Returns each candidate's results by round, in the candidates' order.
 * A candidate with fewer `rounds` takes part in the first ones only.
 */
export async function interleave<T>(
  rounds: number,
  candidates: readonly { readonly rounds?: number; run(round: number): Promise<T> }[],
): Promise<T[][]> {
  const results: T[][] = candidates.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < candidates.length; turn++) {
      const index = (round + turn) % candidates.length;
      const candidate = candidates[index];
      if (candidate === undefined || round >= (candidate.rounds ?? rounds)) continue;
      results[index]?.push(await candidate.run(round));
    }
  }
  return results;
}
