import { qrDecomposition, qrSolve } from '../../stats/index.ts';

/**
 * The linear map that frees every animal of the label means *as estimated from the training animals alone*: animals x animals, row i gives
 * animal i's residual as a combination of animals. Held-out animals so never take part in what they are predicted with. Null when a label
 * of some animal does not occur among the training animals.
 *
 * @param labels held constant, additive; each one label per animal
 * @param training which animals the means are taken from
 */
export function residualOperator(labels: readonly (readonly string[])[], training: readonly number[]): Float64Array | null {
  const animals = labels[0].length;
  const levels = labels.map((own) => [...new Set(training.map((i) => own[i]))].sort());
  if (labels.some((own, k) => own.some((label) => !levels[k].includes(label)))) return null;
  const indicators = labels.flatMap((own, k) => levels[k].slice(1).map((level) => ({ own, level })));
  const columns = 1 + indicators.length;
  const rowOf = (i: number): number[] => [1, ...indicators.map(({ own, level }) => (own[i] === level ? 1 : 0))];
  const size = training.length;
  const qr = qrDecomposition(Float64Array.from(training.flatMap(rowOf)), size, columns);
  const operator = new Float64Array(animals * animals);
  const rows = Array.from({ length: animals }, (_, i) => rowOf(i));
  training.forEach((j, k) => {
    const unit = new Float64Array(size);
    unit[k] = 1;
    const solution = qrSolve(qr, unit);
    rows.forEach((row, i) => {
      let fitted = 0;
      row.forEach((value, c) => {
        if (value !== 0 && !Number.isNaN(solution[c])) fitted += value * solution[c];
      });
      operator[i * animals + j] -= fitted;
    });
  });
  for (let i = 0; i < animals; i++) operator[i * animals + i] += 1;
  return operator;
}
