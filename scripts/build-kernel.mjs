// Compiles the kernels (AssemblyScript, kernel/*) and embeds their WebAssembly as base64 text in the rooms that use them, so that
// nothing is fetched at run time and Node and every browser run the same bytes. `--check` only says whether they are up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where the WebAssembly of each kernel is embedded. */
export const KERNELS = [
  { name: 'expression', target: `${root}src/expression/kernel/wasm.ts` },
  { name: 'modules', target: `${root}src/integration/modules/kernel/wasm.ts` },
  { name: 'tracks', target: `${root}src/behavior/readers/kernel/wasm.ts` },
];

/** The text of a kernel's wasm.ts as the sources give it. */
export async function compileKernel(name = 'expression') {
  const { binary, stderr, error } = await compile(name);
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const base64 = Buffer.from(binary).toString('base64');
  return [
    `/** The numeric kernel, compiled from kernel/${name} by scripts/build-kernel.mjs. Do not edit. */`,
    `export const KERNEL_BASE64 =\n  '${base64}';\n`,
  ].join('\n');
}

async function compile(name) {
  let binary;
  const { error, stderr } = await asc.main(
    [`kernel/${name}/index.ts`, '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'kernel.wasm'],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(`${root}${base === '.' ? '' : `${base}/`}${name}`, 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_name, contents) => {
        binary = contents;
      },
      listFiles: () => [],
    },
  );
  return { binary, error, stderr: stderr.toString() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, target } of KERNELS) {
    const text = await compileKernel(name);
    if (!process.argv.includes('--check')) writeFileSync(target, text);
    else if (readFileSync(target, 'utf8') !== text) process.exitCode = 1;
  }
}
