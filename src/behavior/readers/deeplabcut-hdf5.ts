import type { Group } from 'h5wasm';
import type { PosePoint, Recording } from '../recording/recording.ts';
import { groupPoints } from './deeplabcut-csv.ts';
import { datasetAt } from './hdf5.ts';
import { type Pickled, readPickle } from './pickle.ts';

/**
 * Reads DeepLabCut predictions or labels from a pandas table: rows are compound (index, values_block_0), the column labels
 * (scorer, (individual,) body part, coordinate) are a pickle in the attribute `non_index_axes`.
 */
export function readDeepLabCutHdf5(group: Group, file: string): Recording {
  const labels = columnLabels(String(group.attrs.non_index_axes?.value ?? ''));
  const table = datasetAt(group, 'table');
  const rows = table.value as unknown as readonly (readonly unknown[])[];
  const frames = rows.length;
  const width = labels.length;
  const values = new Float64Array(frames * width);
  for (let i = 0; i < frames; i++) {
    const block = rows[i][1] as ArrayLike<number>;
    if (block.length !== width) throw new RangeError(`${block.length} values for ${width} columns`);
    for (let j = 0; j < width; j++) values[i * width + j] = block[j];
  }
  const column = (j: number): Float64Array => Float64Array.from({ length: frames }, (_, i) => values[i * width + j]);
  const points: { individual: string; point: PosePoint }[] = [];
  labels.forEach((label, j) => {
    if (label.at(-1) !== 'x') return;
    const same = (other: readonly string[], part: string): boolean =>
      other.at(-1) === part && other.slice(0, -1).join('\n') === label.slice(0, -1).join('\n');
    const y = labels.findIndex((other) => same(other, 'y'));
    const likelihood = labels.findIndex((other) => same(other, 'likelihood'));
    if (y < 0) throw new RangeError(`body part ${label.at(-2)} has no y`);
    const individual = label.length > 3 ? label[1] : '';
    const name = label.at(-2) ?? '';
    points.push({
      individual,
      point: { name, x: column(j), y: column(y), likelihood: likelihood < 0 ? null : column(likelihood) },
    });
  });
  const images = rows.length > 0 && typeof rows[0][0] === 'string';
  return {
    file,
    format: 'deeplabcut',
    frames,
    time: null,
    fps: null,
    unit: 'px',
    individuals: groupPoints(points),
    zones: [],
    columns: [],
    attributes: [['scorer', labels[0]?.[0] ?? '']],
    notes: images ? ['labelled images, not a recording: frames are not evenly spaced in time'] : [],
  };
}

/** The labels in `[(1, [(scorer, bodypart, coordinate), ...])]`. */
function columnLabels(pickle: string): string[][] {
  const axes = readPickle(pickle);
  const isList = (value: Pickled | undefined): value is Pickled[] => Array.isArray(value);
  const axis = isList(axes) ? axes[0] : undefined;
  const columns = isList(axis) ? axis[1] : undefined;
  if (!isList(columns) || columns.length === 0) throw new RangeError('the column labels are missing');
  return columns.map((label) => (isList(label) ? label.map(String) : [String(label)]));
}
