// Packs a table of human and mouse gene symbols (columns human_symbol and mouse_symbol; NCBI HomoloGene, public domain) into
// src/pathway/sets/human-mouse.json. Usage: node scripts/ortholog-table.mjs TABLE.tsv[.gz] "where it comes from"
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [file, source] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: node scripts/ortholog-table.mjs TABLE.tsv[.gz] "where it comes from"');
  process.exit(2);
}
const bytes = readFileSync(file);
const [head, ...lines] = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8').trimEnd().split('\n');
const names = head.split('\t');
const [human, mouse] = ['human_symbol', 'mouse_symbol'].map((name) => names.indexOf(name));
const pairs = new Set(
  lines
    .map((line) => line.split('\t'))
    .filter((cells) => cells[human] && cells[mouse])
    .map((cells) => `${cells[human]} ${cells[mouse]}`),
);
// most mouse symbols are the human one with small letters after the first: those are written once
const entries = [...pairs].sort().map((pair) => {
  const [a, b] = pair.split(' ');
  return a[0].toUpperCase() + a.slice(1).toLowerCase() === b ? a : `${a}:${b}`;
});
const rows = [];
for (let i = 0; i < entries.length; i += 16) rows.push(entries.slice(i, i + 16).join(' '));
const target = new URL('../src/pathway/sets/human-mouse.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ source, pairs: pairs.size, rows }, null, 2)}\n`);
