import type { BackgroundModel } from './background.ts';

/** Where the animal is in one frame, px; x and y NaN when it was not found. */
export interface Location {
  x: number;
  y: number;
  /** Number of pixels of the body. */
  area: number;
}

/** Finds the animal frame by frame, looking near its last place first. */
export class AnimalLocator {
  private readonly labels: Int32Array;
  private readonly stack: Int32Array;
  private last: Location = { x: NaN, y: NaN, area: 0 };
  /** Running typical area of the body, px. */
  private typicalArea = 0;
  /** Counts images; labels of earlier ones are thereby void. */
  private stamp = 0;

  constructor(private readonly model: BackgroundModel) {
    this.labels = new Int32Array(model.width * model.height);
    this.stack = new Int32Array(model.width * model.height);
  }

  /**
   * The centroid of the largest blob that differs from the background, weighted by the difference. Thin parts (the tail, leads)
   * are first taken off by an erosion. A blob much smaller than the body seen so far is no animal.
   *
   * @param frame gray image
   */
  locate(frame: Uint8Array): Location {
    const { width, height } = this.model;
    const reach = 4 * Math.sqrt(Math.max(this.typicalArea, 100));
    const near =
      this.last.x === this.last.x
        ? this.largestBlob(frame, this.last.x - reach, this.last.y - reach, this.last.x + reach, this.last.y + reach)
        : null;
    const enough = 0.3 * this.typicalArea;
    const found = near !== null && near.area > enough ? near : this.largestBlob(frame, 0, 0, width - 1, height - 1);
    if (found === null || found.area < Math.max(9, 0.15 * this.typicalArea)) return { x: NaN, y: NaN, area: 0 };
    this.typicalArea = this.typicalArea === 0 ? found.area : 0.98 * this.typicalArea + 0.02 * found.area;
    this.last = found;
    return found;
  }

  private isBody(frame: Uint8Array, i: number): boolean {
    const { background, polarity, threshold, mask } = this.model;
    return (mask === null || mask[i] === 1) && polarity * (frame[i] - background[i]) > threshold;
  }

  /** A pixel whose four neighbors belong to the body too. */
  private isCore(frame: Uint8Array, i: number): boolean {
    const { width } = this.model;
    return (
      this.isBody(frame, i) &&
      this.isBody(frame, i - 1) &&
      this.isBody(frame, i + 1) &&
      this.isBody(frame, i - width) &&
      this.isBody(frame, i + width)
    );
  }

  private largestBlob(frame: Uint8Array, left: number, top: number, right: number, bottom: number): Location | null {
    const { width, height } = this.model;
    const [x0, x1] = [Math.max(1, Math.floor(left)), Math.min(width - 2, Math.ceil(right))];
    const [y0, y1] = [Math.max(1, Math.floor(top)), Math.min(height - 2, Math.ceil(bottom))];
    this.stamp++;
    let best: Location | null = null;
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const i = y * width + x;
        if (this.labels[i] === this.stamp || !this.isCore(frame, i)) continue;
        const blob = this.flood(frame, i, x0, x1, y0, y1);
        if (best === null || blob.area > best.area) best = blob;
      }
    }
    return best;
  }

  /** Gathers the core pixels connected to one of them, inside the window. */
  private flood(frame: Uint8Array, start: number, x0: number, x1: number, y0: number, y1: number): Location {
    const { width, background } = this.model;
    let [top, area, weight, sumX, sumY] = [0, 0, 0, 0, 0];
    this.stack[top++] = start;
    this.labels[start] = this.stamp;
    while (top > 0) {
      const i = this.stack[--top];
      const [x, y] = [i % width, Math.floor(i / width)];
      const difference = Math.abs(frame[i] - background[i]);
      area++;
      weight += difference;
      sumX += difference * x;
      sumY += difference * y;
      for (const next of [i - 1, i + 1, i - width, i + width]) {
        const [nx, ny] = [next % width, Math.floor(next / width)];
        if (nx < x0 || nx > x1 || ny < y0 || ny > y1 || this.labels[next] === this.stamp || !this.isCore(frame, next)) continue;
        this.labels[next] = this.stamp;
        this.stack[top++] = next;
      }
    }
    return { x: sumX / weight, y: sumY / weight, area };
  }
}
