import * as vscode from 'vscode';

const scheme = 'patchbay-setup';

/** Texts that are only looked at: both sides of the diff editor that shows a set-up before it is written. */
export interface SetupDocuments extends vscode.Disposable {
  /** Opens the diff editor; the returned function closes it again, as far as its user has not. */
  show(title: string, path: string, before: string, after: string): Promise<() => Promise<void>>;
}

export function createSetupDocuments(): SetupDocuments {
  const texts = new Map<string, string>();
  let serial = 0;
  const registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.query) ?? '',
  });
  return {
    async show(title, path, before, after) {
      serial += 1;
      // The file's own name, so that the editor colours both sides as what they are.
      const side = (name: string, text: string): vscode.Uri => {
        const query = `${name}-${serial}`;
        texts.set(query, text);
        return vscode.Uri.from({ scheme, path, query });
      };
      const left = side('before', before);
      const right = side('after', after);
      await vscode.commands.executeCommand('vscode.diff', left, right, title, { preview: true });
      return async () => {
        const tabs = vscode.window.tabGroups.all
          .flatMap((group) => group.tabs)
          .filter(
            ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.query === right.query,
          );
        await vscode.window.tabGroups.close(tabs);
        texts.delete(left.query);
        texts.delete(right.query);
      };
    },
    dispose: () => registration.dispose(),
  };
}
