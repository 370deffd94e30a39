/**
 * Where the storage thread's program lies: beside the bundle, or the source itself when the source runs as it is
 * (this file is then src/headless/worker-url.ts).
 */
export function storageWorkerUrl(): URL {
  const here = import.meta.url;
  return here.endsWith('.ts') ? new URL('../storage-worker.ts', here) : new URL('./storage-worker.cjs', here);
}
