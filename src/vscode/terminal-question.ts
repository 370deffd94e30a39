import * as vscode from 'vscode';
import { type ClientFamily, clientFamilies } from '../clients/environment.ts';
import { readSetting, writeSetting } from './settings.ts';
import { terminalSettings } from './terminal-environment.ts';

const askedKey = 'terminals.asked';

/** The families whose terminals the user wants routed. */
export function wantedFamilies(): ReadonlySet<ClientFamily['id']> {
  return new Set(
    clientFamilies.map(({ id }) => id).filter((id) => readSetting(terminalSettings[id]) === true),
  );
}

/** Whether the question was answered, here or by settings. */
export function isAnswered(memory: vscode.Memento): boolean {
  return (
    memory.get<boolean>(askedKey) === true ||
    Object.values(terminalSettings).some((key) => readSetting(key) !== undefined)
  );
}

/**
 * The one question: whether new terminals go through Patchbay. Closed without an answer, it comes again next time.
 * `lead` is said before it: VS Code hides the third of several messages that come at once, and people read one.
 */
export async function askAboutTerminals(
  memory: vscode.Memento,
  served: readonly ClientFamily[],
  lead: string,
): Promise<void> {
  const route = 'Route Them';
  const choose = 'Choose…';
  const no = 'Not Now';
  const names = listed(served.map(({ title }) => title));
  const answer = await vscode.window.showInformationMessage(
    `${lead === '' ? '' : `${lead} `}Route ${names} in new terminals through Patchbay? Open terminals stay as they are.`,
    route,
    choose,
    no,
  );
  if (answer === undefined) return;
  await memory.update(askedKey, true);
  if (answer === route) await write(new Set(served.map(({ id }) => id)));
  if (answer === choose) await chooseTerminals(served);
}

/** Each family by itself; those that nobody can serve now may be chosen and wait. */
export async function chooseTerminals(served: readonly ClientFamily[]): Promise<void> {
  const wanted = wantedFamilies();
  const rows = clientFamilies.map((family) => ({
    label: family.title,
    description: served.some(({ id }) => id === family.id)
      ? Object.keys(family.variables({ url: '', key: '' })).join(', ')
      : 'no enabled provider with a key speaks its dialect yet',
    picked: wanted.has(family.id),
    family,
  }));
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Patchbay: what new terminals route',
    placeHolder: 'Checked ones get their variables in new terminals, while a provider can serve them',
    canPickMany: true,
  });
  if (chosen !== undefined) await write(new Set(chosen.map(({ family }) => family.id)));
}

async function write(wanted: ReadonlySet<ClientFamily['id']>): Promise<void> {
  for (const { id } of clientFamilies) await writeSetting(terminalSettings[id], wanted.has(id));
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
