import type { Dataset, Group } from 'h5wasm';
import { inputError, suggestName } from '../../../problems/index.ts';
import { type Hdf5Group, hdf5Numbers, hdf5Texts } from '../../../table/index.ts';
import { isCount } from '../count-cell.ts';
import type { CountReading, RawCounts } from '../raw-counts.ts';
import { roundingNote } from '../rounding-note.ts';
import { checkValues } from './check-values.ts';
import { sumColumns } from './sum-columns.ts';

/** A matrix of an AnnData file: observations x variables, and where the names of its variables are. */
interface Place {
  name: string;
  path: string;
  variables: string;
}

/** More observations than this are cells, not samples. */
const MOST_SAMPLES = 2000;
const COUNT_LAYERS = ['counts', 'raw_counts', 'count', 'raw'];

/**
 * Reads counts of an AnnData file (.h5ad): dense, CSR or CSC, of `X`, a layer or `raw`. Unless one is named, the first of X, a layer
 * called counts, raw that holds whole numbers is taken, and said. Samples are the observations, or those of a column of
 * `obs`, whose observations are added up.
 *
 * @throws InputError `h5ad-old`, `h5ad-layer`, `h5ad-column`, `h5ad-cells`, and those of values
 */
export function readAnnData(
  open: Hdf5Group,
  file: string,
  reading: Pick<CountReading, 'layer' | 'obsColumn' | 'round'>,
): RawCounts {
  const obs = frameOf(open, 'obs', file);
  const observations = indexOf(obs);
  const owners = ownersOf(obs, observations, reading.obsColumn, file);
  const { place, values, notes } = chosenMatrix(open, file, reading.layer, observations.length);
  const genes = indexOf(frameOf(open, place.variables, file));
  if (genes.length * observations.length !== values.length) throw new RangeError(`${place.path} does not fit its names`);
  const turned = turn(values, observations.length, genes.length);
  const { samples, values: counts } = sumColumns(turned, owners);
  const rounded = checkValues(counts, genes, samples, { file: `${file} [${place.name}]`, round: reading.round });
  if (reading.obsColumn !== null)
    notes.push(`${observations.length} observations were added up to ${samples.length} samples by obs "${reading.obsColumn}".`);
  return {
    file,
    genes,
    lines: Int32Array.from(genes, (_, g) => g + 1),
    samples,
    values: counts,
    notes: [...notes, ...roundingNote(rounded)],
  };
}

function frameOf(open: Hdf5Group, path: string, file: string): Group {
  const frame = open.get(path) as Group | Dataset | null;
  if (frame !== null && frame !== undefined && 'keys' in frame) return frame;
  throw inputError({
    code: 'h5ad-old',
    file,
    message:
      frame === null || frame === undefined
        ? `the file has no "${path}"`
        : `"${path}" is kept as versions of anndata before 0.7 did`,
    expected: 'an AnnData file of version 0.7 or later',
    mend: 'read it with a current anndata and write it again',
  });
}

/** Names of the rows of a data frame. */
function indexOf(frame: Group): string[] {
  const named = frame.attrs._index?.value;
  return textsOf(frame, typeof named === 'string' ? named : '_index');
}

/** A column of a data frame as text: strings, categories or numbers; missing as ''. */
function textsOf(frame: Group, name: string): string[] {
  const column = frame.get(name) as Group | Dataset | null;
  if (column === null || column === undefined) throw new RangeError(`there is no column "${name}"`);
  if ('shape' in column) {
    const { value } = column;
    if (Array.isArray(value)) {
      const legacy = frame.get('__categories') as Group | null;
      return legacy?.keys().includes(name) === true
        ? categories(hdf5Texts(legacy, name), value as number[])
        : hdf5Texts(frame, name);
    }
    if (!ArrayBuffer.isView(value)) throw new RangeError(`column "${name}" is of an unknown kind`);
    const codes = Array.from(value as unknown as ArrayLike<number | bigint>, Number);
    const legacy = frame.get('__categories') as Group | null;
    return legacy?.keys().includes(name) === true ? categories(hdf5Texts(legacy, name), codes) : codes.map(String);
  }
  const { values } = hdf5Numbers(column, 'codes');
  return categories(textsOf(column, 'categories'), Array.from(values));
}

function categories(names: readonly string[], codes: readonly number[]): string[] {
  return codes.map((code) => (code >= 0 && code < names.length ? names[code] : ''));
}

function ownersOf(obs: Group, observations: readonly string[], column: string | null, file: string): (string | null)[] {
  if (column === null) {
    if (observations.length <= MOST_SAMPLES) return [...observations];
    throw inputError({
      code: 'h5ad-cells',
      file,
      message: `these ${observations.length} observations are cells, not samples`,
      expected: 'one observation per sample',
      mend: `name the column of obs with the sample of each cell (--obs-column): ${obs.keys().join(', ')}`,
    });
  }
  if (!obs.keys().includes(column))
    throw inputError({
      code: 'h5ad-column',
      file,
      message: `obs has no column "${column}"`,
      mend: suggestName(column, obs.keys()),
    });
  return textsOf(obs, column).map((name) => (name === '' ? null : name));
}

function chosenMatrix(open: Hdf5Group, file: string, layer: string | null, observations: number) {
  const places = placesOf(open);
  if (layer !== null) {
    const place = places.find(({ name }) => name === layer);
    if (place !== undefined) return { place, values: readMatrix(open, place.path, observations), notes: [] as string[] };
    const known = places.map(({ name }) => name);
    throw inputError({ code: 'h5ad-layer', file, message: `the file has no layer "${layer}"`, mend: suggestName(layer, known) });
  }
  const likely = ['X', ...COUNT_LAYERS].flatMap((name) => places.filter((place) => place.name === name));
  const candidates = likely.length > 0 ? likely : places;
  for (const place of candidates) {
    const values = readMatrix(open, place.path, observations);
    if (!values.every(isCount)) continue;
    const notes = place.name === 'X' ? [] : [`Counts are taken from "${place.name}": X does not hold whole numbers.`];
    return { place, values, notes };
  }
  const [place] = candidates;
  if (place === undefined)
    throw inputError({ code: 'h5ad-layer', file, message: 'the file holds no matrix', mend: 'write X, a layer or raw' });
  return { place, values: readMatrix(open, place.path, observations), notes: [] as string[] };
}

function placesOf(open: Hdf5Group): Place[] {
  const keys = open.keys();
  const layers = keys.includes('layers') ? ((open.get('layers') as Group).keys?.() ?? []) : [];
  return [
    ...(keys.includes('X') ? [{ name: 'X', path: 'X', variables: 'var' }] : []),
    ...layers.map((name) => ({ name, path: `layers/${name}`, variables: 'var' })),
    ...(keys.includes('raw') ? [{ name: 'raw', path: 'raw/X', variables: 'raw/var' }] : []),
  ];
}

/** A dense or sparse matrix as doubles, observations x variables. */
function readMatrix(open: Hdf5Group, path: string, observations: number): Float64Array {
  const found = open.get(path) as Group | Dataset | null;
  if (found === null || found === undefined) throw new RangeError(`there is no "${path}"`);
  if ('shape' in found) return hdf5Numbers(open, path).values;
  const { attrs } = found;
  const kind = String(attrs['encoding-type']?.value ?? attrs.h5sparse_format?.value ?? '');
  const shape = attrs.shape?.value ?? attrs.h5sparse_shape?.value;
  const [rows, columns] = Array.from((shape ?? []) as ArrayLike<number | bigint>, Number);
  const data = hdf5Numbers(found, 'data').values;
  const indices = hdf5Numbers(found, 'indices').values;
  const starts = hdf5Numbers(found, 'indptr').values;
  const byRow = /^csr/.test(kind);
  const outer = byRow ? rows : columns;
  const inner = byRow ? columns : rows;
  if (!/^cs[rc]/.test(kind) || rows !== observations || !(rows * columns < 2e9))
    throw new RangeError(`"${path}" is no sparse matrix of ${observations} rows`);
  if (starts.length !== outer + 1 || starts[outer] !== data.length || indices.length !== data.length)
    throw new RangeError(`"${path}" is cut short`);
  const values = new Float64Array(rows * columns);
  for (let o = 0; o < outer; o++) {
    for (let k = starts[o]; k < starts[o + 1]; k++) {
      const i = indices[k];
      if (!(i >= 0 && i < inner)) throw new RangeError(`"${path}" has an entry outside its shape`);
      // entries that stand twice are added up, as scipy does
      values[byRow ? o * columns + i : i * columns + o] += data[k];
    }
  }
  return values;
}

/** observations x variables to genes x samples. */
function turn(values: Float64Array, observations: number, genes: number): Float64Array {
  const turned = new Float64Array(values.length);
  for (let o = 0; o < observations; o++) for (let g = 0; g < genes; g++) turned[g * observations + o] = values[o * genes + g];
  return turned;
}
