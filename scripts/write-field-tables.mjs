// Writes docs/conversion/: for each two dialects what becomes of every field of a request.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { allConversions, fileOf, tableOf } from './fields/conversion-table.ts';
import { loadSpeakers } from './fields/request-schemas.ts';

const folder = new URL('../docs/conversion/', import.meta.url);
mkdirSync(folder, { recursive: true });
const conversions = allConversions(await loadSpeakers());
const files = new Set(conversions.map(fileOf));
for (const file of readdirSync(folder)) if (!files.has(file)) rmSync(new URL(file, folder));
for (const conversion of conversions) {
  writeFileSync(new URL(fileOf(conversion), folder), tableOf(conversion));
  const silent = conversion.fates.filter(({ verdict }) => verdict === 'silent').map(({ path }) => path);
  const note = silent.length === 0 ? '' : `; silent: ${silent.join(', ')}`;
  console.log(`wrote docs/conversion/${fileOf(conversion)}${note}`);
}
