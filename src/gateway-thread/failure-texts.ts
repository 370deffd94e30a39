/** Three sentences a person needs: what happened, why (or what it means now), what to do. `{name}` stands for a value. */
export interface FailureText {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

/** Every failure that a user of the extension can meet outside of a terminal. */
export const failureTexts = {
  portForeign: {
    what: 'Patchbay cannot use port {port}.',
    why: '{holder} listens there, so new terminals are left alone.',
    todo: 'Use another port, or stop that program and start Patchbay again.',
  },
  noFreePort: {
    what: 'Patchbay found no free port near {port}.',
    why: 'The next fifty are in use, too.',
    todo: 'Choose one in the setting patchbay.listen.port.',
  },
  settingsKept: {
    what: 'The changed settings were not applied.',
    why: '{problem}',
    todo: 'The ones before stay in force until it is corrected in the settings.',
  },
  settingsNotWritten: {
    what: 'The setting {key} could not be written.',
    why: '{reason}',
    todo: 'Check that settings.json can be saved and has no mistakes, then try again.',
  },
  startFailed: {
    what: 'The gateway did not start.',
    why: '{reason}',
    todo: 'Mend that and start it again; the log has more.',
  },
  threadEnded: {
    what: 'The gateway ended unexpectedly.',
    why: '{reason}. Running answers were cut off.',
    todo: 'It starts again by itself; settings and keys are kept. If this repeats, look into the log.',
  },
  notRunning: {
    what: 'That needs a running gateway.',
    why: '{reason}',
    todo: 'Start it with “Patchbay: Start Gateway”.',
  },
  notReachable: {
    what: 'The gateway did not answer.',
    why: '{reason}',
    todo: 'Restart it with “Patchbay: Restart Gateway”.',
  },
  noKey: {
    what: 'The key of the gateway is not known here.',
    why: 'The gateway at {url} was started by somebody else, and its key is in no file of this user.',
    todo: 'Stop it, or give this window its key with PATCHBAY_KEY in the environment of VS Code.',
  },
  secretNotKept: {
    what: 'The key could not be kept.',
    why: '{reason}',
    todo: 'Unlock or set up the keyring of the system, then set the key again.',
  },
  testRefused: {
    what: '{provider} did not pass the test.',
    why: '{reason}',
    todo: '{advice}',
  },
  rotateElsewhere: {
    what: 'The key was not rotated.',
    why: '{reason}',
    todo: 'Rotate it where the gateway runs.',
  },
  setupRefused: {
    what: '{client} was not set up.',
    why: '{reason}',
    todo: 'Nothing was written. Mend the file, then run the set-up again.',
  },
  undoRefused: {
    what: 'The set-up of {client} was not undone.',
    why: '{reason}',
    todo: 'Nothing was written. The backup is {backup}.',
  },
  commandFailed: {
    what: '“{command}” did not come to its end.',
    why: '{reason}',
    todo: 'Try it again; if it repeats, the log has what a report needs.',
  },
  providerGone: {
    what: 'There is no provider {provider} any more.',
    why: 'It was removed in the meantime.',
    todo: 'Choose another one, or add it again.',
  },
} as const satisfies Readonly<Record<string, FailureText>>;

export type FailureCode = keyof typeof failureTexts;

/** The sentences of a failure with the values put in; a value that is missing shows its name. */
export function failureMessage(code: FailureCode, values: Readonly<Record<string, string>> = {}): string {
  const { what, why, todo } = failureTexts[code];
  return [what, why, todo]
    .map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? name))
    .map((sentence) => (/[.!?…]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
}
