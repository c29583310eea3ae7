import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, linkSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNKNOWN_ARENA } from '../src/behavior/arena/arena-setup.ts';
import { openField } from '../src/behavior/assays/open-field.ts';
import { fileMemory, scanWithKernel } from '../src/behavior/readers/kernel/kernel.ts';
import { readTextFile } from '../src/behavior/readers/read-file.ts';
import { prepareScene } from '../src/behavior/recording/scene.ts';
import { randomStream } from '../src/stats/index.ts';

/** 10 min at 30 frames/s, 13 body parts, 4 of them corners of the arena, printed as DeepLabCut prints them: every double to its last digit. */
const FRAMES = 18_000;
const POINTS = ['tl', 'tr', 'br', 'bl', 'nose', 'headcentre', 'neck', 'bodycentre', 'bcl', 'bcr', 'hipl', 'hipr', 'tailbase'];
const FILES = 100;

function recordingText(): string {
  const random = randomStream(1, 'bench');
  const header = [
    `scorer${',DLC_resnet50'.repeat(3 * POINTS.length)}`,
    `bodyparts${POINTS.map((p) => `,${p},${p},${p}`).join('')}`,
    `coords${',x,y,likelihood'.repeat(POINTS.length)}`,
  ];
  const corners = [
    [60, 25],
    [533, 49],
    [509, 523],
    [35, 499],
  ];
  let [x, y] = [280, 270];
  const lines = Array.from({ length: FRAMES }, (_, frame) => {
    x = Math.min(500, Math.max(70, x + 4 * random.normal()));
    y = Math.min(490, Math.max(50, y + 4 * random.normal()));
    const cells = POINTS.map((_, p) => {
      const [cx, cy] = p < 4 ? corners[p] : [x + 3 * p, y - 2 * p];
      return `${cx + 0.3 * random.normal()},${cy + 0.3 * random.normal()},${random.integer(50) === 0 ? 0.3 : 1 - 1e-4 * random.uniform()}`;
    });
    return `${frame},${cells.join(',')}`;
  });
  return `${[...header, ...lines].join('\n')}\n`;
}

/** Runs the command as a whole process: seconds, CPU seconds of all threads, and peak resident memory in MB. */
async function runCommand(args: string[]): Promise<{ seconds: number; cpu: number; megabytes: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, ['bin/limbic.js', ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  let cpu = 0;
  const timer = setInterval(() => {
    try {
      const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      peak = Math.max(peak, Number(match?.[1] ?? 0) / 1024);
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
      cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // The process has ended, or this system has no /proc.
    }
  }, 20);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`limbic ended with ${code}`);
  return { seconds: (performance.now() - start) / 1000, cpu, megabytes: peak };
}

/** The middle of several runs, ms. */
function timed(run: () => void): { middle: number; best: number } {
  const times = Array.from({ length: 9 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { middle: times[4], best: times[0] };
}

/** What no reader can undercut: moving the bytes of a file into memory, and looking at each of them once. */
function limits(path: string, size: number): void {
  const memory = fileMemory(size);
  if (memory === null) return;
  const read = timed(() => {
    const file = openSync(path, 'r');
    for (let at = 0; at < size; ) at += readSync(file, memory, at, size - at, null);
    closeSync(file);
  });
  const sink = { rows: () => {}, oddLine: () => {} };
  const scan = timed(() => scanWithKernel(memory, 0, size - 1, 44, 46, [0], 3 * POINTS.length + 1, sink));
  const rate = (ms: number): string => `${ms.toFixed(1)} ms (${(size / 1e6 / ms).toFixed(1)} GB/s)`;
  console.log(
    `limits of one thread and file: reading from the system's cache ${rate(read.best)}, finding line ends ${rate(scan.best)}: ${(FRAMES / (read.best + scan.best) / 1e3).toFixed(1)} million frames/s`,
  );
}

const R_SCRIPT = `
source(Sys.getenv("DLCANALYZER"))
files <- commandArgs(TRUE)
start <- proc.time()[["elapsed"]]
for (file in files) {
  t <- ReadDLCDataFromCSV(file = file, fps = 30)
  t <- CalibrateTrackingData(t, "area", in.metric = 42 * 42, points = c("tl", "tr", "br", "bl"))
  t <- AddOFTZones(t, scale_center = 0.5, scale_periphery = 0.8, scale_corners = 0.4, points = c("tl", "tr", "br", "bl"))
  t <- CleanTrackingData(t, likelihoodcutoff = 0.95)
  t <- OFTAnalysis(t, movement_cutoff = 5, integration_period = 5, points = "bodycentre")
}
cat(proc.time()[["elapsed"]] - start)
`;

/** DLCAnalyzer is an R file, not a package: DLCANALYZER names it where it is at hand. */
function beside(files: readonly string[]): void {
  const script = process.env.DLCANALYZER;
  if (script === undefined || !existsSync(script)) {
    console.log('DLCAnalyzer: not run (set DLCANALYZER to its DLCAnalyzer_Functions_final.R, with Rscript installed)');
    return;
  }
  const run = spawnSync('Rscript', ['-e', R_SCRIPT, ...files], { encoding: 'utf8' });
  const seconds = Number(run.stdout?.trim().split('\n').at(-1));
  console.log(
    seconds > 0
      ? `DLCAnalyzer (R), ${files.length} files: ${seconds.toFixed(1)} s, ${((files.length * FRAMES) / seconds / 1e6).toFixed(3)} million frames/s`
      : `DLCAnalyzer failed: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1)}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'limbic-bench-'));
try {
  const bytes = new TextEncoder().encode(recordingText());
  const first = join(folder, 'animal-1.csv');
  writeFileSync(first, bytes);
  const names = [first];
  for (let i = 2; i <= FILES; i++) {
    names.push(join(folder, `animal-${i}.csv`));
    linkSync(first, names[i - 1]);
  }
  const arenaFile = join(folder, 'arena.yaml');
  writeFileSync(arenaFile, 'size_cm: 42\nfps: 30\nscale: { corners: [tl, tr, br, bl] }\n');
  console.log(
    `${FILES} files of ${FRAMES} frames, ${POINTS.length} points, ${(bytes.length / 1e6).toFixed(1)} MB each, ${availableParallelism()} cores`,
  );

  const arena = {
    ...UNKNOWN_ARENA,
    shape: 'rectangle',
    widthCm: 42,
    heightCm: 42,
    fps: 30,
    scale: { kind: 'corners', corners: ['tl', 'tr', 'br', 'bl'] },
  } as const;
  for (const [what, points] of [
    ['all points', null],
    [
      'what an open field needs',
      (name: string) => (name === 'bodycentre' ? 'with-likelihood' : /^[tb][lr]$/.test(name) ? 'position' : 'skip'),
    ],
  ] as const) {
    const memory = fileMemory(bytes.length) ?? bytes;
    const { middle, best } = timed(() => {
      memory.set(bytes);
      const read = readTextFile(memory, 'bench', { points });
      if (read.kind === 'recording') openField.fromTrack?.(prepareScene(read.recordings[0], arena));
    });
    console.log(
      `one thread, ${what}: ${middle.toFixed(1)} ms a file (best ${best.toFixed(1)}), ${(FRAMES / middle / 1e3).toFixed(2)} million frames/s, ${(bytes.length / 1e3 / middle).toFixed(0)} MB/s`,
    );
  }
  limits(first, bytes.length);
  for (const count of [10, FILES]) {
    const { seconds, cpu, megabytes } = await runCommand([
      'behavior',
      '--assay',
      'open-field',
      '--arena',
      arenaFile,
      '--quiet',
      '--threads',
      '2',
      ...names.slice(0, count),
      '-o',
      join(folder, 'm.tsv'),
    ]);
    console.log(
      `limbic behavior, whole process, ${count} files: ${seconds.toFixed(2)} s (${cpu.toFixed(2)} CPU s), ${((count * FRAMES) / seconds / 1e6).toFixed(2)} million frames/s (${((count * FRAMES) / cpu / 1e6).toFixed(2)} per CPU second), peak ${megabytes.toFixed(0)} MB`,
    );
  }
  beside(names.slice(0, 3));
} finally {
  rmSync(folder, { recursive: true });
}
