import { symmetricEigen } from '../../stats/index.ts';
import { unitVector } from '../correlation.ts';
import { selectRows } from '../matrix-parts.ts';

/** The eigengenes of modules. */
export interface Eigengenes {
  /** Labels of the modules, increasing; 0 (genes of no module) only where asked for. */
  modules: number[];
  /** Modules x samples; each of mean 0 and length 1, on the side of the module's mean profile. */
  values: Float64Array;
  /** Mean squared correlation of a module's genes with its eigengene. */
  varianceExplained: Float64Array;
}

/**
 * First principal component over the samples of each module's standardized genes (Langfelder & Horvath 2007; WGCNA's
 * `moduleEigengenes` with `align = "along average"`).
 *
 * @param values genes x samples, every gene varying
 * @param labels module of each gene
 * @param withNone whether the genes of no module (label 0) have a profile too
 */
export function moduleEigengenes(values: Float64Array, samples: number, labels: Int32Array, withNone = false): Eigengenes {
  const modules = [...new Set(labels)].filter((label) => label > 0 || withNone).sort((a, b) => a - b);
  const eigengenes = new Float64Array(modules.length * samples);
  const varianceExplained = new Float64Array(modules.length);
  modules.forEach((module, m) => {
    const members = Array.from(labels.keys()).filter((gene) => labels[gene] === module);
    const rows = selectRows(values, samples, members);
    for (let at = 0; at < rows.length; at += samples) rows.set(unitVector(rows.slice(at, at + samples)), at);
    const first = firstComponent(rows, samples);
    eigengenes.set(first, m * samples);
    let sum = 0;
    for (let at = 0; at < rows.length; at += samples) {
      const r = dotAt(rows, at, first);
      sum += r * r;
    }
    varianceExplained[m] = sum / members.length;
  });
  return { modules, values: eigengenes, varianceExplained };
}

/** Leading eigenvector of rows' cross products, pointing where the mean row points. */
export function firstComponent(rows: Float64Array, samples: number): Float64Array {
  const cross = new Float64Array(samples * samples);
  const mean = new Float64Array(samples);
  for (let at = 0; at < rows.length; at += samples) {
    for (let i = 0; i < samples; i++) {
      mean[i] += rows[at + i];
      for (let j = 0; j <= i; j++) cross[i * samples + j] += rows[at + i] * rows[at + j];
    }
  }
  for (let i = 0; i < samples; i++) for (let j = 0; j < i; j++) cross[j * samples + i] = cross[i * samples + j];
  const { vectors } = symmetricEigen(cross, samples);
  const first = unitVector(Float64Array.from({ length: samples }, (_, i) => vectors[i * samples]));
  return dotAt(mean, 0, first) < 0 ? first.map((value) => -value) : first;
}

/** Dot product of a vector with the numbers of `values` from `at` on. */
export function dotAt(values: Float64Array, at: number, vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += values[at + i] * vector[i];
  return sum;
}

/**
 * Correlation of every gene with every eigengene (kME).
 *
 * @returns genes x modules
 */
export function moduleMembership(values: Float64Array, samples: number, eigengenes: Eigengenes): Float64Array {
  const width = eigengenes.modules.length;
  const genes = values.length / samples;
  const membership = new Float64Array(genes * width);
  for (let gene = 0; gene < genes; gene++) {
    const row = unitVector(values.slice(gene * samples, (gene + 1) * samples));
    for (let m = 0; m < width; m++) membership[gene * width + m] = dotAt(eigengenes.values, m * samples, row);
  }
  return membership;
}
