import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { register } from '../../src/cli/behavior.ts';
import { expectClose } from '../support/close.ts';
import { problemsOf } from '../support/problems.ts';
import { haveShared, SHARED, sharedText, sharedTsv } from '../support/shared.ts';
import { tsvFileRows } from '../support/tsv.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'limbic-dlcanalyzer-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the command in DLCAnalyzer's mode; rows as maps of named cells. */
async function dlcAnalyzer(assay: string, arena: string, files: string[], ...more: string[]): Promise<Map<string, string>[]> {
  const [settings, output] = [join(folder, 'arena.yaml'), join(folder, 'out.tsv')];
  writeFileSync(settings, arena);
  const program = new Command().exitOverride();
  register(program);
  const args = ['behavior', '--mode', 'dlcanalyzer', '--assay', assay, '--arena', settings, '--quiet', '--threads', '1'];
  await program.parseAsync([...args, ...more, ...files, '-o', output], { from: 'user' });
  return tsvFileRows(output);
}

const rows = haveShared ? sharedTsv('reference/behavior/dlcanalyzer_reference.tsv') : [];
const number = (text: string | undefined): number => (text === undefined || text === 'NA' || text === 'NaN' ? NaN : Number(text));
const pathOf = (file: string): string => `${SHARED}/data/behavior/${file.startsWith('EPM_15') ? 'dlc' : 'simulated'}/${file}`;

/** The settings that a reference run states in its column `parameters`, as an arena file. */
function arenaOf(parameters: string): string {
  const of = (pattern: RegExp, key: string): string[] => {
    const match = pattern.exec(parameters);
    return match === null ? [] : [`  ${key}: ${match[1]}`];
  };
  const distance = /calibration=distance (\w+)-(\w+) ([\d.]+) cm/.exec(parameters);
  const scale =
    distance === null
      ? 'size_cm: 42\nscale: { corners: [tl, tr, br, bl] }'
      : `scale: { from: ${distance[1]}, to: ${distance[2]}, cm: ${distance[3]} }`;
  return [
    `fps: ${/fps=(\d+)/.exec(parameters)?.[1]}`,
    scale,
    'dlcanalyzer:',
    ...of(/likelihood<([\d.]+)/, 'likelihood'),
    ...of(/maxdelta=([\d.]+)/, 'max_delta_cm'),
    ...of(/movement_cutoff=([\d.]+)/, 'movement_cutoff_cm_s'),
    ...of(/integration_period=(\d+)/, 'integration_frames'),
    ...of(/cutoff_floating=([\d.]+)/, 'floating_cutoff'),
  ].join('\n');
}

const assayOf = (file: string): string =>
  file.startsWith('fst') ? 'forced-swim' : file.startsWith('oft') ? 'open-field' : 'elevated-plus-maze';

describe.skipIf(!haveShared)('limbic behavior --mode dlcanalyzer gives the numbers of DLCAnalyzer to 1e-9', () => {
  const runs = [...new Set(rows.map((row) => `${row.get('file')}|${row.get('parameters')}`))];
  for (const run of runs) {
    it(run.replace('|', ': '), async () => {
      const [file, parameters] = run.split('|');
      const [mine, ...others] = await dlcAnalyzer(assayOf(file), arenaOf(parameters), [pathOf(file)]);
      expect(others).toEqual([]);
      const expected = rows.filter((row) => row.get('file') === file && row.get('parameters') === parameters);
      expect(expected.length).toBeGreaterThan(5);
      for (const row of expected) {
        const measure = row.get('measure') ?? '';
        expect(mine.has(measure), measure).toBe(true);
        expectClose(number(mine.get(measure)), number(row.get('value')), 1e-9, measure, 1e-3);
      }
      expectClose(number(mine.get('px_to_cm')), number(expected[0].get('px_to_cm')), 1e-12, 'px to cm');
    });
  }

  it('in bins of 30 s', async () => {
    const arena = 'fps: 25\nsize_cm: 42\nscale: { corners: [tl, tr, br, bl] }\ndlcanalyzer: { points: [bodycentre] }\n';
    const [whole, ...bins] = await dlcAnalyzer('open-field', arena, [pathOf('oft_a_dlc.csv.gz')], '--bin', '30');
    expect(whole.get('bin')).toBe('NA');
    const expected = sharedTsv('reference/behavior/dlcanalyzer_bins_reference.tsv');
    for (const row of expected) {
      const bin = bins.find((one) => `bin.${one.get('bin')}` === row.get('bin'));
      const measure = row.get('measure') ?? '';
      expectClose(number(bin?.get(measure)), number(row.get('value')), 1e-9, `${row.get('bin')} ${measure}`, 1e-3);
    }
    expect(expected.length).toBe(140);
    expect(rows.length).toBe(653);
  });

  it('zones of the maze may be named, and are those of EPM_zoneinfo.csv when they are not', async () => {
    const [head, ...lines] = sharedText('data/behavior/dlc/EPM_zoneinfo.csv')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(';'));
    const zones = head.map(
      (zone, i) => `    ${zone}: [${lines.flatMap((line) => (line[i] === '' ? [] : [line[i]])).join(', ')}]`,
    );
    const [run] = runs;
    const arena = arenaOf(run.split('|')[1]);
    const named = await dlcAnalyzer('elevated-plus-maze', `${arena}\n  zones:\n${zones.join('\n')}\n`, [
      pathOf(run.split('|')[0]),
    ]);
    expect(named).toEqual(await dlcAnalyzer('elevated-plus-maze', arena, [pathOf(run.split('|')[0])]));
  });

  it('several files, HDF5 too; every file that cannot be measured is named', async () => {
    const arena = 'fps: 25\nscale: { from: tl, to: br, cm: 59 }\ndlcanalyzer: { arena: [tl, tr, br, bl] }';
    const two = await dlcAnalyzer('open-field', arena, [pathOf('oft_a_dlc.csv.gz'), pathOf('oft_a_madlc.csv.gz')]);
    expect(two.map((row) => row.get('file'))).toEqual([pathOf('oft_a_dlc.csv.gz'), pathOf('oft_a_madlc.csv.gz')]);
    const problems = async (...call: [assay: string, settings: string, files: string[]]): Promise<string[]> =>
      (await problemsOf(() => dlcAnalyzer(...call))).map((one) => one.code);
    const files = [pathOf('oft_a_dlc.h5'), pathOf('fst_a_boris_tabular.csv'), pathOf('oft_a_dlc.csv.gz')];
    expect(await problems('open-field', arena, files)).toEqual(['dlcanalyzer-point', 'behavior-wrong-kind']);
    expect(await problems('open-field', 'fps: 25\n', [files[2]])).toEqual(['dlcanalyzer-settings']);
    expect(await problems('open-field', 'size_cm: 42\nscale: { corners: [tl, tr, br, bl] }\n', [files[2]])).toEqual([
      'dlcanalyzer-settings',
    ]);
    const strange = (section: string): Promise<string[]> =>
      problems('open-field', `${arena.trim().slice(0, -1)}, ${section} }`, [files[2]]);
    expect(await strange('points: [bodycentre, snout]')).toEqual(['dlcanalyzer-point']);
    const swim = 'fps: 25\nscale: { from: t, to: b, cm: 20 }\ndlcanalyzer: { mouse: [nose, tail] }\n';
    expect(await problems('forced-swim', swim, [pathOf('fst_a_dlc.csv.gz')])).toEqual(['dlcanalyzer-point']);
    expect(await problems('y-maze', arena, [files[2]])).toEqual(['dlcanalyzer-settings']);
  });
});
