/**
 * Value of the polynomial c[0] + c[1] x + c[2] x^2 + ..., its even and odd parts by Horner's rule side by side, since one chain
 * of dependent products keeps a processor waiting.
 */
export function polynomial(c: readonly number[], x: number): number {
  const square = x * x;
  const last = c.length - 1;
  const top = last - (last & 1);
  let even = c[top];
  let odd = last === top ? 0 : c[last];
  for (let i = top - 2; i >= 0; i -= 2) {
    even = even * square + c[i];
    odd = odd * square + c[i + 1];
  }
  return even + odd * x;
}
