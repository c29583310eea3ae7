import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Manifest {
  license: string;
  type: string;
  bin: Record<string, string>;
  files: string[];
  scripts: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
interface Locked {
  dev?: boolean;
  license?: string;
  resolved?: string;
  hasInstallScript?: boolean;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const readJson = <T>(...path: string[]): T => JSON.parse(readFileSync(join(ROOT, ...path), 'utf8')) as T;
const manifest = readJson<Manifest>('package.json');
const locked = Object.entries(readJson<{ packages: Record<string, Locked> }>('package-lock.json').packages);
const place = mkdtempSync(join(tmpdir(), 'limbic-package-'));
const packed = join(place, 'node_modules', 'limbic');

/** The package as an installation lays it down: package.json and a fresh build with declarations. */
beforeAll(() => {
  mkdirSync(packed, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(packed, 'package.json'));
  const build = spawnSync('node', ['scripts/build.mjs', '--types', '--out', join(packed, 'dist')], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (build.status !== 0) throw new Error(build.stdout + build.stderr);
  for (const name of Object.keys(manifest.dependencies))
    symlinkSync(join(ROOT, 'node_modules', name), join(place, 'node_modules', name));
}, 180_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('package.json', () => {
  it('pins every dependency exactly', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('ships under MIT, with nothing below it under a license of the GPL family or an unknown one', () => {
    expect(manifest.license).toBe('MIT');
    expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toMatch(/^MIT License/);
    const shipped = locked.filter(([path, one]) => path !== '' && one.dev !== true);
    expect(shipped.length).toBeGreaterThanOrEqual(Object.keys(manifest.dependencies).length);
    // h5wasm: NIST's public-domain notice and the BSD-style license of HDF5
    const permissive = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|0BSD|SEE LICENSE IN LICENSE\.txt)$/;
    for (const [path, { license }] of shipped) expect(license ?? 'none', path).toMatch(permissive);
    for (const [path] of shipped.filter(([, { license }]) => license?.startsWith('SEE')))
      expect(path).toBe('node_modules/h5wasm');
  });

  it('installs nothing that runs a script of its own when the package is used', () => {
    for (const [path, one] of locked.filter(([at, { dev }]) => at !== '' && dev !== true))
      expect(one.hasInstallScript ?? false, path).toBe(false);
  });

  it('names only the public registry in its lock file', () => {
    for (const [path, { resolved }] of locked.filter(([, one]) => one.resolved !== undefined))
      expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
  });

  it('exports every room that the library has, each with code and declarations', () => {
    for (const [name, target] of Object.entries(manifest.exports)) {
      if (typeof target === 'string') expect(existsSync(join(packed, target)), name).toBe(true);
      else
        for (const path of [target.types, target.default]) expect(existsSync(join(packed, path)), `${name}: ${path}`).toBe(true);
    }
  });
});

describe('npm pack', () => {
  it('lists what is needed, and no test, source of a test, or study results', () => {
    const run = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const [{ files }] = JSON.parse(run.stdout) as [{ files: { path: string }[] }];
    const paths = files.map((file) => file.path);
    const needed = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'bin/limbic.js', 'dist/cli.js', 'dist/worker.js'];
    for (const path of [...needed, 'dist/index.js', 'dist/THIRD-PARTY-LICENSES.txt', 'examples/isotretinoin/study.yaml'])
      expect(paths, path).toContain(path);
    for (const folder of ['catalogue/', 'examples/isotretinoin/expression/', 'docs/'])
      expect(
        paths.some((path) => path.startsWith(folder)),
        folder,
      ).toBe(true);
    for (const path of paths) expect(path).not.toMatch(/(^|\/)(test|bench|node_modules|results)\/|\.test\.|\.log$/);
  });

  it('makes declarations part of the package without being told', () => {
    expect(manifest.scripts.prepare).toBe('node scripts/build.mjs');
    expect(readFileSync(join(ROOT, 'scripts', 'build.mjs'), 'utf8')).toContain("['pack', 'publish']");
  });
});

const CONSUMER = `
import { fitMixedModel, parseFormula, studentT } from 'limbic/stats';
import { type Table, readDelimited, requireColumn } from 'limbic/table';
import { stats, plainContext, InputError } from 'limbic';
import { memorySource, simulateStudy } from 'limbic/study';
import { memoryCache, runStudy } from 'limbic/pipeline';
import { receptorCatalogue } from 'limbic/pathway';

const quantile: number = studentT.quantile(0.975, 10);
const table: Table = readDelimited(new TextEncoder().encode('a,b\\n1,x\\n2,y\\n'), 'a.csv');
const cells: readonly (string | null)[] = requireColumn(table, 'b').cells;
const files: Map<string, Uint8Array> = simulateStudy({ seed: 1, animals: 8, genes: 600, planted: true });
let refused = '';
try {
  requireColumn(table, 'c');
} catch (error) {
  if (error instanceof InputError) refused = error.problems[0].message;
}
const shown = {
  quantile, rows: table.rowCount, cells, files: files.size, refused,
  same: stats.studentT === studentT, fit: typeof fitMixedModel, formula: parseFormula('y ~ a + (1 | b)').text,
  run: typeof runStudy, cache: typeof memoryCache().get, source: memorySource('s', files).name, seed: plainContext(4).seed,
  genes: receptorCatalogue().length > 100,
};
console.log(JSON.stringify(shown));
`;

describe('a project that uses the library', () => {
  beforeAll(() => {
    writeFileSync(join(place, 'package.json'), '{ "type": "module", "private": true }');
    writeFileSync(join(place, 'consumer.ts'), CONSUMER);
  });

  it('type-checks, with strict settings and both ways of resolving modules', () => {
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const options = {
        module,
        moduleResolution: resolution,
        target: 'es2022',
        lib: ['es2022', 'dom'],
        strict: true,
        noEmit: true,
        types: [],
      };
      writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }));
      const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
      const run = spawnSync(tsc, ['-p', place], { cwd: place, encoding: 'utf8' });
      expect(run.status, `${resolution}: ${run.stdout}${run.stderr}`).toBe(0);
    }
  });

  it('a wrong use of a typed function is an error, so the declarations are not empty', () => {
    const file = join(place, 'wrong.ts');
    writeFileSync(file, "import { studentT } from 'limbic/stats';\nexport const x: string = studentT.quantile(0.5, 3);\n");
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    const args = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', file];
    expect(spawnSync(tsc, args, { cwd: place, encoding: 'utf8' }).stdout).toMatch(/'number' is not assignable to type 'string'/);
  });

  it('runs in Node', async () => {
    const { transform } = await import('esbuild');
    const { code } = await transform(CONSUMER, { loader: 'ts', format: 'esm' });
    writeFileSync(join(place, 'consumer.js'), code);
    const run = spawnSync('node', ['consumer.js'], { cwd: place, encoding: 'utf8' });
    expect(run.status, run.stderr).toBe(0);
    const shown = JSON.parse(run.stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({ rows: 2, cells: ['x', 'y'], same: true, fit: 'function', run: 'function', cache: 'function' });
    expect(shown).toMatchObject({ source: 's', seed: 4, genes: true });
    // exact: the closed form of the distribution at even degrees of freedom, solved in 40 digits
    expect(shown.quantile).toBeCloseTo(2.2281388519862744, 12);
    expect(shown.refused).toMatch(/"c"/);
  });

  it('the command line of the package runs from where it is installed', () => {
    mkdirSync(join(packed, dirname(manifest.bin.limbic)), { recursive: true });
    cpSync(join(ROOT, manifest.bin.limbic), join(packed, manifest.bin.limbic));
    const run = spawnSync('node', [join(packed, manifest.bin.limbic), '--version'], { cwd: place, encoding: 'utf8' });
    expect(run.stdout.trim()).toBe(readJson<{ version: string }>('package.json').version);
  });
});
