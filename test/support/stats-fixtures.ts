import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const ROOT = new URL('../fixtures/stats/', import.meta.url).pathname;

/** Text of a file below test/fixtures/stats, gunzipped when the name ends in .gz. */
export function statsFixtureText(path: string): string {
  const bytes = readFileSync(ROOT + path);
  return new TextDecoder().decode(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

/** Cells of a tab-separated fixture without its header line. */
export function statsFixtureRows(path: string): string[][] {
  const lines = statsFixtureText(path).trimEnd().split('\n').slice(1);
  return lines.map((line) => line.split('\t'));
}

/** One reference case of the JSON files: what R was asked, and what it answered. */
export interface ReferenceCase {
  id: string;
  call: string;
  result: unknown;
}

/** The cases of a JSON fixture by id. */
export function statsFixtureCases(path: string): Map<string, ReferenceCase> {
  const { cases } = JSON.parse(statsFixtureText(path)) as { cases: ReferenceCase[] };
  return new Map(cases.map((one) => [one.id, one]));
}

/** Infinity is written inf in the tables. */
export function numberOf(cell: string): number {
  return cell === 'inf' ? Infinity : Number(cell);
}
