import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainContext } from '../src/context/index.ts';
import { memoryCache, runStudy } from '../src/pipeline/index.ts';
import { memorySource, simulateStudy } from '../src/study/index.ts';
import { launchBrowser } from './support/browser.ts';
import { bundleForPage, openSecurePage } from './support/browser-bundle.ts';

const SIMULATION = { seed: 5, animals: 16, genes: 600, planted: true };
const RUN = { command: 'limbic run simulated', seed: null, version: '0.0.0', build: 'equality' };

/** What runs in the page: the same calls as below, with the browser's own digest. */
const SCRIPT = `
import { plainContext } from './src/context/index.ts';
import { memoryCache, runStudy } from './src/pipeline/index.ts';
import { memorySource, simulateStudy } from './src/study/index.ts';
const digest = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const cache = memoryCache();
globalThis.runInPage = async (simulation, run) => {
  const source = memorySource('simulated', simulateStudy(simulation));
  const { files, reused } = await runStudy(source, { ...run, cache, digest }, plainContext());
  return { files: [...files].map(([path, content]) => [path, typeof content === 'string' ? content : [...content]]), reused };
};`;

type Content = string | number[];
interface PageResult {
  files: [string, Content][];
  reused: string[];
}

const runHere = () =>
  runStudy(
    memorySource('simulated', simulateStudy(SIMULATION)),
    { ...RUN, cache: memoryCache(), digest: async (bytes) => createHash('sha256').update(bytes).digest('hex') },
    plainContext(),
  );

/** The first line on which two texts differ, for a failure that says where to look. */
function firstDifference(path: string, here: string, there: string): string {
  const [a, b] = [here.split('\n'), there.split('\n')];
  const line = a.findIndex((text, i) => text !== b[i]);
  const at = [...(a[line] ?? '')].findIndex((letter, i) => letter !== b[line]?.[i]);
  const around = (text = '') => text.slice(Math.max(0, at - 60), at + 60);
  return `${path}:${line + 1}: Node "${around(a[line])}", browser "${around(b[line])}"`;
}

const bytesOf = (content: Uint8Array | Content): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);

let browser: Browser;
let page: Page;
const runThere = () =>
  page.evaluate(
    ([simulation, run]) =>
      (globalThis as unknown as { runInPage(...all: unknown[]): Promise<PageResult> }).runInPage(simulation, run),
    [SIMULATION, RUN] as const,
  );

beforeAll(async () => {
  const bundle = await bundleForPage(SCRIPT, { LIMBIC_VERSION: '"0.0.0"', LIMBIC_BUILD: '"equality"' });
  browser = await launchBrowser();
  page = await browser.newPage();
  await openSecurePage(page);
  await page.addScriptTag({ content: bundle });
});
afterAll(() => browser?.close());

describe('the same numbers everywhere', () => {
  it('a whole run in Chromium gives every file of the report byte by byte as Node does', async () => {
    const here = await runHere();
    const there = await runThere();
    expect(there.files.map(([path]) => path)).toEqual([...here.files.keys()]);
    expect(here.files.size).toBeGreaterThan(30);
    expect(here.claims.claims.length).toBeGreaterThan(0);
    const differences = ({ files }: PageResult) =>
      files.flatMap(([path, content]) => {
        const [mine, theirs] = [bytesOf(here.files.get(path) ?? ''), bytesOf(content)];
        return mine.equals(theirs) ? [] : [firstDifference(path, mine.toString(), theirs.toString())];
      });
    expect(differences(there)).toEqual([]);

    const again = await runThere();
    expect(again.reused).toEqual(['behavior', 'expression', 'pathway', 'integration']);
    expect(differences(again)).toEqual([]);
  }, 180_000);
});
