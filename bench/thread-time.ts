import { readdir, readFile } from 'node:fs/promises';

/** CPU time of one thread name of a process; threads of the same name (V8's helpers) are summed. */
export type ThreadTimes = ReadonlyMap<string, number>;

/** CPU milliseconds that every thread of a process has used so far, by the name that the kernel knows it by. */
export async function threadTimes(pid: number): Promise<ThreadTimes> {
  const times = new Map<string, number>();
  for (const task of await readdir(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${task}`;
    // A thread may end between the listing and the reading.
    const files = await Promise.all(
      ['comm', 'schedstat'].map((file) => readFile(`${folder}/${file}`, 'utf8')),
    ).catch(() => undefined);
    const [name, running] = files ?? [];
    if (name === undefined || running === undefined) continue;
    const key = name.trim();
    times.set(key, (times.get(key) ?? 0) + Number(running.split(' ')[0]) / 1e6);
  }
  return times;
}

/** What each thread used between two readings, dearest first, in milliseconds. */
export function threadTimesBetween(before: ThreadTimes, after: ThreadTimes): readonly [string, number][] {
  return [...after]
    .map(([name, ms]): [string, number] => [name, ms - (before.get(name) ?? 0)])
    .toSorted((a, b) => b[1] - a[1]);
}
