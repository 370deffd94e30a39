import { fileURLToPath } from 'node:url';

/** Absolute path of something in the repository. */
export function placeOf(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/** A client's program among the installed ones. */
export function clientBinary(name: 'codex' | 'claude' | 'gemini' | 'qwen' | 'pi'): string {
  return placeOf(`test/clients/node_modules/.bin/${name}`);
}

/** The gateway as it is shipped; `PATCHBAY_BUNDLE` names another one, such as that of an unpacked package. */
export const gatewayBundle = process.env.PATCHBAY_BUNDLE ?? placeOf('dist/patchbay.cjs');

/** Where a failed case leaves what it saw. */
export const outputFolder = placeOf('test-output/clients');
