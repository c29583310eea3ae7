import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './support/browser.ts';
import { bundleForPage } from './support/browser-bundle.ts';
import { deTables } from './support/de-tables.ts';

const SCRIPT = "import { deTables } from './test/support/de-tables.ts'; globalThis.deTablesInPage = deTables;";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  const bundle = await bundleForPage(SCRIPT);
  browser = await launchBrowser();
  page = await browser.newPage();
  await page.addScriptTag({ content: bundle });
});
afterAll(() => browser?.close());

describe('differential expression everywhere', () => {
  it('DESeq2, limma-voom, edgeR, the transforms and the quality checks give the same bits in Node and in Chromium', async () => {
    const here = await deTables();
    const there = await page.evaluate(() =>
      (globalThis as unknown as { deTablesInPage(): Promise<[string, string][]> }).deTablesInPage(),
    );
    expect(there.map(([name]) => name)).toEqual(here.map(([name]) => name));
    const differing = here.filter(([, text], i) => text !== there[i][1]).map(([name]) => name);
    expect(differing).toEqual([]);
    for (const [name, text] of here) {
      expect(text.length, name).toBeGreaterThan(20_000);
      expect(text.match(/\d\.\d{12,}/g)?.length, name).toBeGreaterThan(1000);
    }
  }, 180_000);
});
