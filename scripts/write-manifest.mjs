// Writes the settings that are made from the config's schema into package.json; what is written by hand there stays.
import { readFileSync, writeFileSync } from 'node:fs';
import { settingSections } from '../src/gateway/config/manifest-settings.ts';
import { terminalSection } from '../src/vscode/manifest-terminals.ts';

const file = new URL('../package.json', import.meta.url);
const manifest = JSON.parse(readFileSync(file, 'utf8'));
manifest.contributes.configuration = [...settingSections(), terminalSection];
writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
