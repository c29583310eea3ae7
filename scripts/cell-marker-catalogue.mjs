// Packs catalogue/cell-markers.tsv into src/expression/cell-types/cell-markers.json, since the rooms may not read files.
// Run after every edit of the catalogue: node scripts/cell-marker-catalogue.mjs (a test fails while the two differ).
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const lines = readFileSync(new URL('catalogue/cell-markers.tsv', root), 'utf8').replace(/\n$/, '').split('\n');
writeFileSync(new URL('src/expression/cell-types/cell-markers.json', root), `${JSON.stringify(lines, null, 2)}\n`);
