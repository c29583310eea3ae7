import type { Group } from 'h5wasm';
import { inputError } from '../../problems/index.ts';
import type { PosePoint, Recording } from '../recording/recording.ts';
import { groupPoints } from './deeplabcut-csv.ts';
import { datasetAt, numbersOf, stringsOf } from './hdf5.ts';
import { type Pickled, readPickle } from './pickle.ts';

/** A pandas data frame of pose columns: what labels them, and the values of each. */
interface PoseFrame {
  /** (scorer, (individual,) body part, coordinate) of each column. */
  labels: readonly (readonly string[])[];
  columns: readonly Float64Array[];
  /** Frame number of each row; null when rows are labelled images. */
  index: readonly number[] | null;
}

/**
 * Reads DeepLabCut predictions or labels from a pandas data frame in HDF5: format "table" (one table of compound rows) or "fixed" (an
 * array per type of column, as `DataFrame.to_hdf` writes without being asked for more).
 *
 * @throws InputError when frame numbers do not count up by one
 */
export function readDeepLabCutHdf5(group: Group, file: string): Recording {
  const frame = group.keys().includes('table') ? tableFrame(group) : fixedFrame(group);
  const { labels, columns, index } = frame;
  if (index !== null) requireConsecutive(index, file);
  return {
    file,
    format: 'deeplabcut',
    frames: columns[0]?.length ?? 0,
    time: null,
    fps: null,
    unit: 'px',
    individuals: groupPoints(pointsOf(labels, columns)),
    zones: [],
    columns: [],
    attributes: [['scorer', labels[0]?.[0] ?? '']],
    notes: index === null ? ['labelled images, not a recording: frames are not evenly spaced in time'] : [],
  };
}

function pointsOf(labels: PoseFrame['labels'], columns: PoseFrame['columns']): { individual: string; point: PosePoint }[] {
  const position = new Map(labels.map((label, j) => [JSON.stringify(label), j]));
  return labels.flatMap((label, j) => {
    if (label.at(-1) !== 'x') return [];
    const other = (part: string): number | undefined => position.get(JSON.stringify([...label.slice(0, -1), part]));
    const [y, likelihood] = [other('y'), other('likelihood')];
    const name = label.at(-2) ?? '';
    if (y === undefined) throw new RangeError(`body part ${name} has no y`);
    const point = { name, x: columns[j], y: columns[y], likelihood: likelihood === undefined ? null : columns[likelihood] };
    return [{ individual: label.length > 3 ? label[1] : '', point }];
  });
}

/** Format "table": rows are compound (index, values_block_0); the column labels are a pickle in the attribute `non_index_axes`. */
function tableFrame(group: Group): PoseFrame {
  const labels = pickledLabels(String(group.attrs.non_index_axes?.value ?? ''));
  const rows = datasetAt(group, 'table').value as unknown as readonly (readonly unknown[])[];
  const columns = labels.map(() => new Float64Array(rows.length));
  rows.forEach(([, block], i) => {
    const values = block as ArrayLike<number>;
    if (values.length !== labels.length) throw new RangeError(`${values.length} values for ${labels.length} columns`);
    for (let j = 0; j < columns.length; j++) columns[j][i] = values[j];
  });
  const images = rows.length > 0 && typeof rows[0][0] === 'string';
  return { labels, columns, index: images ? null : rows.map((row) => Number(row[0])) };
}

/** The labels in `[(1, [(scorer, bodypart, coordinate), ...])]`. */
function pickledLabels(pickle: string): string[][] {
  const axes = readPickle(pickle);
  const isList = (value: Pickled | undefined): value is Pickled[] => Array.isArray(value);
  const axis = isList(axes) ? axes[0] : undefined;
  const columns = isList(axis) ? axis[1] : undefined;
  if (!isList(columns) || columns.length === 0) throw new RangeError('the column labels are missing');
  return columns.map((label) => (isList(label) ? label.map(String) : [String(label)]));
}

/**
 * Format "fixed": `axis0` labels the columns, `axis1` the rows, `blockN_items` the columns of `blockN_values` (rows x columns). Labels
 * of several levels are written as the distinct names of each level and a code per label.
 */
function fixedFrame(group: Group): PoseFrame {
  const labels = axisLabels(group, 'axis0');
  const place = new Map(labels.map((label, j) => [JSON.stringify(label), j]));
  const images = !group.keys().includes('axis1') || Array.isArray(datasetAt(group, 'axis1').value);
  const index = images ? null : [...numbersOf(group, 'axis1').values];
  const rows = index?.length ?? axisLabels(group, 'axis1').length;
  const columns = labels.map(() => new Float64Array(rows).fill(NaN));
  const blocks = group.keys().filter((key) => /^block\d+_values$/.test(key));
  for (const block of blocks) {
    const items = axisLabels(group, block.replace('values', 'items'));
    const { values, shape } = numbersOf(group, block);
    const byRows = shape[0] === rows && shape[1] === items.length;
    if (!byRows && !(shape[0] === items.length && shape[1] === rows))
      throw new RangeError(`${block} is of shape ${shape.join(' x ')}`);
    items.forEach((label, k) => {
      const column = columns[place.get(JSON.stringify(label)) ?? -1];
      if (column === undefined) throw new RangeError(`${block} holds a column that axis0 does not name`);
      for (let i = 0; i < rows; i++) column[i] = byRows ? values[i * items.length + k] : values[k * rows + i];
    });
  }
  return { labels, columns, index };
}

function axisLabels(group: Group, axis: string): string[][] {
  if (group.keys().includes(axis)) return stringsOf(group, axis).map((name) => [name]);
  const levels: { names: string[]; codes: Float64Array }[] = [];
  while (group.keys().includes(`${axis}_level${levels.length}`)) {
    const level = levels.length;
    levels.push({ names: stringsOf(group, `${axis}_level${level}`), codes: numbersOf(group, `${axis}_label${level}`).values });
  }
  if (levels.length === 0) throw new RangeError(`the labels of ${axis} are missing`);
  return Array.from(levels[0].codes, (_, i) => levels.map(({ names, codes }) => names[codes[i]] ?? ''));
}

function requireConsecutive(index: readonly number[], file: string): void {
  const at = index.findIndex((frame, i) => i > 0 && frame !== index[i - 1] + 1);
  if (at < 0) return;
  throw inputError({
    code: 'track-frame-order',
    file,
    message: `frame numbers must count up by one, but row ${at + 1} does not follow row ${at}`,
    found: `${index[at]} after ${index[at - 1]}`,
    mend: 'rows are missing, repeated or sorted differently; export the predictions again',
  });
}
