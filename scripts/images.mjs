// Makes the pictures of the documentation from the bundled study: docs/images/report.png and docs/images/receptor-map.png.
// Needs a built dist/ (npm run build). Fonts are those of the machine; FONTCONFIG_PATH may name others.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

process.chdir(new URL('..', import.meta.url).pathname);
const results = '.test-output/images';
const run = spawnSync('node', ['bin/limbic.js', 'run', 'examples/isotretinoin', '-o', results], { stdio: 'inherit' });
if (run.status !== 0) process.exit(run.status ?? 1);

process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
const fonts = process.env.FONTCONFIG_PATH;
const { default: packaged } = await import('@sparticuz/chromium');
const browser = await chromium.launch({
  executablePath: await packaged.executablePath(),
  args: ['--no-sandbox', '--font-render-hinting=none'],
  env: { ...process.env, ...(fonts === undefined ? {} : { FONTCONFIG_PATH: fonts }) },
});
mkdirSync('docs/images', { recursive: true });
const page = await browser.newPage({ viewport: { width: 1240, height: 920 }, deviceScaleFactor: 1.5 });
await page.goto(`file://${process.cwd()}/${results}/report.html`);
await page.screenshot({ path: 'docs/images/report.png' });
await page.locator('#receptor-map svg').screenshot({ path: 'docs/images/receptor-map.png' });
await browser.close();
