// Packs catalogue/receptors.tsv into src/pathway/catalogue/receptors.json, since the rooms may not read files.
// Run after every edit of the catalogue: node scripts/receptor-catalogue.mjs (a test fails while the two differ).
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const lines = readFileSync(new URL('catalogue/receptors.tsv', root), 'utf8').replace(/\n$/, '').split('\n');
writeFileSync(new URL('src/pathway/catalogue/receptors.json', root), `${JSON.stringify(lines, null, 2)}\n`);
