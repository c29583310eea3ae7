// Bundles the command line, its worker, and the library entries with esbuild; writes type declarations when asked (--types).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const root = new URL('..', import.meta.url).pathname;
process.chdir(root);
rmSync('dist', { recursive: true, force: true });

/** Digest of the sources: results of two builds are never mixed, even when the version is the same. */
function sourceDigest(folder) {
  const hash = createHash('sha256');
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = join(path, entry.name);
      if (entry.isDirectory()) walk(below);
      else hash.update(below).update(readFileSync(below));
    }
  };
  walk(folder);
  return hash.digest('hex').slice(0, 16);
}

const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  logLevel: 'warning',
  define: { LIMBIC_VERSION: JSON.stringify(version), LIMBIC_BUILD: JSON.stringify(sourceDigest('src')) },
  legalComments: 'none',
};

const node = { cli: 'src/cli/main.ts', worker: 'src/pipeline/worker.node.ts' };
const library = { index: 'src/index.ts', stats: 'src/stats/index.ts', table: 'src/table/index.ts' };
const present = (entries) => Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file)));

await build({
  ...shared,
  entryPoints: present(node),
  outdir: 'dist',
  platform: 'node',
  splitting: true,
  minifySyntax: true,
  banner: {
    js: "import { createRequire as limbicCreateRequire } from 'node:module'; const require = limbicCreateRequire(import.meta.url);",
  },
});
await build({
  ...shared,
  entryPoints: present(library),
  outdir: 'dist',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  external: ['stream'],
});

if (process.argv.includes('--types')) {
  const run = spawnSync('npx', ['tsc', '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
  process.exitCode = run.status ?? 1;
}
