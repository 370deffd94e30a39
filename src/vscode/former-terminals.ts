import * as vscode from 'vscode';

const memoryKey = 'formerKey.terminals';

/**
 * Which terminals of this window still have the key that was rotated: those that were open when it was. Kept by the
 * shell's process id, because a reloaded window sees its terminals anew.
 */
export interface FormerTerminals {
  /** The key has changed: the terminals that are open now have the old one. */
  keyChanged(): Promise<void>;
  /** Their names, as far as they are still open. */
  names(): readonly string[];
}

export function createFormerTerminals(memory: vscode.Memento): FormerTerminals & vscode.Disposable {
  let pids = new Set<number>(memory.get<number[]>(memoryKey) ?? []);
  const known = new Map<vscode.Terminal, number>();
  const learn = async (terminal: vscode.Terminal): Promise<void> => {
    const pid = await terminal.processId;
    if (pid !== undefined) known.set(terminal, pid);
  };
  for (const terminal of vscode.window.terminals) void learn(terminal);
  const opened = vscode.window.onDidOpenTerminal((terminal) => void learn(terminal));
  const closed = vscode.window.onDidCloseTerminal((terminal) => known.delete(terminal));
  return {
    async keyChanged() {
      pids = new Set(known.values());
      await memory.update(memoryKey, [...pids]);
    },
    names: () => [...known].filter(([, pid]) => pids.has(pid)).map(([terminal]) => terminal.name),
    dispose() {
      opened.dispose();
      closed.dispose();
    },
  };
}
