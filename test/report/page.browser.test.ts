import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ReportFiles, renderQuality, renderReport } from '../../src/report/index.ts';
import { AXE_PATH, launchBrowser } from '../support/browser.ts';
import { fakeResults } from '../support/fake-results.ts';
import { hostile } from '../support/hostile-results.ts';

const folder = mkdtempSync(join(tmpdir(), 'limbic-report-'));
let browser: Browser;
let files: ReportFiles;

beforeAll(async () => {
  files = await renderReport(fakeResults(600));
  writeFileSync(join(folder, 'report.html'), String(files.get('report.html')));
  writeFileSync(join(folder, 'hostile.html'), String((await renderReport(hostile(fakeResults(420)))).get('report.html')));
  const { expression } = fakeResults(600);
  if (expression !== null) {
    const quality = renderQuality(expression, { version: '0.0.0', command: 'limbic quality' });
    writeFileSync(join(folder, 'quality.html'), String(quality.get('quality.html')));
  }
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a page and records all that went wrong with it, and every request but the one for the page itself. */
async function open(name: string, options: BrowserContextOptions = {}): Promise<{ page: Page; trouble: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && trouble.push(`console: ${message.text()}`));
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(file|blob|data):/.test(request.url())) trouble.push(`request: ${request.url()}`);
  });
  await page.goto(`file://${join(folder, name)}`);
  return { page, trouble };
}

/** Violations of WCAG 2.2 AA and of axe's best practices, as text; of all rules or of those named. */
async function violations(page: Page, rules: string[] | null = null): Promise<string[]> {
  await page.evaluate(() => {
    for (const box of document.querySelectorAll('details')) box.open = true;
  });
  await page.evaluate(readFileSync(AXE_PATH, 'utf8'));
  return page.evaluate(async (runOnly) => {
    const axe = (globalThis as unknown as { axe: { run(options: object): Promise<AxeResult> } }).axe;
    interface AxeResult {
      violations: { id: string; nodes: { html: string }[] }[];
    }
    const { violations: found } = await axe.run(runOnly === null ? {} : { runOnly });
    return found.map((one) => `${one.id}: ${one.nodes[0]?.html.slice(0, 160)} (${one.nodes.length})`);
  }, rules);
}

describe('the report in a browser', () => {
  it('opens without an error and without a single request', async () => {
    const { page, trouble } = await open('report.html');
    expect(await page.title()).toContain('Isotretinoin in adolescent mice');
    await page.locator('#glossary').scrollIntoViewIfNeeded();
    expect(trouble).toEqual([]);
    const refused = await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          fetch('https://example.org/').catch(() => setTimeout(() => resolve('nothing'), 500));
        }),
    );
    expect(refused).toBe('connect-src');
  });

  it.each([
    ['light', { colorScheme: 'light' }, null],
    ['dark', { colorScheme: 'dark' }, ['color-contrast', 'link-in-text-block']],
    ['forced colors', { forcedColors: 'active' }, ['color-contrast', 'link-in-text-block']],
    ['narrow', { viewport: { width: 360, height: 740 } }, ['scrollable-region-focusable', 'target-size', 'bypass']],
  ] as [string, BrowserContextOptions, string[] | null][])('has no accessibility violation: %s', async (_, options, rules) => {
    const { page } = await open('report.html', options);
    expect(await violations(page, rules)).toEqual([]);
  });

  it('nor has the page of limbic quality', async () => {
    const { page, trouble } = await open('quality.html');
    expect(await violations(page)).toEqual([]);
    expect(trouble).toEqual([]);
  });

  it('reads without JavaScript: claims, figures, tables', async () => {
    const { page } = await open('report.html', { javaScriptEnabled: false });
    expect(await page.locator('.claim').count()).toBe(6);
    expect(await page.locator('figure svg.figure').count()).toBeGreaterThan(20);
    expect(await page.locator('#table-genes-1-arm-high-vs-vehicle tbody tr').count()).toBe(25);
    expect(await page.locator('button').count()).toBe(0);
  });

  it('does not widen a narrow window', async () => {
    const { page } = await open('report.html', { viewport: { width: 320, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  });

  it('takes hostile text as text', async () => {
    const { page, trouble } = await open('hostile.html');
    await page.waitForTimeout(200);
    expect(trouble).toEqual([]);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toBe('<script>alert(1)</script>');
    const rules = ['aria-valid-attr-value', 'duplicate-id-aria', 'empty-heading', 'link-name', 'svg-img-alt'];
    expect(await violations(page, rules)).toEqual([]);
  });

  it('prints to a tagged PDF of a sensible length', async () => {
    const { page } = await open('report.html');
    const pdf = await page.pdf({ tagged: true, outline: true, format: 'A4' });
    const text = pdf.toString('latin1');
    expect(text).toContain('/StructTreeRoot');
    expect(text).toContain('/Marked true');
    expect(text.match(/\/Type\s*\/Page\b/g)?.length).toBeLessThan(60);
  });
});

describe('figures', () => {
  it('are well-formed files of their own', async () => {
    const { page } = await open('report.html');
    for (const [path, content] of files) {
      if (!path.endsWith('.svg')) continue;
      const root = await page.evaluate((text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        return parsed.querySelector('parsererror')?.textContent ?? parsed.documentElement.tagName;
      }, String(content));
      expect(root, path).toBe('svg');
    }
  });

  it('are saved as SVG, PNG and CSV', async () => {
    const { page } = await open('report.html', { colorScheme: 'dark' });
    const save = async (kind: string): Promise<Buffer> => {
      const waiting = page.waitForEvent('download');
      await page.locator('#volcano .saves button', { hasText: kind }).click();
      return readFileSync(await (await waiting).path());
    };
    const drawing = (await save('SVG')).toString();
    expect(drawing).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(drawing).toContain('fill="#fff"');
    const picture = await save('PNG');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(Math.round((560 * 300) / 96));
    const table = (await save('CSV')).toString().split('\r\n');
    expect(table[0]).toBe('gene,baseMean,log2FoldChange,lfcSE,stat,pvalue,padj,missing');
    expect(table.length).toBe(602);
  });

  it('have no label outside the drawing', async () => {
    const { page } = await open('report.html');
    await page.evaluate(() => {
      for (const box of document.querySelectorAll('details')) box.open = true;
    });
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('svg.figure')].flatMap((drawing) => {
        const frame = drawing.getBoundingClientRect();
        return [...drawing.querySelectorAll('text')]
          .filter((text) => {
            const box = text.getBoundingClientRect();
            return (
              box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2
            );
          })
          .map((text) => `${drawing.closest('figure')?.id}: ${text.textContent}`);
      }),
    );
    expect(outside).toEqual([]);
  });
});

describe('any gene', () => {
  const named = fakeResults(600).expression;
  it('is drawn by its name with its counts and changes, and saved', async () => {
    const { page, trouble } = await open('report.html');
    const gene = named?.genes[321] ?? '';
    const field = page.getByLabel('Look up any gene');
    await field.fill(gene.toUpperCase());
    await field.press('Enter');
    const figure = page.locator('#expression-gene');
    await expect.poll(() => figure.locator('figcaption strong').textContent()).toBe(`${gene}.`);
    const words = await figure.locator('svg desc').textContent();
    const change = named?.contrasts[0].log2FoldChange[321] ?? NaN;
    expect(words).toContain(`high against vehicle ${change.toFixed(2).replace('-', '\u2212')}`);
    const waiting = page.waitForEvent('download');
    await figure.locator('.saves button', { hasText: 'CSV' }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe(`gene-${gene.toLowerCase()}.csv`);
    const rows = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(rows).toHaveLength(25);
    expect(Number(rows[1].split(',')[2])).toBe(named?.counts[321 * 24]);
    await field.fill('nosuchgene');
    await field.press('Enter');
    await expect.poll(() => page.locator('.lookup [role=status]').textContent()).toContain('No gene is called nosuchgene');
    expect(trouble).toEqual([]);
  });
});

describe('tables', () => {
  it('sort, by keyboard too', async () => {
    const { page } = await open('report.html');
    const table = page.locator('#table-genes-1-arm-high-vs-vehicle');
    await table.locator('th button', { hasText: 'Mean count' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => table.locator('thead th').nth(1).getAttribute('aria-sort')).toBe('descending');
    const values = await table.locator('tbody tr td:nth-child(2)').allTextContents();
    const numbers = values.map((text) => Number(text.replace(/\s/g, '')));
    expect(values.length).toBe(25);
    expect([...numbers].sort((a, b) => b - a)).toEqual(numbers);
  });

  it('filter by text and by bounds, over all rows', async () => {
    const { page } = await open('report.html');
    const table = page.locator('#table-genes-1-arm-high-vs-vehicle');
    await table.getByLabel('Filter Gene').fill('gabra');
    await expect.poll(() => table.locator('tbody tr').count()).toBe(6);
    await table.getByLabel('Filter Gene').fill('');
    await table.getByLabel('Filter log2 fold change').fill('>1');
    await expect
      .poll(async () => Number(await table.locator('tbody tr').first().locator('td').nth(2).textContent()))
      .toBeGreaterThan(1);
    await expect.poll(() => table.getByRole('status').textContent()).toMatch(/filtered from 600/);
  });

  it('turn pages', async () => {
    const { page } = await open('report.html');
    const table = page.locator('#table-genes-1-arm-high-vs-vehicle');
    await table.getByRole('button', { name: 'Next rows' }).click();
    await expect.poll(() => table.getByRole('status').textContent()).toContain('rows 26–50 of 600');
  });
});
