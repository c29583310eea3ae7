// Bundles the command line, its worker, and the library entries with esbuild. Type declarations are written when asked (--types) and
// whenever the package is packed; --out names another folder than dist.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: options } = parseArgs({ options: { types: { type: 'boolean' }, out: { type: 'string', default: 'dist' } } });
const out = resolve(options.out);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { version, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync(out, { recursive: true, force: true });

function filesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** Digest of the sources: results of two builds are never mixed, even when the version is the same. */
function sourceDigest(folder) {
  const hash = createHash('sha256');
  for (const path of filesBelow(folder)) hash.update(path).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

const shared = {
  outdir: out,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
  define: { LIMBIC_VERSION: JSON.stringify(version), LIMBIC_BUILD: JSON.stringify(sourceDigest('src')) },
  legalComments: 'none',
};

/** The library entries, as package.json exports them: `limbic` is src/index.ts, `limbic/stats` is src/stats/index.ts. */
const rooms = Object.keys(exports)
  .filter((name) => name.startsWith('./') && !name.endsWith('.json'))
  .map((name) => name.slice(2));
const library = Object.fromEntries([['index', 'src/index.ts'], ...rooms.map((room) => [room, `src/${room}/index.ts`])]);

const [program] = await Promise.all([
  build({
    ...shared,
    entryPoints: { cli: 'src/cli/main.ts', worker: 'src/pipeline/worker.node.ts' },
    platform: 'node',
    minifySyntax: true,
    metafile: true,
    banner: {
      js: "import { createRequire as limbicCreateRequire } from 'node:module'; const require = limbicCreateRequire(import.meta.url);",
    },
  }),
  // A consumer's own bundler picks what fits Node or the browser, so the dependencies stay imports here.
  build({ ...shared, entryPoints: library, platform: 'neutral', packages: 'external', chunkNames: 'library/[name]-[hash]' }),
]);
writeFileSync(join(out, 'THIRD-PARTY-LICENSES.txt'), licensesOf(Object.keys(program.metafile.inputs)));

/** The license texts of the packages whose code is inside the bundled command line. */
function licensesOf(inputs) {
  const names = inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  const texts = [...new Set(names)].sort().map((name) => {
    const folder = join('node_modules', name);
    const { version: itsVersion, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${itsVersion}\n\n${text}\n`;
  });
  return `The command line in this folder contains code of these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Declarations with the `.ts` endings of their imports turned into `.js`, as consumers resolve them. */
function writeTypes() {
  const folder = join(out, 'types');
  const { status } = spawnSync('npx', ['--no-install', 'tsc', '-p', 'tsconfig.types.json', '--outDir', folder], {
    stdio: 'inherit',
  });
  if (status !== 0 || !existsSync(folder)) process.exit(status || 1);
  for (const path of filesBelow(folder)) {
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/((?:from |import |import\()['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1.js'));
  }
}

if (options.types || ['pack', 'publish'].includes(process.env.npm_command)) writeTypes();
