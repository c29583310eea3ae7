/**
 * Sizes of the groups.
 *
 * @param groups group number (from 0, no gaps) of each value
 * @throws RangeError for fewer than two groups, an empty group, or groups that do not match the values
 */
export function groupSizes(values: ArrayLike<number>, groups: ArrayLike<number>): Int32Array {
  if (values.length !== groups.length) throw new RangeError(`${values.length} values but ${groups.length} group numbers`);
  let count = 0;
  for (let i = 0; i < groups.length; i++) {
    if (!Number.isInteger(groups[i]) || groups[i] < 0) throw new RangeError('group numbers are whole numbers from 0 on');
    count = Math.max(count, groups[i] + 1);
  }
  const sizes = new Int32Array(count);
  for (let i = 0; i < values.length; i++) sizes[groups[i]]++;
  if (count < 2 || sizes.some((size) => size === 0))
    throw new RangeError('a comparison of groups needs at least two groups, none empty');
  return sizes;
}

/** The values of each group, in their order. */
export function splitByGroup(values: ArrayLike<number>, groups: ArrayLike<number>): Float64Array[] {
  const sizes = groupSizes(values, groups);
  const out = Array.from(sizes, (size) => new Float64Array(size));
  const next = new Int32Array(sizes.length);
  for (let i = 0; i < values.length; i++) out[groups[i]][next[groups[i]]++] = values[i];
  return out;
}
