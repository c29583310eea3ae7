// Bundles the report's script and style into src/report/page/assets.generated.ts, with the digests its security policy names.
// Run it after changing src/report/viewer/; a test fails while the two differ. `--print` writes to standard output instead.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { build } from 'esbuild';

process.chdir(new URL('..', import.meta.url).pathname);
/** Only what is used of a room goes into the page: their modules do nothing but define. */
const definitionsOnly = {
  name: 'definitions-only',
  setup(builder) {
    builder.onResolve({ filter: /\.ts$/ }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'resolved') return undefined;
      const found = await builder.resolve(path, { resolveDir, kind, pluginData: 'resolved' });
      return found.path.includes('/src/stats/') ? { ...found, sideEffects: false } : found;
    });
  },
};
const bundled = async (entry) => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome105', 'firefox113', 'safari16.4'],
    charset: 'utf8',
    logLevel: 'warning',
    legalComments: 'none',
    plugins: [definitionsOnly],
  });
  return outputFiles[0].text.trim();
};
const digest = (text) => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

const script = (await bundled('src/report/viewer/main.ts')).replaceAll('</script', '<\\/script');
const style = await bundled('src/report/viewer/report.css');
const constant = (name, text, comment) => `/** ${comment} */\nexport const ${name} = ${JSON.stringify(text)};\n`;
const file = [
  '// Made by scripts/viewer.mjs from src/report/viewer/. Do not edit.',
  constant('SCRIPT', script, 'The script of the report page.'),
  constant('SCRIPT_HASH', digest(script), 'Its digest, for the security policy of the page.'),
  constant('STYLE', style, 'The style of the report page.'),
  constant('STYLE_HASH', digest(style), 'Its digest.'),
].join('\n');
if (process.argv.includes('--print')) process.stdout.write(file);
else writeFileSync('src/report/page/assets.generated.ts', file);
