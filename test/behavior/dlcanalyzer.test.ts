import { describe, expect, it } from 'vitest';
import { binnedOpenField, openFieldAnalysis, plusMazeAnalysis, swimAnalysis } from '../../src/behavior/dlcanalyzer/analyses.ts';
import type { Report } from '../../src/behavior/dlcanalyzer/movement.ts';
import { type DlcAnalyzerOptions, type TrackingData, trackingData } from '../../src/behavior/dlcanalyzer/tracking-data.ts';
import { readTextFile } from '../../src/behavior/readers/read-file.ts';
import { expectClose } from '../support/close.ts';
import { haveShared, sharedBytes, sharedText, sharedTsv } from '../support/shared.ts';

const SQUARE = ['tl', 'tr', 'br', 'bl'];
const CROSS = ['tl', 'tr', 'ctr', 'rt', 'rb', 'cbr', 'br', 'bl', 'cbl', 'lb', 'lt', 'ctl'];
const rows = haveShared ? sharedTsv('reference/behavior/dlcanalyzer_reference.tsv') : [];
const number = (text: string | undefined): number => (text === undefined || text === 'NA' || text === 'NaN' ? NaN : Number(text));

/** The settings that a reference run states in its column `parameters`. */
function optionsOf(parameters: string): DlcAnalyzerOptions & { floating: number } {
  const of = (pattern: RegExp): number | undefined => {
    const match = pattern.exec(parameters);
    return match === null ? undefined : Number(match[1]);
  };
  const distance = /calibration=distance (\w+)-(\w+) ([\d.]+) cm/.exec(parameters);
  const area = of(/calibration=area ([\d.]+) cm2/);
  return {
    fps: of(/fps=(\d+)/) ?? NaN,
    calibration:
      distance === null
        ? { points: SQUARE, areaCm2: area ?? NaN }
        : { from: distance[1], to: distance[2], cm: Number(distance[3]) },
    likelihoodCutoff: of(/likelihood<([\d.]+)/) ?? NaN,
    existenceScale: of(/existence=arena polygon x([\d.]+)/) ?? null,
    arena: distance !== null && distance[1] === 'tl' ? CROSS : SQUARE,
    maxDelta: of(/maxdelta=([\d.]+)/) ?? null,
    movementCutoff: of(/movement_cutoff=([\d.]+)/) ?? NaN,
    integrationPeriod: of(/integration_period=(\d+)/) ?? NaN,
    floating: of(/cutoff_floating=([\d.]+)/) ?? NaN,
  };
}

function load(file: string, options: DlcAnalyzerOptions): TrackingData {
  const folder = file.startsWith('EPM_15') ? 'dlc' : 'simulated';
  const read = readTextFile(sharedBytes(`data/behavior/${folder}/${file}`), file);
  if (read.kind !== 'recording') throw new Error('no recording');
  return trackingData(read.recordings[0], options);
}

function analyze(file: string, options: ReturnType<typeof optionsOf>): { data: TrackingData; report: Report } {
  const isSwim = file.startsWith('fst');
  const data = load(file, isSwim ? { ...options, arena: ['t', 'b'] } : options);
  const points = ['bodycentre', 'nose'];
  if (isSwim) {
    const mouse = ['nose', 'headcentre', 'bodycentre', 'hipl', 'hipr', 'tailbase'];
    return { data, report: swimAnalysis(data, mouse, options.floating, options.integrationPeriod) };
  }
  if (file.startsWith('oft')) return { data, report: openFieldAnalysis(data, options, points) };
  const [head, ...lines] = sharedText('data/behavior/dlc/EPM_zoneinfo.csv')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(';'));
  const zones = new Map(head.map((zone, i) => [zone, lines.map((line) => line[i]).filter((point) => point !== '')]));
  return { data, report: plusMazeAnalysis(data, options, points, zones) };
}

describe.skipIf(!haveShared)('the DLCAnalyzer-compatible mode gives its numbers to 1e-9', () => {
  const runs = [...new Set(rows.map((row) => `${row.get('file')}|${row.get('parameters')}`))];
  for (const run of runs) {
    it(run.replace('|', ': '), () => {
      const [file, parameters] = run.split('|');
      const { data, report } = analyze(file, optionsOf(parameters));
      const mine = new Map(report);
      const expected = rows.filter((row) => row.get('file') === file && row.get('parameters') === parameters);
      expect(expected.length).toBeGreaterThan(5);
      for (const row of expected) {
        const measure = row.get('measure') ?? '';
        expectClose(mine.get(measure) ?? -1, number(row.get('value')), 1e-9, measure, 1e-3);
      }
      expectClose(data.pxToCm, number(expected[0].get('px_to_cm')), 1e-12, 'px to cm');
    });
  }

  it('in bins of 30 s', () => {
    const parameters = rows.find((row) => row.get('file') === 'oft_a_dlc.csv.gz')?.get('parameters') ?? '';
    const options = { ...optionsOf(parameters), likelihoodCutoff: 0.95, maxDelta: null, movementCutoff: 5, integrationPeriod: 5 };
    const bins = binnedOpenField(load('oft_a_dlc.csv.gz', options), options, ['bodycentre'], 30).map((report) => new Map(report));
    const expected = sharedTsv('reference/behavior/dlcanalyzer_bins_reference.tsv');
    for (const row of expected) {
      const bin = Number((row.get('bin') ?? '').replace('bin.', '')) - 1;
      expectClose(
        bins[bin].get(row.get('measure') ?? '') ?? -1,
        number(row.get('value')),
        1e-9,
        `${row.get('bin')} ${row.get('measure')}`,
        1e-3,
      );
    }
    expect(expected.length).toBe(140);
  });
});
