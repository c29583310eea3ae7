import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/index.ts';
import { fakeResults } from '../support/fake-results.ts';

/** One picture of each kind. To accept a change, look at `<name>-changed.svg` and rename it to `<name>.svg`. */
const KINDS = [
  'behavior-score-anxiety',
  'contrasts-anxiety',
  'score-anxiety',
  'measure-open-field-center-time-s',
  'measure-open-field-center-latency-s',
  'ratios-open-field',
  'paths-open-field',
  'heat-open-field',
  'raters-forced-swim-immobility-s-week-6',
  'robustness-anxiety',
  'adjusted-open-field-center-time-s',
  'volcano',
  'ma',
  'p-values',
  'expression-pca',
  'expression-top-genes',
  'expression-dispersion',
  'expression-heatmap',
  'expression-distances',
  'expression-libraries',
  'expression-sex',
  'expression-markers',
  'expression-associations',
  'expression-gene',
  'receptor-map',
  'family-forest',
  'ei-balance',
  'enrichment-dots',
  'running-scores',
  'leading-edge-gabaergic-synapse',
  'panel-serotonin',
  'link-anxiety',
  'link-anxiety-overview',
  'link-anxiety-families',
];
const folder = new URL('pictures/', import.meta.url);
const files = renderReport(fakeResults(420));

describe('pictures', () => {
  it.each(KINDS)('%s', async (name) => {
    const drawn = String((await files).get(`figures/${name}.svg`));
    const stored = new URL(`${name}.svg`, folder);
    const changed = new URL(`${name}-changed.svg`, folder);
    const same = existsSync(stored) && readFileSync(stored, 'utf8') === drawn;
    if (same) rmSync(changed, { force: true });
    else writeFileSync(changed, drawn);
    expect(same, `${name}.svg differs; the new picture is ${name}-changed.svg`).toBe(true);
  });
});
