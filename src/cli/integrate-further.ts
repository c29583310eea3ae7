import { join } from 'node:path';
import type { Context } from '../context/index.ts';
import {
  type LatentData,
  type MatchedTables,
  type MediationTable,
  mediate,
  type PairTable,
  type PredictionTable,
  pairTable,
  predictionTable,
  selectColumns,
  selectRows,
} from '../integration/index.ts';
import { inputError } from '../problems/index.ts';
import { columnsOf } from '../table/index.ts';
import { writeColumns } from './write-columns.ts';

/** Numbers of an exposure column: as they stand, or 0 and 1 for two levels (the first in alphabetical order is 0). */
export function exposureOf(labels: readonly string[], column: string): { values: Float64Array; name: string } {
  const numeric = labels.map(Number);
  if (labels.every((label, i) => label.trim() !== '' && Number.isFinite(numeric[i])))
    return { values: Float64Array.from(numeric), name: column };
  const levels = [...new Set(labels)].sort();
  if (levels.length === 2)
    return { values: Float64Array.from(labels, (label) => levels.indexOf(label)), name: `${levels[1]} against ${levels[0]}` };
  throw inputError({
    code: 'mediation-exposure',
    message: `column "${column}" is neither numeric nor of two levels`,
    found: levels.slice(0, 5).join(', '),
    mend: 'give the dose as a number, or keep two groups',
  });
}

/** Mediation of each outcome by every gene. */
export function mediationTables(
  data: MatchedTables,
  outcomes: readonly { name: string; values: Float64Array }[],
  exposure: { values: Float64Array; name: string },
  others: readonly (readonly string[])[],
  seed: number,
): MediationTable[] {
  return outcomes.flatMap(({ name, values }) => {
    const kept = data.animals.flatMap((_, i) => (Number.isNaN(values[i]) ? [] : [i]));
    const labels = others.map((own) => kept.map((i) => own[i])).filter((own) => new Set(own).size > 1);
    const table = mediate({
      outcome: name,
      label: name,
      exposureName: exposure.name,
      genes: data.genes,
      values: selectColumns(data.values, data.animals.length, kept),
      exposure: Float64Array.from(kept, (i) => exposure.values[i]),
      outcomeValues: Float64Array.from(kept, (i) => values[i]),
      others: labels,
      litter: kept.map(() => null),
      resamples: 2000,
      alpha: 0.05,
      seed,
    });
    return table === null ? [] : [table];
  });
}

/** Cross-validated prediction of each outcome, and sparse pairs of components of all outcomes together. */
export async function latentTables(
  data: MatchedTables,
  outcomes: readonly { name: string; values: Float64Array }[],
  panel: readonly string[],
  permutations: number,
  context: Context,
): Promise<{ predictions: PredictionTable[]; pairs: PairTable[] }> {
  const complete = data.animals.flatMap((_, i) => (outcomes.some((one) => Number.isNaN(one.values[i])) ? [] : [i]));
  const labels = [data.group, ...data.others].map((own) => complete.map((i) => own[i]));
  const used = labels.filter((own, k) => k === 0 || new Set(own).size > 1);
  const all: LatentData = {
    genes: data.genes,
    values: selectColumns(data.values, data.animals.length, complete),
    labels: used,
    litter: complete.map(() => null),
  };
  const chosen = selected(all, panel, complete.length);
  const picked = outcomes.map(({ name, values }) => ({
    id: name,
    label: name,
    values: Float64Array.from(complete, (i) => values[i]),
  }));
  const predictions: PredictionTable[] = [];
  for (const outcome of picked) {
    predictions.push(await predictionTable(all, { ...outcome, predictors: 'all genes' }, permutations, context));
    if (chosen.genes.length > 1)
      predictions.push(await predictionTable(chosen, { ...outcome, predictors: 'panel genes' }, permutations, context));
  }
  const pairs: PairTable[] = [];
  if (chosen.genes.length > 1)
    for (const method of ['sparse-pls', 'sparse-cca'] as const)
      pairs.push(await pairTable(chosen, picked, method, Math.min(permutations, 199), context));
  return { predictions, pairs };
}

/** Writes mediation-<outcome>.tsv and mediation-strongest.tsv. */
export async function writeMediation(folder: string, tables: readonly MediationTable[], name: (outcome: string) => string) {
  for (const table of tables) {
    const numbers = [
      ['a', table.a],
      ['aStandardError', table.aStandardError],
      ['aPvalue', table.aPvalue],
      ['b', table.b],
      ['bStandardError', table.bStandardError],
      ['bPvalue', table.bPvalue],
      ['indirect', table.indirect],
      ['direct', table.direct],
      ['sobelStandardError', table.sobelStandardError],
      ['sobelPvalue', table.sobelPvalue],
      ['jointPvalue', table.jointPvalue],
      ['jointPadj', table.jointPadj],
      ['compositeFdr', table.compositeFdr],
      ['proportionMediated', table.proportionMediated],
    ] as const;
    await writeColumns(join(folder, `mediation-${name(table.outcome)}.tsv`), [
      { name: 'gene', values: table.genes },
      ...numbers.map(([column, values]) => ({ name: column, values })),
    ]);
  }
  const rows = tables.flatMap((table) => table.strongest.map((one) => ({ outcome: table.outcome, ...one })));
  await writeColumns(
    join(folder, 'mediation-strongest.tsv'),
    columnsOf(rows, [
      ['outcome', (row) => row.outcome],
      ['gene', (row) => row.gene],
      ['indirect', (row) => row.indirect],
      ['low', (row) => row.low],
      ['high', (row) => row.high],
      ['bootstrapPvalue', (row) => row.bootstrapPvalue],
      ['rhoAtZero', (row) => row.rhoAtZero],
      ['robustnessValue', (row) => row.robustnessValue],
    ]),
  );
}

/** Writes predictions.tsv, components.tsv and component-genes.tsv. */
export async function writeLatent(folder: string, predictions: readonly PredictionTable[], pairs: readonly PairTable[]) {
  await writeColumns(
    join(folder, 'predictions.tsv'),
    columnsOf(predictions, [
      ['outcome', (row) => row.outcome],
      ['predictors', (row) => row.predictors],
      ['genes', (row) => row.genes],
      ['animals', (row) => row.n],
      ['components', (row) => row.components],
      ['fittedR2', (row) => row.fittedR2],
      ['Q2', (row) => row.q2],
      ['predictedCorrelation', (row) => row.predictedCorrelation],
      ['pvalue', (row) => row.pvalue],
    ]),
  );
  await writeColumns(
    join(folder, 'components.tsv'),
    columnsOf(pairs, [
      ['method', (row) => row.method],
      ['complexity', (row) => row.complexity],
      ['fittedCorrelation', (row) => row.fittedCorrelation],
      ['crossValidatedCorrelation', (row) => row.crossValidatedCorrelation],
      ['pvalue', (row) => row.pvalue],
      ['permutations', (row) => row.permutations],
    ]),
  );
  const genes = pairs.flatMap((pair) =>
    pair.genes.map((gene, k) => ({ method: pair.method, gene, weight: pair.geneWeights[k], stability: pair.stability[k] })),
  );
  await writeColumns(
    join(folder, 'component-genes.tsv'),
    columnsOf(genes, [
      ['method', (row) => row.method],
      ['gene', (row) => row.gene],
      ['weight', (row) => row.weight],
      ['stability', (row) => row.stability],
    ]),
  );
}

function selected(all: LatentData, panel: readonly string[], width: number): LatentData {
  const wanted = new Set(panel);
  const rows = all.genes.flatMap((gene, g) => (wanted.has(gene) ? [g] : []));
  return { ...all, genes: rows.map((row) => all.genes[row]), values: selectRows(all.values, width, rows) };
}
