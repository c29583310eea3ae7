/** Typeface of all figures: what journals ask for, then what each system has in its place. */
export const FONT = 'Helvetica Neue, Helvetica, Arial, Liberation Sans, Nimbus Sans, Open Sans, sans-serif';

/** Type sizes in px of the figure; at its natural width one px is one px of the report. */
export const TYPE = { title: 13, label: 12, tick: 11, small: 10 } as const;

export const INK = '#1a1a1a';
export const MUTED = '#5c5c5c';
export const RULE = '#8a8a8a';
export const GRID = '#e6e6e6';

/** The eight colors of Okabe and Ito, which readers with any form of color blindness can tell apart. */
export const OKABE_ITO = {
  black: '#000000',
  orange: '#e69f00',
  sky: '#56b4e9',
  green: '#009e73',
  yellow: '#f0e442',
  blue: '#0072b2',
  vermilion: '#d55e00',
  purple: '#cc79a7',
} as const;

export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'triangle-down' | 'plus' | 'cross' | 'ring';

/** How one group is drawn: color and shape together, so that neither alone carries the meaning. */
export interface GroupStyle {
  color: string;
  /** Class by which the page may change the color (dark mode, forced colors). */
  tone: string;
  shape: Shape;
}

const CONTROL: GroupStyle = { color: '#6b6b6b', tone: 'c0', shape: 'ring' };
const TREATED: readonly GroupStyle[] = [
  { color: OKABE_ITO.vermilion, tone: 'c1', shape: 'diamond' },
  { color: OKABE_ITO.blue, tone: 'c2', shape: 'triangle' },
  { color: OKABE_ITO.sky, tone: 'c3', shape: 'square' },
  { color: OKABE_ITO.green, tone: 'c4', shape: 'circle' },
  { color: OKABE_ITO.purple, tone: 'c5', shape: 'triangle-down' },
  { color: OKABE_ITO.orange, tone: 'c6', shape: 'cross' },
  { color: OKABE_ITO.black, tone: 'c7', shape: 'plus' },
];

/** Styles by group name, in drawing order: control first, then the treated groups; the last (highest dose) is the strongest. */
export function groupStyles(control: string | null, treated: readonly string[]): Map<string, GroupStyle> {
  const styles = new Map<string, GroupStyle>();
  if (control !== null) styles.set(control, CONTROL);
  treated.forEach((name, i) => {
    styles.set(name, TREATED[(treated.length - 1 - i) % TREATED.length]);
  });
  return styles;
}

/** The style of a group that was not foreseen. */
export function styleOf(styles: ReadonlyMap<string, GroupStyle>, group: string | null): GroupStyle {
  return (group === null ? undefined : styles.get(group)) ?? { color: MUTED, tone: 'c8', shape: 'plus' };
}
