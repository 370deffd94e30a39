import type { EditedText, SetupChange } from '../setup.ts';
import { newlineOf, textStart } from '../text-edit.ts';
import { readJson } from './json-document.ts';
import { removeJsonValue, restoreJsonValue } from './remove-json-value.ts';
import { setJsonValue, valueAt } from './set-json-value.ts';

/** A change of a JSON file: one value that it sets. */
export interface JsonChange {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly isOnByDefault: boolean;
  readonly path: readonly string[];
  readonly value: string | boolean;
}

export function jsonChange({ path, value, ...rest }: JsonChange): SetupChange {
  const edit = (text: string): EditedText => {
    const step = setJsonValue(withObject(text), path, value);
    if (step === undefined) return { text, former: { values: [], tables: [] } };
    const former = { values: [{ path, was: step.was, now: value }], tables: step.newObjects };
    return { text: step.text, former };
  };
  return {
    ...rest,
    isApplied: (text) => !isBlank(text) && valueAt(readJson(text), path)?.value === value,
    apply: (text) => edit(text).text,
    edit,
    revert(text, former) {
      let now = text;
      for (const each of former.values.toReversed()) {
        if (isBlank(now) || valueAt(readJson(now), each.path)?.value !== each.now) continue;
        now =
          each.was === null
            ? removeJsonValue(now, each.path, former.tables)
            : restoreJsonValue(now, each.path, each.was);
      }
      return now;
    },
  };
}

function isBlank(text: string): boolean {
  return text.slice(textStart(text)).trim() === '';
}

/** An empty file is a file without settings. */
function withObject(text: string): string {
  return isBlank(text) ? `${text.slice(0, textStart(text))}{}${newlineOf(text)}` : text;
}
