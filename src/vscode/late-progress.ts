import * as vscode from 'vscode';

/** What is done sooner needs no sign of life; VS Code would show one for a second after its end. */
const lateMs = 300;

/**
 * Does something, with a notification that can cancel it once it takes longer than a moment. `work` gets the signal of
 * that, and resolves all the same when it is aborted.
 */
export async function withLateProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const result = work(abort.signal);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), lateMs);
  });
  const first = await Promise.race([result.then(() => 'done' as const), late]);
  clearTimeout(timer);
  if (first === 'done') return result;
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (_progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return result;
    },
  );
}
