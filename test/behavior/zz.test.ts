import { describe, expect, it } from 'vitest';
import { UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { ASSAYS } from '../../src/behavior/assays/catalogue.ts';
import { measureFile } from '../../src/behavior/measure-files.ts';
import { readBehaviorFile, readTextFile } from '../../src/behavior/readers/read-file.ts';
import { TEXT_FORMATS } from '../../src/behavior/readers/recognize.ts';
import type { BehaviorFile } from '../../src/behavior/recording/recording.ts';
import { InputError } from '../../src/problems/index.ts';
import { type RandomStream, randomStream } from '../../src/stats/index.ts';
import { SEEDS } from './fuzz-seeds.ts';

/** Mutated files per run; LIMBIC_FUZZ asks for more (100,000 were run for the figures in docs/behavior.md). */
const RUNS = Number(process.env.LIMBIC_FUZZ ?? 3000);
const encoder = new TextEncoder();

const pick = <T>(random: RandomStream, values: readonly T[]): T => values[random.integer(values.length)];

/** Ways in which files go wrong. Each gets the text and gives bytes. */
const MUTATIONS: readonly ((text: string, random: RandomStream) => Uint8Array)[] = [
  // cut short anywhere
  (text, random) => encoder.encode(text.slice(0, random.integer(text.length + 1))),
  // a line repeated, dropped, or moved
  (text, random) => {
    const lines = text.split('\n');
    const i = random.integer(lines.length);
    lines.splice(random.integer(lines.length), random.integer(2), lines[i]);
    if (random.integer(2) === 0) lines.splice(random.integer(lines.length), 1);
    return encoder.encode(lines.join('\n'));
  },
  // columns shuffled in every line
  (text, random) => {
    const delimiter = pick(random, [',', ';', '\t', ' ']);
    const [a, b] = [random.integer(8), random.integer(8)];
    const lines = text.split('\n').map((line) => {
      const cells = line.split(delimiter);
      if (Math.max(a, b) < cells.length) [cells[a], cells[b]] = [cells[b], cells[a]];
      return cells.join(delimiter);
    });
    return encoder.encode(lines.join('\n'));
  },
  // a cell replaced by something that is not expected
  (text, random) => {
    const lines = text.split('\n');
    const i = random.integer(lines.length);
    const delimiter = pick(random, [',', ';', '\t', ' ']);
    const cells = lines[i].split(delimiter);
    cells[random.integer(cells.length)] = pick(random, [
      'NaN',
      'nan',
      '-',
      '',
      '1e308',
      '-1e308',
      '99999999999999999999',
      '1e-320',
      'Infinity',
      '-Inf',
      'abc',
      '__proto__',
      '"',
      '""',
      '1,5',
      '0x10',
      '١٢٣',
      '\u0000',
      '=1+1',
      '1.2.3',
      '+',
      '.',
      '--1',
    ]);
    lines[i] = cells.join(delimiter);
    return encoder.encode(lines.join('\n'));
  },
  // bytes flipped
  (text, random) => {
    const bytes = encoder.encode(text);
    for (let k = 0; k <= random.integer(4); k++) bytes[random.integer(bytes.length)] = random.integer(256);
    return bytes;
  },
  // another encoding, whole or in part
  (text, random) => {
    const kind = random.integer(4);
    if (kind === 0)
      return Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8])]);
    if (kind === 1) return Uint8Array.from([...text], (c) => c.charCodeAt(0) & 255);
    if (kind === 2) return encoder.encode(text.replaceAll('\n', pick(random, ['\r', '\r\n', '\n\n'])));
    const cut = random.integer(text.length);
    return Uint8Array.from([
      ...encoder.encode(text.slice(0, cut)),
      ...[...text.slice(cut)].flatMap((c) => [c.charCodeAt(0) & 255, 0]),
    ]);
  },
  // no frame, one frame, two
  (text, random) => encoder.encode(`${text.split('\n').slice(0, random.integer(8)).join('\n')}\n`),
  // another decimal mark or delimiter
  (text, random) => {
    const [from, to] = pick(random, [
      ['.', ','],
      [',', ';'],
      [';', ','],
      ['\t', ','],
      [',', '\t'],
      [' ', ''],
    ]);
    return encoder.encode(text.replaceAll(from, to));
  },
];

/** What must hold of anything that was read: whole arrays, no number without meaning. */
function requireSound(read: BehaviorFile, what: string): void {
  if (read.kind === 'recording') {
    for (const recording of read.recordings) {
      expect(recording.frames, what).toBeGreaterThan(0);
      const { time } = recording;
      if (time !== null) {
        expect(time.length, what).toBe(recording.frames);
        for (let i = 0; i < time.length; i++)
          if (!Number.isFinite(time[i]) || (i > 0 && time[i] <= time[i - 1])) expect.fail(`${what}: time ${i}`);
      }
      for (const { points } of recording.individuals)
        for (const { x, y } of points)
          if (x.length !== recording.frames || y.length !== recording.frames) expect.fail(`${what}: point length`);
      for (const { inside } of recording.zones)
        if (inside.length !== recording.frames || inside.some((state) => state > 2)) expect.fail(`${what}: zone`);
    }
  } else if (read.kind === 'scoring') {
    for (const { start, stop, behavior } of read.scoring.observations) {
      expect(start.length, what).toBe(behavior.length);
      for (let i = 0; i < start.length; i++) if (!(stop[i] >= start[i])) expect.fail(`${what}: event ${i}`);
    }
  }
}

/** Reads and measures; refusing with a message is right, anything else that is thrown is not. */
function tryFile(bytes: Uint8Array, what: string, random: RandomStream): 'read' | 'refused' {
  try {
    const forced = random.integer(5) === 0 ? pick(random, TEXT_FORMATS) : undefined;
    const read = readTextFile(bytes, 'f', { format: forced });
    requireSound(read, what);
    const assay = pick(
      random,
      ASSAYS.filter((one) => (read.kind === 'recording' ? one.fromTrack !== undefined : one.fromEvents !== undefined)),
    );
    if (read.kind === 'summary') return 'read';
    const setup = {
      ...UNKNOWN_ARENA,
      shape: 'rectangle',
      widthCm: 40,
      heightCm: 40,
      fps: 15,
      scale: { kind: 'per-cm', unitsPerCm: 10, origin: null },
    } as const;
    for (const { observation } of measureFile(read, assay, setup, 'f')) {
      for (const [name, value] of observation.values)
        if (typeof value !== 'number' || (name.endsWith('_pct') && (value < -1e-9 || value > 100 + 1e-9)))
          expect.fail(`${what}: ${name} = ${value}`);
    }
    return 'read';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.problems.length, what).toBeGreaterThan(0);
    for (const problem of error.problems) expect(problem.message, what).not.toBe('');
    return 'refused';
  }
}

describe('mutated files of every layout', () => {
  it('are read soundly or refused with a message: no crash, no hang, no number without meaning', () => {
    const tally = new Map<string, number>();
    const errs = new Map<string, number[]>();
    const slow: string[] = [];
    for (let run = 0; run < RUNS; run++) {
      const random = randomStream(RUNS, 'fuzz', run);
      const [name, text] = pick(random, SEEDS);
      let bytes = pick(random, MUTATIONS)(text, random);
      if (random.integer(3) === 0) bytes = pick(random, MUTATIONS)(new TextDecoder().decode(bytes), random);
      const t0 = performance.now();
      try {
        const outcome = tryFile(bytes, `run ${run} of ${name}`, random);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      } catch (e) {
        const err = e as Error;
        const k =
          err.message.replace(/run \d+ of/, '').slice(0, 160) +
          ' @ ' +
          (err.stack ?? '')
            .split('\n')
            .filter((l) => l.includes('src/') || l.includes('test/'))
            .slice(0, 2)
            .map((l) => l.trim().replace('/work/main/src/behavior/', ''))
            .join(' < ');
        errs.set(k, [...(errs.get(k) ?? []), run]);
      }
      if (performance.now() - t0 > 300) slow.push(`${run} ${name} ${performance.now() - t0}`);
    }
    console.log([...errs].map(([k, v]) => v.length + ' ' + k + ' runs ' + v.slice(0, 3)).join('\n'), tally, slow);
    expect(tally.get('read')).toBeGreaterThan(RUNS / 20);
    expect(tally.get('refused')).toBeGreaterThan(RUNS / 20);
  });

  it('every seed is read as what it is', () => {
    for (const [name, text] of SEEDS) {
      const read = readTextFile(encoder.encode(text), name);
      const format =
        read.kind === 'recording'
          ? read.recordings[0].format
          : read.kind === 'scoring'
            ? read.scoring.format
            : read.summary.format;
      expect(format).toBe(name.split(' ')[0]);
      requireSound(read, name);
    }
    expect(new Set(SEEDS.map(([name]) => name.split(' ')[0])).size).toBe(TEXT_FORMATS.length);
  });

  it('damaged HDF5 and workbooks are refused', async () => {
    for (const head of [
      [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a],
      [0x50, 0x4b, 0x03, 0x04],
    ]) {
      const random = randomStream(7, 'binary');
      const bytes = Uint8Array.from([...head, ...Array.from({ length: 3000 }, () => random.integer(256))]);
      await expect(readBehaviorFile(bytes, 'f')).rejects.toBeInstanceOf(InputError);
    }
  });
});
