/** Nodes on [-1, 1] and weights of the 10-point Gauss-Legendre rule (positive half). */
const NODES = [0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];
const WEIGHTS = [0.29552422471475287, 0.26926671930999635, 0.21908636251598204, 0.1494513491505806, 0.06667134430868814];

/** The integral of f over [a, b] by one 10-point Gauss-Legendre rule. */
export function gaussLegendre(f: (x: number) => number, a: number, b: number): number {
  const middle = (a + b) / 2;
  const half = (b - a) / 2;
  let sum = 0;
  for (let i = 0; i < NODES.length; i++) sum += WEIGHTS[i] * (f(middle - half * NODES[i]) + f(middle + half * NODES[i]));
  return sum * half;
}

/** The integral of f over [a, b], panels halved until two halves agree with the whole to `tolerance` relative to the total. */
export function adaptiveIntegral(f: (x: number) => number, a: number, b: number, tolerance: number, panels = 4): number {
  const edges = Array.from({ length: panels + 1 }, (_, i) => a + ((b - a) * i) / panels);
  const whole = edges.slice(1).map((edge, i) => gaussLegendre(f, edges[i], edge));
  const scale = whole.reduce((sum, value) => sum + Math.abs(value), 0);
  return edges.slice(1).reduce((sum, edge, i) => sum + refine(f, edges[i], edge, whole[i], tolerance * scale, 30), 0);
}

function refine(f: (x: number) => number, a: number, b: number, whole: number, allowed: number, depth: number): number {
  const middle = (a + b) / 2;
  const left = gaussLegendre(f, a, middle);
  const right = gaussLegendre(f, middle, b);
  if (depth === 0 || Math.abs(left + right - whole) <= allowed) return left + right;
  return refine(f, a, middle, left, allowed / 2, depth - 1) + refine(f, middle, b, right, allowed / 2, depth - 1);
}
