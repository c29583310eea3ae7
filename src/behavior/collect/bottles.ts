/** One bottle on one cage for one day, with the loss of animal-free cages already known. Weights in g. */
export interface BottleRecord {
  day: string;
  bottle: 'sucrose' | 'water';
  side: 'left' | 'right';
  start: number;
  end: number;
  /** Mean weight loss of the same kind of bottle on animal-free cages that day; 0 when none was weighed. */
  loss: number;
}
