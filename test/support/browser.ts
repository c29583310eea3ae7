import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts the packaged Chromium, headless. The package unpacks the system libraries it needs only when it believes to run in
 * the cloud function it was made for, hence the variable, which must be set before the import. Its own list of arguments is
 * not used: it turns web security off, which these tests want on.
 */
export async function launchBrowser(): Promise<Browser> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: ['--no-sandbox', '--font-render-hinting=none'],
    headless: true,
  });
}

/** Path of the accessibility checker's script, to be injected into a page. */
export const AXE_PATH = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
