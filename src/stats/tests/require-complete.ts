/** Throws RangeError when a sample holds NaN: what is missing is for the caller to leave out and to count. */
export function requireComplete(...samples: readonly ArrayLike<number>[]): void {
  for (const values of samples) {
    for (let i = 0; i < values.length; i++)
      if (Number.isNaN(values[i])) throw new RangeError('missing values must be left out (and counted) first');
  }
}
