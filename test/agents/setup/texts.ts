import type { ClientSetup, SetupChange } from '../../../src/clients/setup/setup.ts';

/** The change of a set-up with this id. */
export function changeOf(setup: ClientSetup, id: string): SetupChange {
  const change = setup.changes.find((each) => each.id === id);
  if (change === undefined) throw new Error(`${setup.id} has no change ${id}`);
  return change;
}

/**
 * A text after all changes of a set-up, and the same after each was undone again in the reverse order. `edit` is what
 * somebody does to the file in between.
 */
export function thereAndBack(
  setup: ClientSetup,
  text: string,
  edit = (there: string): string => there,
): { there: string; back: string } {
  let there = text;
  const done = setup.changes.map((change) => {
    const former = change.edit(there).former;
    there = change.apply(there);
    return { change, former };
  });
  const back = done.toReversed().reduce((now, { change, former }) => change.revert(now, former), edit(there));
  return { there, back };
}
