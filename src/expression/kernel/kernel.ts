import { KERNEL_BASE64 } from './wasm.ts';

/**
 * The functions of the WebAssembly kernel (sources: kernel/expression). Pointers are byte offsets into its memory. See
 * kernel/expression/index.ts for what each computes.
 */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer };
  beginDesign(samples: number, coefficients: number, cells: number, grouped: number, logDetScale: number): void;
  placeOfCells(): number;
  placeOfBasis(): number;
  placeOfProjection(): number;
  placeOfRidge(): number;
  allocate(bytes: number): number;
  keepSoFar(): void;
  releaseChunk(): void;
  releaseAll(): void;
  describeGenes(
    genes: number,
    counts: number,
    sizes: number,
    stride: number,
    means: number,
    variances: number,
    rough: number,
  ): void;
  linearMeans(genes: number, counts: number, sizes: number, stride: number, means: number): void;
  searchDispersions(
    genes: number,
    counts: number,
    means: number,
    start: number,
    priorMeans: number,
    inversePriorVariance: number,
    lowest: number,
    most: number,
    result: number,
    first: number,
    last: number,
    iterations: number,
  ): void;
  gridDispersion(
    counts: number,
    means: number,
    priorMean: number,
    inversePriorVariance: number,
    low: number,
    high: number,
  ): number;
  logPosteriorAt(counts: number, means: number, priorMean: number, inversePriorVariance: number, a: number): number;
  slopeAtLast(a: number): number;
  fitGenes(
    genes: number,
    counts: number,
    sizes: number,
    logSizes: number,
    stride: number,
    dispersions: number,
    back: number,
    starts: number,
    most: number,
    betas: number,
    usable: number,
    iterations: number,
    means: number,
    hats: number,
  ): void;
  combine(
    genes: number,
    counts: number,
    sizes: number,
    logSizes: number,
    stride: number,
    dispersions: number,
    betas: number,
    combinations: number,
    vectors: number,
    estimates: number,
    variances: number,
  ): void;
  logLikelihoods(genes: number, counts: number, means: number, dispersions: number, result: number): void;
  cooksDistances(
    genes: number,
    counts: number,
    sizes: number,
    stride: number,
    means: number,
    hats: number,
    cellSizes: number,
    dispersions: number,
    cooks: number,
  ): void;
  trimmedBaseMean(counts: number, sizes: number, trim: number): number;
  fitGammaLine(n: number, x: number, y: number, asymptote: number, extra: number): number;
  gatherNearLine(n: number, means: number, dispersions: number, asymptote: number, extra: number, x: number, y: number): number;
  lastAsymptote(): number;
  lastExtra(): number;
  logarithms(values: number, n: number): void;
  median(values: number, n: number): number;
  logReferences(genes: number, width: number, counts: number, positive: number, result: number): void;
  medianLogRatio(genes: number, column: number, references: number): number;
  beginLogLinear(
    samples: number,
    coefficients: number,
    groups: number,
    groupOf: number,
    groupRows: number,
    ofConstant: number,
  ): void;
  fitDamped(
    genes: number,
    counts: number,
    sizes: number,
    stride: number,
    dispersions: number,
    perSample: number,
    betas: number,
    means: number,
  ): void;
  fitGroups(
    genes: number,
    counts: number,
    sizes: number,
    stride: number,
    dispersions: number,
    perSample: number,
    levels: number,
    means: number,
  ): void;
  deviances(genes: number, counts: number, means: number, dispersions: number, result: number): void;
  profileCurves(
    genes: number,
    counts: number,
    sizes: number,
    points: number,
    dispersions: number,
    table: number,
    tabled: number,
    grouped: number,
    afresh: number,
    curves: number,
  ): void;
  beginHeavyTailed(samples: number, coefficients: number, matrix: number, shrunk: number, scale: number): void;
  shrinkHeavyTailed(
    genes: number,
    counts: number,
    offsets: number,
    stride: number,
    dispersions: number,
    modes: number,
    deviations: number,
  ): void;
  digamma(x: number): number;
  logGamma(x: number): number;
}

let instance: Kernel | undefined;

/** The kernel of this thread, compiled on first use. */
export function kernel(): Kernel {
  if (instance === undefined) {
    const text = atob(KERNEL_BASE64);
    const module = new WebAssembly.Module(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    instance = new WebAssembly.Instance(module).exports as unknown as Kernel;
  }
  return instance;
}

/** Puts doubles into the kernel's memory; returns their place. */
export function putDoubles(k: Kernel, values: Float64Array): number {
  const place = k.allocate(8 * values.length);
  new Float64Array(k.memory.buffer, place, values.length).set(values);
  return place;
}

/** Puts 32-bit integers into the kernel's memory; returns their place. */
export function putIntegers(k: Kernel, values: Int32Array): number {
  const place = k.allocate(4 * values.length);
  new Int32Array(k.memory.buffer, place, values.length).set(values);
  return place;
}

/** Room for `length` doubles, filled with `value`. */
export function roomForDoubles(k: Kernel, length: number, value = NaN): number {
  const place = k.allocate(8 * length);
  new Float64Array(k.memory.buffer, place, length).fill(value);
  return place;
}

/** A copy of doubles in the kernel's memory. */
export function takeDoubles(k: Kernel, place: number, length: number): Float64Array {
  return new Float64Array(k.memory.buffer, place, length).slice();
}

/** A view of doubles in the kernel's memory, valid until the next allocation. */
export function viewDoubles(k: Kernel, place: number, length: number): Float64Array {
  return new Float64Array(k.memory.buffer, place, length);
}

/** A copy of 32-bit integers in the kernel's memory. */
export function takeIntegers(k: Kernel, place: number, length: number): Int32Array {
  return new Int32Array(k.memory.buffer, place, length).slice();
}

/** A copy of bytes in the kernel's memory. */
export function takeBytes(k: Kernel, place: number, length: number): Uint8Array {
  return new Uint8Array(k.memory.buffer, place, length).slice();
}
