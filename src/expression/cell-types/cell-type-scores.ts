import { residualsOf } from '../hidden/residual-space.ts';
import { cellTypeRows } from './cell-markers.ts';

/** A cell type's marker score in every sample. */
export interface CellTypeScore {
  type: string;
  /** Markers used: those in the data with enough counts. */
  markers: string[];
  /** Their rows. */
  rows: Int32Array;
  /** Markers the catalogue has. */
  listed: number;
  /** Mean over the markers of log2 expression about the marker's own mean, per sample. */
  scores: Float64Array;
  /** Mean correlation between markers after the design is taken out: near 0, the markers do not move together. */
  coherence: number;
}

/** Fewer markers than this make no score. */
const LEAST_MARKERS = 3;

/** Data a composition is estimated from. */
export interface ScoreInput {
  genes: readonly string[];
  samples: number;
  /** log2 expression, genes x samples. */
  values: Float64Array;
  /** 1 for genes with enough counts to be trusted. */
  expressed: Uint8Array;
  /** samples x columns, row-major. */
  design: Float64Array;
}

/** Scores of the cell types with at least three markers; the others are left out. */
export function cellTypeScores({ genes, samples, values, expressed, design }: ScoreInput): CellTypeScore[] {
  return cellTypeRows(genes).flatMap(({ type, rows: all, symbols, listed }): CellTypeScore[] => {
    const kept = Array.from(all.keys()).filter((i) => expressed[all[i]] === 1);
    if (kept.length < LEAST_MARKERS) return [];
    const rows = Int32Array.from(kept, (i) => all[i]);
    const centered = centeredRows(values, samples, rows);
    const scores = new Float64Array(samples);
    for (let i = 0; i < rows.length; i++) for (let j = 0; j < samples; j++) scores[j] += centered[i * samples + j] / rows.length;
    const coherence = meanCorrelation(residualsOf(centered, samples, design), samples);
    return [{ type, markers: kept.map((i) => symbols[i]), rows, listed, scores, coherence }];
  });
}

function centeredRows(values: Float64Array, samples: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * samples);
  rows.forEach((g, i) => {
    let mean = 0;
    for (let j = 0; j < samples; j++) mean += values[g * samples + j] / samples;
    for (let j = 0; j < samples; j++) out[i * samples + j] = values[g * samples + j] - mean;
  });
  return out;
}

/** Mean correlation of all pairs of rows, from the length of the sum of the standardized rows. */
function meanCorrelation(rows: Float64Array, samples: number): number {
  const count = rows.length / samples;
  const sum = new Float64Array(samples);
  let used = 0;
  for (let i = 0; i < count; i++) {
    let square = 0;
    for (let j = 0; j < samples; j++) square += rows[i * samples + j] * rows[i * samples + j];
    if (!(square > 0)) continue;
    used++;
    for (let j = 0; j < samples; j++) sum[j] += rows[i * samples + j] / Math.sqrt(square);
  }
  const length = sum.reduce((total, value) => total + value * value, 0);
  return used < 2 ? NaN : (length - used) / (used * (used - 1));
}
