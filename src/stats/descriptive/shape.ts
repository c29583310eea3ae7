import { mean } from './moments.ts';

/** Skewness and excess kurtosis of a sample: of its own distribution (g1, g2) and corrected for its size (G1, G2). */
export interface Shape {
  skewness: number;
  kurtosis: number;
  adjustedSkewness: number;
  adjustedKurtosis: number;
}

/**
 * Skewness and excess kurtosis. g1 and g2 divide by n; G1 and G2 are those of SAS, SPSS and Excel, unbiased for normal data
 * (Joanes & Gill 1998). NaN for values that do not vary and for too few values (three for G1, four for G2).
 */
export function sampleShape(values: ArrayLike<number>): Shape {
  const n = values.length;
  const center = mean(values);
  let [m2, m3, m4] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = values[i] - center;
    const square = d * d;
    m2 += square / n;
    m3 += (square * d) / n;
    m4 += (square * square) / n;
  }
  const skewness = m3 / (m2 * Math.sqrt(m2));
  const kurtosis = m4 / (m2 * m2) - 3;
  return {
    skewness,
    kurtosis,
    adjustedSkewness: n > 2 ? (skewness * Math.sqrt(n * (n - 1))) / (n - 2) : NaN,
    adjustedKurtosis: n > 3 ? ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * kurtosis + 6) : NaN,
  };
}
