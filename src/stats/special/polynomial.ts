/** Value of the polynomial c[0] + c[1] x + c[2] x^2 + ... by Horner's rule. */
export function polynomial(c: readonly number[], x: number): number {
  let value = c[c.length - 1];
  for (let i = c.length - 2; i >= 0; i--) value = value * x + c[i];
  return value;
}
