import { type QrDecomposition, qrDecomposition, qrEffects, qrUnrotate } from '../stats/index.ts';

/** What is held constant when expression and behavior are compared "within groups". */
export interface GroupDesign {
  /** Intercept, groups and sexes as far as they can be told apart. */
  rank: number;
  qr: QrDecomposition;
}

/**
 * The additive design of one or several labels per animal (group; sex where both occur).
 *
 * @param labels each an array of one label per animal
 */
export function groupDesign(labels: readonly (readonly string[])[]): GroupDesign {
  const n = labels[0].length;
  const indicators = labels.flatMap((label) =>
    [...new Set(label)]
      .sort()
      .slice(1)
      .map((level) => ({ label, level })),
  );
  const columns = 1 + indicators.length;
  const matrix = new Float64Array(n * columns);
  for (let i = 0; i < n; i++) {
    matrix[i * columns] = 1;
    indicators.forEach(({ label, level }, j) => {
      matrix[i * columns + 1 + j] = label[i] === level ? 1 : 0;
    });
  }
  const qr = qrDecomposition(matrix, n, columns);
  return { rank: qr.rank, qr };
}

/** Residuals of a vector over animals on the design. */
export function withinGroups(design: GroupDesign, values: ArrayLike<number>): Float64Array {
  const effects = qrEffects(design.qr, values);
  effects.fill(0, 0, design.rank);
  return qrUnrotate(design.qr, effects);
}
