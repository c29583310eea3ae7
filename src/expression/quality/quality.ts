import type { Table } from '../../table/index.ts';
import { associationFindings, associations } from './associations.ts';
import { averageLinkage } from './cluster.ts';
import { confoundingFindings, type WeightedContrast } from './confounding.ts';
import { computedCovariates, sheetCovariates } from './covariates.ts';
import { designResiduals } from './design-residuals.ts';
import { dispersionFindings, type FittedDispersions, typicalVariation } from './dispersion-check.ts';
import { duplicateFindings } from './duplicates.ts';
import { labelFindings } from './label-check.ts';
import { libraries, libraryFindings } from './library.ts';
import { markerRows } from './marker-catalogue.ts';
import { markerFindings, scoreMarkers } from './marker-check.ts';
import { type CooksByGene, cooksShares, outlierFindings, sampleSpread } from './outlier-samples.ts';
import { judgePValues, pValueFindings, type TestedGenes } from './p-histogram.ts';
import { principalComponents } from './principal-components.ts';
import type { ExpressionQuality } from './quality-result.ts';
import { checkSex, sexFindings } from './sex-check.ts';

export interface QualityInput {
  genes: readonly string[];
  samples: readonly string[];
  animals: readonly (string | null)[];
  /** Tissue in words; decides which marker genes belong there. */
  tissue: string;
  /** Sex from the animal sheet or the sample sheet. */
  sexes: readonly ('female' | 'male' | null)[];
  /** genes x samples. */
  counts: Float64Array;
  sizeFactors: Float64Array;
  /** genes x samples. */
  transformed: Float64Array;
  /** samples x columns, row-major. */
  design: Float64Array;
  contrasts: readonly (WeightedContrast & TestedGenes)[];
  dispersions: FittedDispersions;
  cooks: CooksByGene;
  /** The sample sheet with the animals' properties joined, and its row of each sample. */
  table: Table;
  rows: readonly number[];
  /** Columns of the sheet that name samples and animals. */
  nameColumns: readonly string[];
}

/**
 * Quality of an expression data set: depth, complexity, distances, outlying, swapped and doubled samples, sex, handling, dispersions,
 * p-values, activity and dissection. Nothing is left out or changed; what is remarkable is said with its number, the limit
 * and what to do. Limits are chosen so that a clean study raises an alarm in fewer than 1 of 20 cases (docs/expression.md).
 */
export function assessQuality(input: QualityInput): ExpressionQuality {
  const { samples, counts, sizeFactors, transformed, dispersions } = input;
  const found = libraries(counts, samples.length);
  const pca = principalComponents(transformed, samples.length);
  const tree = averageLinkage(pca.distances, samples.length);
  const design = designResiduals(input.design, samples.length);
  const spread = sampleSpread(transformed, dispersions.baseMean, design);
  const cooksShare = cooksShares(input.cooks, samples.length);
  const markers = markerRows(input.genes);
  const sex = checkSex({ counts, sizeFactors, sheet: input.sexes, markers });
  const sheet = sheetCovariates(input.table, input.rows, new Set(input.nameColumns));
  const covariates = [...sheet, ...computedCovariates(found.librarySize, found.topGeneShare)];
  const { scores, components, variance } = pca;
  const associated = associations({ scores, components, variance, covariates, design: input.design });
  const scored = scoreMarkers({ ...input, design, markers });
  const pHistograms = input.contrasts.map(judgePValues);
  return {
    ...found,
    ...{ pcaScores: scores, pcaComponents: components, pcaVariance: variance },
    ...{ distances: pca.distances, clusterOrder: tree.order, clusterSteps: tree.steps },
    ...{ spread, cooksShare, sex, covariates, associations: associated, pHistograms },
    markers: scored.map(({ set, label, home, genes, scores, z }) => ({ set, label, home, genes, scores, z })),
    variation: typicalVariation(dispersions),
    findings: [
      ...libraryFindings(found, sizeFactors, samples),
      ...outlierFindings(spread, cooksShare, samples),
      ...sexFindings(sex, samples),
      ...labelFindings(transformed, sheet, samples),
      ...duplicateFindings(counts, sizeFactors, samples, input.animals),
      ...associationFindings(associated, covariates),
      ...confoundingFindings(input.design, input.contrasts, sheet),
      ...dispersionFindings(dispersions),
      ...pValueFindings(pHistograms, design.df),
      ...markerFindings(scored, samples),
    ],
    notes: [],
  };
}
