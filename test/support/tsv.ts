import { readFileSync } from 'node:fs';

/** A tab-separated table as rows of named cells (a Map, since names are data). */
export function tsvRows(text: string): Map<string, string>[] {
  const [head, ...lines] = text.replace(/\r/g, '').replace(/\n+$/, '').split('\n');
  const names = head.split('\t');
  return lines.map((line) => new Map(line.split('\t').map((cell, i) => [names[i], cell])));
}

/** Such a table in a file. */
export const tsvFileRows = (path: string): Map<string, string>[] => tsvRows(readFileSync(path, 'utf8'));

/** All lines of a tab-separated file as cells, the header too. */
export const tsvFileCells = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
