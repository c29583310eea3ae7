import { squared } from '../correlation.ts';
/** Dot products of every two animals over all genes: X X', animals x animals. With few animals all of PLS can be done on it. */
export function gramMatrix(values: Float64Array, animals: number): Float64Array {
  const genes = values.length / animals;
  const gram = new Float64Array(animals * animals);
  for (let gene = 0; gene < genes; gene++) {
    const at = gene * animals;
    for (let i = 0; i < animals; i++) {
      const x = values[at + i];
      for (let j = 0; j <= i; j++) gram[i * animals + j] += x * values[at + j];
    }
  }
  for (let i = 0; i < animals; i++) for (let j = 0; j < i; j++) gram[j * animals + i] = gram[i * animals + j];
  return gram;
}

/** Rows of mean 0 and standard deviation 1 (n - 1); rows that do not vary become 0. */
export function standardizedRows(values: Float64Array, animals: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let at = 0; at < values.length; at += animals) {
    let [mean, size] = [0, 0];
    for (let i = 0; i < animals; i++) {
      mean += values[at + i] / animals;
      size = Math.max(size, Math.abs(values[at + i]));
    }
    let square = 0;
    for (let i = 0; i < animals; i++) square += squared(values[at + i] - mean);
    const sd = Math.sqrt(square / (animals - 1));
    if (sd > 1e-12 * size) for (let i = 0; i < animals; i++) out[at + i] = (values[at + i] - mean) / sd;
  }
  return out;
}

/** L G L' for a square map L. */
export function transformedGram(operator: Float64Array, gram: Float64Array, animals: number): Float64Array {
  const half = product(operator, gram, animals);
  const out = new Float64Array(animals * animals);
  for (let i = 0; i < animals; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < animals; k++) sum += half[i * animals + k] * operator[j * animals + k];
      out[i * animals + j] = sum;
      out[j * animals + i] = sum;
    }
  }
  return out;
}

function product(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const x = left[i * n + k];
      if (x === 0) continue;
      for (let j = 0; j < n; j++) out[i * n + j] += x * right[k * n + j];
    }
  }
  return out;
}

/** L y. */
export function transformed(operator: Float64Array, values: Float64Array): Float64Array {
  const n = values.length;
  return values.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += operator[i * n + k] * values[k];
    return sum;
  });
}
