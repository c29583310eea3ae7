import { type QrDecomposition, qrDecomposition, qrEffects, qrUpper } from '../../stats/index.ts';

/**
 * Per gene the orthonormal effects of a linear model: first the effect of the tested contrast (signed like the
 * coefficient), then the d residual effects. Gene-major, genes x (1 + d).
 */
export interface GeneEffects {
  genes: number;
  /** d, the residual degrees of freedom. */
  residualDf: number;
  values: Float64Array;
  /** Mean square of the residual effects per gene. */
  variance: Float64Array;
}

/**
 * Rotates each gene's samples so that the tested contrast and the residual space stand alone (limma's `lmEffects`).
 * Column order and reflections follow limma, since the robust variance of `fry` depends on the basis of the residual space.
 *
 * @param values genes x samples, gene-major, no missing values
 * @param design samples x columns, row-major
 * @param contrast one weight per design column
 * @param weights precision weights of the values (such as voom's), same shape; default: equal
 * @throws RangeError when the design is not of full rank, leaves no residual degree of freedom, or the contrast is all zero
 */
export function geneEffects(
  values: Float64Array,
  design: Float64Array,
  columns: number,
  contrast: Float64Array,
  weights?: Float64Array,
): GeneEffects {
  const samples = design.length / columns;
  const genes = values.length / samples;
  const residualDf = samples - columns;
  if (residualDf < 1) throw new RangeError('the design leaves no residual degree of freedom');
  const reordered = contrastLast(design, samples, columns, contrast);
  const common = weights === undefined ? rotationOf(reordered, samples, columns) : null;
  const width = residualDf + 1;
  const out = new Float64Array(genes * width);
  const variance = new Float64Array(genes);
  for (let gene = 0; gene < genes; gene++) {
    const row = values.subarray(gene * samples, (gene + 1) * samples);
    const roots = weights?.subarray(gene * samples, (gene + 1) * samples).map(Math.sqrt);
    const { qr, sign } = common ?? rotationOf(weighted(reordered, columns, roots), samples, columns);
    const rotated = qrEffects(qr, roots === undefined ? row : row.map((value, j) => value * roots[j]));
    out[gene * width] = sign * rotated[columns - 1];
    let sum = 0;
    for (let k = 1; k < width; k++) {
      const effect = rotated[columns - 1 + k];
      out[gene * width + k] = effect;
      sum += effect * effect;
    }
    variance[gene] = sum / residualDf;
  }
  return { genes, residualDf, values: out, variance };
}

/**
 * The rotation of a design re-parametrised so that its last coefficient is the contrast.
 *
 * @throws RangeError when the design is not of full rank or the contrast is all zero
 */
export function testedRotation(
  design: Float64Array,
  columns: number,
  contrast: Float64Array,
): { qr: QrDecomposition; sign: number } {
  const samples = design.length / columns;
  return rotationOf(contrastLast(design, samples, columns, contrast), samples, columns);
}

/** The rotation of a design whose last column is tested, and the sign that makes its effect go with the coefficient. */
function rotationOf(design: Float64Array, samples: number, columns: number): { qr: QrDecomposition; sign: number } {
  const qr = qrDecomposition(design, samples, columns);
  if (qr.rank < columns) throw new RangeError('the design is not of full rank');
  return { qr, sign: qrUpper(qr)[columns * columns - 1] < 0 ? -1 : 1 };
}

function weighted(design: Float64Array, columns: number, roots: Float64Array | undefined): Float64Array {
  return roots === undefined ? design : design.map((value, i) => value * roots[Math.floor(i / columns)]);
}

/** The design re-parametrised so that its last coefficient is the contrast. */
function contrastLast(design: Float64Array, samples: number, columns: number, contrast: Float64Array): Float64Array {
  const nonzero = contrast.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
  if (nonzero === 0) throw new RangeError('the contrast is all zero');
  const position = contrast.findIndex((weight) => weight !== 0);
  const single = nonzero === 1 && contrast[position] === 1;
  const out = new Float64Array(design.length);
  const reflected = single ? null : qrDecomposition(Float64Array.from(contrast), columns, 1);
  const flip = reflected !== null && qrUpper(reflected)[0] < 0;
  for (let i = 0; i < samples; i++) {
    const row = design.subarray(i * columns, (i + 1) * columns);
    const from = reflected === null ? row : qrEffects(reflected, row);
    const tested = reflected === null ? position : 0;
    let to = i * columns;
    for (let j = 0; j < columns; j++) if (j !== tested) out[to++] = from[j];
    out[to] = flip ? -from[tested] : from[tested];
  }
  return out;
}
