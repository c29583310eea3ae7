import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadStudy, memorySource, type Study, simulateStudy } from '../../src/study/index.ts';
import { readWorkbook, writeWorkbook } from '../../src/table/index.ts';
import { launchBrowser } from '../support/browser.ts';
import { bundleForPage, openSecurePage } from '../support/browser-bundle.ts';

const SIMULATION = { seed: 3, animals: 8, genes: 600, planted: true };
const SHEET = {
  name: 's',
  columns: [
    { name: '__proto__', values: ['=1+1', '002', null, 'constructor'] },
    { name: 'x', values: [0.1, 1 / 3, Number.NaN, 4] },
  ],
};

const PAGE = `
import { loadStudy, memorySource, simulateStudy } from './src/study/index.ts';
import { readDelimited, readWorkbook, writeWorkbook } from './src/table/index.ts';
const sha = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
globalThis.trial = async (simulation, sheet) => {
  const files = simulateStudy(simulation);
  const hashes = [];
  for (const [path, bytes] of files) hashes.push([path, await sha(bytes)]);
  const workbook = await writeWorkbook([sheet]);
  const counts = readDelimited(files.get('expression/counts.tsv.gz'), 'counts.tsv.gz');
  return {
    hashes,
    study: JSON.stringify(await loadStudy(memorySource('sim', files))),
    workbook: await sha(workbook),
    cells: (await readWorkbook(workbook, 'a.xlsx')).map((one) => one.table.columns),
    counts: [counts.rowCount, counts.columns.length],
  };
};`;

interface Trial {
  hashes: [string, string][];
  study: string;
  workbook: string;
  cells: unknown;
  counts: [number, number];
}

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('in a browser', () => {
  it('simulation, study loading and workbooks give the bytes that Node gives', async () => {
    const bundle = await bundleForPage(PAGE);
    const page = await browser.newPage();
    await openSecurePage(page);
    await page.addScriptTag({ content: bundle });
    const trial = await page.evaluate(
      ([simulation, sheet]) => (globalThis as unknown as { trial(...all: unknown[]): Promise<Trial> }).trial(simulation, sheet),
      [SIMULATION, SHEET] as const,
    );

    const files = simulateStudy(SIMULATION);
    const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    expect(trial.hashes).toEqual([...files].map(([path, bytes]) => [path, sha(bytes)]));
    const study: Study = await loadStudy(memorySource('sim', files));
    expect(trial.study).toBe(JSON.stringify(study));
    const workbook = await writeWorkbook([SHEET]);
    expect(trial.workbook).toBe(sha(workbook));
    expect(trial.cells).toEqual((await readWorkbook(workbook, 'a.xlsx')).map((one) => one.table.columns));
    expect(trial.counts).toEqual([600, 5]);
  });
});
