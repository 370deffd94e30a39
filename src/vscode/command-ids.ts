/** Every command of the extension; the manifest has the same, which a test proves. */
export const commandIds = {
  start: 'patchbay.start',
  stop: 'patchbay.stop',
  restart: 'patchbay.restart',
  pickProvider: 'patchbay.pickProvider',
  pause: 'patchbay.pause',
  resume: 'patchbay.resume',
  addProvider: 'patchbay.addProvider',
  editProvider: 'patchbay.editProvider',
  removeProvider: 'patchbay.removeProvider',
  testProvider: 'patchbay.testProvider',
  setKey: 'patchbay.setKey',
  chooseTerminals: 'patchbay.chooseTerminals',
  setUpClient: 'patchbay.setUpClient',
  undoSetUp: 'patchbay.undoSetUp',
  copySetUp: 'patchbay.copySetUp',
  copyKey: 'patchbay.copyKey',
  rotateKey: 'patchbay.rotateKey',
  revokeFormerKey: 'patchbay.revokeFormerKey',
  usePort: 'patchbay.useAnotherPort',
  openSettings: 'patchbay.openSettings',
  openLogs: 'patchbay.openLogs',
  openDashboard: 'patchbay.openDashboard',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];
