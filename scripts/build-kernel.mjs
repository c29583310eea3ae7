// Compiles kernel/expression (AssemblyScript) and embeds the WebAssembly as base64 text in src/expression/kernel/wasm.ts, so that
// nothing is fetched at run time and Node and every browser run the same bytes. `--check` only says whether it is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}src/expression/kernel/wasm.ts`;

/** The text of src/expression/kernel/wasm.ts as the sources give it. */
export async function compileKernel() {
  const { binary, stderr, error } = await compile();
  if (error) throw new Error(`${error.message}\n${stderr}`);
  const base64 = Buffer.from(binary).toString('base64');
  return [
    '/** The numeric kernel, compiled from kernel/expression by scripts/build-kernel.mjs. Do not edit. */',
    `export const KERNEL_BASE64 =\n  '${base64}';\n`,
  ].join('\n');
}

async function compile() {
  let binary;
  const { error, stderr } = await asc.main(
    ['kernel/expression/index.ts', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--outFile', 'kernel.wasm'],
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
  const text = await compileKernel();
  if (process.argv.includes('--check')) process.exitCode = readFileSync(target, 'utf8') === text ? 0 : 1;
  else writeFileSync(target, text);
}
