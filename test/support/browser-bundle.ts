import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A script that imports by paths from the root of the repository, bundled for a page. */
export async function bundleForPage(script: string, define: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: ROOT },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    define,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** Opens an empty page of a secure context, which crypto.subtle needs; nothing is fetched. */
export async function openSecurePage(page: Page): Promise<void> {
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>test</title>' }));
  await page.goto('https://localhost/');
}
