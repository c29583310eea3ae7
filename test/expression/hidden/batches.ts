import { fixtureText } from '../fixtures.ts';

/** What R gives for a small table of three batches, three arms and a hidden factor (see fixtures/expression/hidden/README.md). */
export interface BatchFixture {
  genes: string[];
  samples: string[];
  counts: number[][];
  batch: string[];
  arm: string[];
  weight: number[];
  site: string[];
  lacking: { samples: number[]; group: string[] };
  small: { samples: number[] };
  combat: Record<'group' | 'null' | 'covariate' | 'nogroup' | 'lacking' | 'small', number[][]>;
  removed: Record<'plain' | 'design' | 'two' | 'cov', number[][]>;
  sva: {
    kept: number[];
    irw: number[][];
    irwWeight: number[][];
    twoStep: number[][];
    twoStepCount: number;
    be: number[];
    leek: number;
    fpvalue: number[];
    lfdr: number[];
  };
  ruv: { controls: number[]; g: number[][]; s: number[][] };
}

export const fixture = JSON.parse(fixtureText('hidden/batches.json.gz')) as BatchFixture;

/** Rows of numbers as one gene-major array. */
export function flat(rows: readonly (readonly number[] | number)[]): Float64Array {
  return Float64Array.from(rows.flat());
}

/** A model matrix: an intercept, one indicator per level but the first, and numbers as they are. */
export function modelMatrix(samples: number, ...parts: readonly (readonly string[] | readonly number[])[]): Float64Array {
  const columns = parts.flatMap((part): number[][] => {
    if (typeof part[0] === 'number') return [part as number[]];
    const levels = [...new Set(part as string[])];
    return levels.slice(1).map((level) => (part as string[]).map((one) => (one === level ? 1 : 0)));
  });
  const all = [new Array<number>(samples).fill(1), ...columns];
  return Float64Array.from({ length: samples * all.length }, (_, i) => all[i % all.length][Math.floor(i / all.length)]);
}

/** Codes of labels in alphabetical order. */
export function codesOf(labels: readonly string[]): Int32Array {
  const levels = [...new Set(labels)].sort();
  return Int32Array.from(labels, (label) => levels.indexOf(label));
}
