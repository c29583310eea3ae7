import { spawn } from 'node:child_process';
import { linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { UNKNOWN_ARENA } from '../src/behavior/arena/arena-setup.ts';
import { openField } from '../src/behavior/assays/open-field.ts';
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
    const times = Array.from({ length: 7 }, () => {
      const start = performance.now();
      const read = readTextFile(bytes, 'bench', { points });
      if (read.kind === 'recording') openField.fromTrack?.(prepareScene(read.recordings[0], arena));
      return performance.now() - start;
    }).sort((a, b) => a - b);
    const rate = FRAMES / (times[3] / 1000);
    console.log(
      `one thread, ${what}: ${times[3].toFixed(0)} ms a file (best ${times[0].toFixed(0)}), ${(rate / 1e6).toFixed(2)} million frames/s, ${(bytes.length / 1e6 / (times[3] / 1000)).toFixed(0)} MB/s`,
    );
  }
  for (const count of [10, FILES]) {
    const { seconds, cpu, megabytes } = await runCommand([
      'behavior',
      '--assay',
      'open-field',
      '--arena',
      arenaFile,
      '--quiet',
      ...names.slice(0, count),
      '-o',
      join(folder, 'm.tsv'),
    ]);
    console.log(
      `limbic behavior, whole process, ${count} files: ${seconds.toFixed(2)} s (${cpu.toFixed(2)} CPU s), ${((count * FRAMES) / seconds / 1e6).toFixed(2)} million frames/s (${((count * FRAMES) / cpu / 1e6).toFixed(2)} per CPU second), peak ${megabytes.toFixed(0)} MB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
