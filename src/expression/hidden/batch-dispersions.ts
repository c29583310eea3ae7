import { goldenMinimum, pow } from '../../stats/index.ts';
import { gridMaximum } from '../edger/dispersion-grid.ts';
import { glmDesign } from '../edger/glm-design.ts';
import { librarySizes } from '../edger/library-sizes.ts';
import { profileCurves } from '../edger/log-linear-kernel.ts';

/** Genes with fewer counts in a batch take its common dispersion. */
const LEAST_TOTAL = 5;
/** The common dispersion is sought up to this, on the scale of its fourth root, to this accuracy (edgeR's defaults). */
const LARGEST = 4;
const TOLERANCE = 1e-5;
/** log2 of dispersion / common dispersion where gene-wise likelihoods are computed. */
const POINTS = Float64Array.from({ length: 11 }, (_, i) => -6 + 1.2 * i);

/**
 * Dispersions of the samples of one batch: a common one by the adjusted profile likelihood of all genes together, and gene-wise
 * ones by each gene's own. As edgeR's `estimateGLMCommonDisp` and `estimateGLMTagwiseDisp(prior.df = 0)`, with which ComBat-seq works.
 *
 * @param counts genes x samples of the batch
 * @param design samples x columns of the batch, row-major, of full rank
 * @param geneWise false: the common dispersion for all genes
 */
export function batchDispersions(counts: Float64Array, samples: number, design: Float64Array, geneWise: boolean): Float64Array {
  const sizes = librarySizes(counts, samples);
  const genes = counts.length / samples;
  const rich = Int32Array.from({ length: genes }, (_, g) => g).filter((g) => {
    let total = 0;
    for (let j = 0; j < samples; j++) total += counts[g * samples + j];
    return total >= LEAST_TOTAL;
  });
  const rows = new Float64Array(rich.length * samples);
  rich.forEach((g, i) => {
    rows.set(counts.subarray(g * samples, (g + 1) * samples), i * samples);
  });
  const model = glmDesign(design, samples);
  const likelihoods = (dispersions: Float64Array): Float64Array =>
    profileCurves(model, rows, sizes, { dispersions, gammaTerms: null, afresh: true });
  const root = goldenMinimum(
    (point) => {
      let sum = 0;
      for (const value of likelihoods(Float64Array.of(pow(point, 4)))) sum -= value;
      return sum;
    },
    0,
    pow(LARGEST, 0.25),
    TOLERANCE,
  ).x;
  const common = pow(root, 4);
  const out = new Float64Array(genes).fill(common);
  if (!geneWise) return out;
  const curves = likelihoods(POINTS.map((point) => common * pow(2, point)));
  rich.forEach((g, i) => {
    out[g] = common * pow(2, gridMaximum(curves.subarray(i * POINTS.length, (i + 1) * POINTS.length), POINTS));
  });
  return out;
}
