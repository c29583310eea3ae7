import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_ARENA } from '../../src/behavior/arena/arena-setup.ts';
import { ASSAYS } from '../../src/behavior/assays/catalogue.ts';
import { measureFile } from '../../src/behavior/measure-files.ts';
import { readBehaviorFile, readTextFile } from '../../src/behavior/readers/read-file.ts';
import { TEXT_FORMATS } from '../../src/behavior/readers/recognize.ts';
import type { BehaviorFile } from '../../src/behavior/recording/recording.ts';
import { InputError } from '../../src/problems/index.ts';
import { type RandomStream, randomStream } from '../../src/stats/index.ts';
import { writeWorkbook } from '../../src/table/index.ts';
import { haveShared, sharedBytes } from '../support/shared.ts';
import { MUTATIONS, type Mutant, pick } from './fuzz-mutations.ts';
import { requirePromise } from './fuzz-oracle.ts';
import { SEEDS } from './fuzz-seeds.ts';

/**
 * Mutated files per run, and one in twenty binary ones more; `LIMBIC_FUZZ=100000 npx vitest run test/behavior/fuzz.test.ts` runs those of
 * the figures in docs/behavior.md.
 */
const RUNS = Number(process.env.LIMBIC_FUZZ ?? 3000);
const TIME_LIMIT = 60_000 + 10 * RUNS;
/** No file of a few kilobytes may keep a reader busy for this long. */
const LONGEST_MS = 20_000;
const encoder = new TextEncoder();
const BINARY_SHARE = 20;

/** What must hold of anything that was read: whole arrays, no number without meaning. */
function requireSound(read: BehaviorFile, what: string): void {
  if (read.kind === 'recording') {
    for (const recording of read.recordings) {
      if (!(recording.frames > 0)) expect.fail(`${what}: no frames`);
      const { time } = recording;
      if (time !== null) {
        if (time.length !== recording.frames) expect.fail(`${what}: length of time`);
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
      if (start.length !== behavior.length) expect.fail(`${what}: lengths of events`);
      for (let i = 0; i < start.length; i++) if (!(stop[i] >= start[i])) expect.fail(`${what}: event ${i}`);
    }
  }
}

/** Reads and measures; refusing with a message is right, anything else that is thrown is not. */
function tryFile(mutant: Mutant, original: BehaviorFile, what: string, random: RandomStream): 'read' | 'refused' {
  try {
    const forced = random.integer(5) === 0 ? pick(random, TEXT_FORMATS) : undefined;
    const read = readTextFile(mutant.bytes, 'f', { format: forced });
    requireSound(read, what);
    if (forced === undefined && formatOf(read) === formatOf(original)) requirePromise(read, original, mutant, what);
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
    if (error.problems.length === 0 || error.problems.some((one) => one.message === '')) expect.fail(`${what}: no message`);
    return 'refused';
  }
}

const FRAMED = /^(plain likelihood|trex frames)/;
const NAMELESS = /^(toxtrac|bonsai|boris-project|boris-aggregated headless|med-pc)/;

function formatOf(read: BehaviorFile): string {
  if (read.kind === 'recording') return read.recordings[0].format;
  return read.kind === 'scoring' ? read.scoring.format : read.summary.format;
}

/** A small file of every binary format. */
async function binarySeeds(): Promise<[string, Uint8Array][]> {
  const fixture = (name: string): [string, Uint8Array] => [
    name,
    new Uint8Array(readFileSync(new URL(`../fixtures/behavior/${name}`, import.meta.url))),
  ];
  const columns = ['time_s', 'x_cm', 'y_cm'].map((name, c) => ({
    name,
    values: Array.from({ length: 30 }, (_, i) => i + c / 8),
  }));
  const shared = haveShared
    ? ['sleap/simple_matlab.analysis.h5', 'dlc/CollectedData_Pranav.h5', 'sleap/simple_standard.analysis.h5']
    : [];
  return [
    fixture('dlc-fixed.h5'),
    fixture('dlc-fixed-labels.h5'),
    fixture('trex.npz'),
    fixture('trex-compressed.npz'),
    ['workbook', await writeWorkbook([{ name: 's', columns }])],
    ['gzip', new Uint8Array(gzipSync(encoder.encode(SEEDS[0][1])))],
    ...shared.map((path): [string, Uint8Array] => [path, new Uint8Array(sharedBytes(`data/behavior/${path}`))]),
  ];
}

/** Bits flipped, cut short, a stretch repeated or zeroed. */
function mutateBytes(seed: Uint8Array, random: RandomStream): Uint8Array {
  const kind = random.integer(4);
  if (kind === 0) return seed.slice(0, random.integer(seed.length));
  const bytes = seed.slice();
  if (kind === 1) for (let k = 0; k <= random.integer(8); k++) bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
  else {
    const [from, to] = [random.integer(bytes.length), random.integer(bytes.length)];
    const length = random.integer(64);
    if (kind === 2) bytes.fill(random.integer(2) * 255, from, from + length);
    else bytes.copyWithin(to, from, from + length);
  }
  return bytes;
}

function requireSwift(start: number, what: string): void {
  const passed = performance.now() - start;
  if (passed > LONGEST_MS) expect.fail(`${what}: ${passed} ms`);
}

describe('mutated files of every layout', () => {
  it(
    'are read with the numbers they have, or refused with a message: no crash, no hang, no number without meaning',
    () => {
      const tally = new Map<string, number>();
      const originals = SEEDS.map(([name, text]) => readTextFile(encoder.encode(text), name));
      for (let run = 0; run < RUNS; run++) {
        const random = randomStream(RUNS, 'fuzz', run);
        const seed = random.integer(SEEDS.length);
        const [name, text] = SEEDS[seed];
        let mutant = pick(random, MUTATIONS)(text, random);
        if (random.integer(3) === 0) {
          const { bytes } = pick(random, MUTATIONS)(new TextDecoder().decode(mutant.bytes), random);
          mutant = { ...mutant, bytes, promise: 'any' };
        }
        // Without column names, columns that changed places cannot be told.
        if (NAMELESS.test(name) && mutant.promise === 'same') mutant = { ...mutant, promise: 'any' };
        // Without the name of its frame column, a row is a frame.
        const isHeadless = FRAMED.test(name) && !new TextDecoder().decode(mutant.bytes).startsWith(text.split('\n')[0]);
        if (name === 'boris-project' || isHeadless) mutant = { ...mutant, promise: 'any' };
        const start = performance.now();
        const outcome = tryFile(mutant, originals[seed], `run ${run} of ${name}`, random);
        requireSwift(start, `run ${run} of ${name}`);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      }
      expect(tally.get('read')).toBeGreaterThan(RUNS / 20);
      expect(tally.get('refused')).toBeGreaterThan(RUNS / 20);
    },
    TIME_LIMIT,
  );

  it(
    'binary ones (HDF5, workbooks, .npz, gzip) too, and a sound file is still read after each of them',
    async () => {
      const seeds = await binarySeeds();
      const sound = seeds[0];
      let refused = 0;
      for (let run = 0; run < RUNS / BINARY_SHARE; run++) {
        const random = randomStream(RUNS, 'fuzz-binary', run);
        const [name, seed] = pick(random, seeds);
        const bytes = mutateBytes(seed, random);
        const start = performance.now();
        const outcome = await readBehaviorFile(bytes, 'f').catch((error: unknown) => error);
        requireSwift(start, `run ${run} of ${name}`);
        if (outcome instanceof Error) {
          expect(outcome, `run ${run} of ${name}: ${outcome.stack}`).toBeInstanceOf(InputError);
          refused++;
          await readBehaviorFile(sound[1], sound[0]);
        } else requireSound(outcome as BehaviorFile, `run ${run} of ${name}`);
      }
      expect(refused).toBeGreaterThan(RUNS / BINARY_SHARE / 10);
    },
    TIME_LIMIT,
  );

  it('every seed is read as what it is', () => {
    for (const [name, text] of SEEDS) {
      const read = readTextFile(encoder.encode(text), name);
      expect(formatOf(read)).toBe(name.split(' ')[0]);
      requireSound(read, name);
    }
    expect(new Set(SEEDS.map(([name]) => name.split(' ')[0]))).toEqual(new Set(TEXT_FORMATS));
  });

  it.skipIf(!haveShared)('an HDF5 file on which its library would work for ever is refused', async () => {
    const bytes = new Uint8Array(sharedBytes('data/behavior/sleap/simple_matlab.analysis.h5'));
    const heap = Buffer.from(bytes).indexOf('GCOL');
    expect(heap).toBeGreaterThan(0);
    bytes.fill(0, heap + 16, heap + 80);
    await expect(readBehaviorFile(bytes, 'f')).rejects.toThrow(/damaged/);
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
