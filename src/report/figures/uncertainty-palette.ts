/**
 * A value-suppressing uncertainty palette (Correll, Moritz & Heer 2018): the less certain a change, the fewer colors it may
 * take and the paler they are, until at the bottom nothing but gray is left. Certainty is |t|, the moderated t
 * statistic.
 */
export const LEVELS = [
  { from: 0, bins: 1, strength: 0, name: '|t| < 1' },
  { from: 1, bins: 2, strength: 0.28, name: '1 to 2' },
  { from: 2, bins: 4, strength: 0.62, name: '2 to 3' },
  { from: 3, bins: 8, strength: 1, name: '≥ 3' },
] as const;

/** A cell of the palette: level of certainty, and bin of the effect from the most negative one up. */
export interface Swatch {
  level: number;
  bin: number;
}

type Rgb = readonly [number, number, number];
const DOWN: Rgb = [0, 98, 163];
const UP: Rgb = [205, 84, 0];
const GROUNDS: Record<'light' | 'dark', Rgb> = { light: [228, 228, 228], dark: [62, 68, 74] };

/** The swatch of an effect; effects beyond `limit` take the outermost bin. */
export function swatchOf(effect: number, z: number, limit: number): Swatch {
  let level = 0;
  while (level + 1 < LEVELS.length && Math.abs(z) >= LEVELS[level + 1].from) level++;
  const bins = LEVELS[level].bins;
  const bin = Math.floor(((effect / limit + 1) / 2) * bins);
  return { level, bin: Math.min(bins - 1, Math.max(0, bin)) };
}

/** The color of a swatch on a light or a dark page. */
export function swatchColor({ level, bin }: Swatch, ground: 'light' | 'dark' = 'light'): string {
  return hex(mix({ level, bin }, ground));
}

/** Black or white, whichever reads better on the swatch. */
export function swatchInk(swatch: Swatch, ground: 'light' | 'dark' = 'light'): string {
  const luminance = luminanceOf(mix(swatch, ground));
  return (luminance + 0.05) / 0.0565 > 1.05 / (luminance + 0.05) ? '#111111' : '#ffffff';
}

/** Class of a swatch, by which the page changes its color in dark mode. */
export function swatchTone({ level, bin }: Swatch): string {
  return `v${level}${bin}`;
}

function mix({ level, bin }: Swatch, ground: 'light' | 'dark'): Rgb {
  const { bins, strength } = LEVELS[level];
  const position = (2 * (bin + 0.5)) / bins - 1;
  const hue = position < 0 ? DOWN : UP;
  const share = strength * (0.25 + 0.75 * Math.abs(position));
  const base = GROUNDS[ground];
  return [0, 1, 2].map((i) => Math.round(base[i] + (hue[i] - base[i]) * share)) as unknown as Rgb;
}

function hex(color: Rgb): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance (WCAG 2.2), with the exponent 2.4 replaced by a polynomial good to 0.004. */
function luminanceOf(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const c = part / 255;
    return c * (c * (c * 0.305306011 + 0.682171111) + 0.012522878);
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
