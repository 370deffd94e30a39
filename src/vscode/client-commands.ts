import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { recipes } from '../clients/recipes.ts';
import type { ClientSetup } from '../clients/setup/setup.ts';
import type { UndoRecord } from '../clients/setup/undo-record.ts';
import { failureMessage } from '../gateway-thread/failure-texts.ts';
import type { GatewayHost } from '../gateway-thread/gateway-host.ts';
import { serving } from '../gateway-thread/gateway-state.ts';
import type { GatewayView } from './gateway-view.ts';
import { noKeyMessage } from './key-commands.ts';
import type { SetupDocuments } from './setup-documents.ts';

export interface ClientDeps {
  readonly host: GatewayHost;
  readonly view: GatewayView;
  readonly setups: SetupDocuments;
  /** Keeps what an undo needs, across windows and restarts. */
  readonly memory: vscode.Memento;
}

const recordsKey = 'setup.records';
/** Set-ups that can be undone; older ones are forgotten, their backups stay. */
const mostRecords = 20;

/** Puts the lines for one client into the clipboard, with address and key. */
export async function copySetUp({ host, view }: ClientDeps): Promise<void> {
  const server = serving(host.state);
  const key = host.key();
  if (server === undefined || key === undefined) {
    void vscode.window.showErrorMessage(noKeyMessage(host));
    return;
  }
  const models = view.providers
    .filter(({ enabled }) => enabled)
    .flatMap(({ models: { names }, dialects }) => names.map((name) => ({ name, dialects })));
  const rows = recipes({ url: server.url, key, models }).map((recipe) => ({ label: recipe.title, recipe }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Patchbay: copy the set-up of which client',
  });
  if (chosen === undefined) return;
  const text = chosen.recipe.steps.map(({ text: why, code }) => `# ${why}\n${code}`).join('\n\n');
  await vscode.env.clipboard.writeText(`${text}\n`);
  void vscode.window.showInformationMessage(
    `The set-up of ${chosen.label} is in the clipboard. It holds Patchbay’s key; paste it where only you read.`,
  );
}

/** Shows the exact change of a client's config as a diff, writes it with a backup when wanted, and can take it back. */
export async function setUpClient(deps: ClientDeps): Promise<void> {
  const server = serving(deps.host.state);
  if (server === undefined) {
    void vscode.window.showErrorMessage(
      failureMessage('notRunning', { reason: 'Its address goes into the config.' }),
    );
    return;
  }
  const { clientSetups } = (await import('../client-setup.ts')).clientSetup;
  const rows = clientSetups(server.url).map((setup) => ({
    label: setup.title,
    detail: setup.summary,
    setup,
  }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Patchbay: set up which client',
    placeHolder: 'Nothing is written before you have seen the change',
  });
  if (chosen === undefined) return;
  const { setup } = chosen;
  if (setup.file === undefined || setup.changes.length === 0) {
    void vscode.window.showInformationMessage(`${setup.title}: ${setup.summary}`);
    return;
  }
  await planAndWrite(deps, setup, setup.file(process.env, homedir(), process.platform));
}

async function planAndWrite(deps: ClientDeps, setup: ClientSetup, path: string): Promise<void> {
  const { appliedChanges, applySetup, nodeFiles, planSetup, readConfigText } = (
    await import('../client-setup.ts')
  ).clientSetup;
  const refuse = (reason: string) =>
    vscode.window.showErrorMessage(failureMessage('setupRefused', { client: setup.title, reason }));
  const text = await readConfigText(path, nodeFiles);
  if (!text.ok) return void refuse(text.problem.message);
  const there = appliedChanges(setup, path, text.value);
  if (!there.ok) return void refuse(there.problem.message);
  const ids = await chooseChanges(setup, new Set(there.value));
  if (ids === undefined) return;
  const plan = planSetup(setup, path, text.value, ids);
  if (!plan.ok) return void refuse(plan.problem.message);
  const { before, after } = plan.value;
  if (after === undefined || after === before) {
    void vscode.window.showInformationMessage(`${setup.title} is set up already; ${path} needs no change.`);
    return;
  }
  if (!(await confirm(deps, `${setup.title}: ${path}`, path, before ?? '', after, 'Apply'))) return;
  const applied = await applySetup(plan.value, nodeFiles, new Date());
  if (!applied.ok) return void refuse(applied.problem.message);
  const record = applied.value;
  if (record === undefined) return;
  await remember(deps.memory, record);
  const undo = 'Undo';
  const saved = record.backup === null ? '' : ` The file before is ${record.backup}.`;
  const said = await vscode.window.showInformationMessage(
    `${setup.title} is set up in ${path}.${saved} New terminals find the gateway.`,
    undo,
  );
  if (said === undo) await takeBack(deps, setup, record);
}

/** Which of the offered changes: those on by default and those that are there are ticked. */
async function chooseChanges(
  setup: ClientSetup,
  there: ReadonlySet<string>,
): Promise<readonly string[] | undefined> {
  if (setup.changes.length === 1) return setup.changes.map(({ id }) => id);
  const rows = setup.changes.map((change) => ({
    label: change.title,
    detail: change.why,
    picked: change.isOnByDefault || there.has(change.id),
    id: change.id,
    ...(there.has(change.id) && { description: 'there already' }),
  }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: `Patchbay: what to change for ${setup.title}`,
    canPickMany: true,
  });
  return chosen?.map(({ id }) => id);
}

/** Opens the diff and asks; the diff is closed again whatever the answer is. */
async function confirm(
  { setups }: ClientDeps,
  title: string,
  path: string,
  before: string,
  after: string,
  action: string,
): Promise<boolean> {
  const close = await setups.show(title, path, before, after);
  const answer = await vscode.window.showInformationMessage(
    `This is the whole change of ${path}. A backup is written beside it.`,
    action,
    'Cancel',
  );
  await close();
  return answer === action;
}

/** Takes a set-up back: what was written since stays. */
export async function undoSetUp(deps: ClientDeps): Promise<void> {
  const records = recordsOf(deps.memory);
  if (records.length === 0) {
    void vscode.window.showInformationMessage(
      'Patchbay has set up no client on this machine that could be undone.',
    );
    return;
  }
  const { clientSetups } = (await import('../client-setup.ts')).clientSetup;
  const known = clientSetups(serving(deps.host.state)?.url ?? 'http://127.0.0.1:4000');
  const rows = records.toReversed().flatMap((record) => {
    const setup = known.find(({ id }) => id === record.client);
    return setup === undefined ? [] : [{ label: setup.title, detail: record.path, setup, record }];
  });
  const chosen = await vscode.window.showQuickPick(rows, { title: 'Patchbay: undo which set-up' });
  if (chosen !== undefined) await takeBack(deps, chosen.setup, chosen.record);
}

async function takeBack(deps: ClientDeps, setup: ClientSetup, record: UndoRecord): Promise<void> {
  const { applyUndo, nodeFiles, readUndoPlan } = (await import('../client-setup.ts')).clientSetup;
  const refuse = (reason: string) =>
    vscode.window.showErrorMessage(
      failureMessage('undoRefused', {
        client: setup.title,
        reason,
        backup: record.backup ?? 'none: there was no file',
      }),
    );
  const plan = await readUndoPlan(setup, record, nodeFiles);
  if (!plan.ok) return void refuse(plan.problem.message);
  const { before, after, path } = plan.value;
  if (before !== after) {
    const wanted = await confirm(
      deps,
      `Undo ${setup.title}: ${path}`,
      path,
      before ?? '',
      after ?? '',
      'Undo It',
    );
    if (!wanted) return;
    const undone = await applyUndo(plan.value, nodeFiles, new Date());
    if (!undone.ok) return void refuse(undone.problem.message);
  }
  await forget(deps.memory, record);
  void vscode.window.showInformationMessage(`The set-up of ${setup.title} in ${path} is undone.`);
}

function recordsOf(memory: vscode.Memento): readonly UndoRecord[] {
  return memory.get<readonly UndoRecord[]>(recordsKey) ?? [];
}

function remember(memory: vscode.Memento, record: UndoRecord): Thenable<void> {
  return memory.update(recordsKey, [...recordsOf(memory), record].slice(-mostRecords));
}

function forget(memory: vscode.Memento, record: UndoRecord): Thenable<void> {
  const rest = recordsOf(memory).filter(
    ({ path, hashWritten }) => path !== record.path || hashWritten !== record.hashWritten,
  );
  return memory.update(recordsKey, rest);
}
