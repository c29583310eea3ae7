import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tsvRows } from '../support/tsv.ts';

const FOLDER = new URL('../fixtures/expression/', import.meta.url).pathname;

/** Text of a fixture of the expression room, gunzipped when its name ends in .gz. */
export function fixtureText(name: string): string {
  const bytes = readFileSync(FOLDER + name);
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Bytes of a fixture. */
export function fixtureBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(FOLDER + name));
}

/** A tab-separated fixture as rows of named cells. */
export function fixtureRows(name: string): Map<string, string>[] {
  return tsvRows(fixtureText(name));
}
