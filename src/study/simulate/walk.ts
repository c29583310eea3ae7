import { atan2, cos, exp, type RandomStream, sin } from '../../stats/index.ts';

/** Positions at a fixed rate, cm. */
export interface Positions {
  rate: number;
  x: Float64Array;
  y: Float64Array;
}

/** Steps per second and length of all simulated walks. */
export const TRACK_RATE = 5;
export const TRACK_SECONDS = 300;
/** Every second step is written, 2.5 frames a second, so that a bundled study stays small. */
const WRITTEN = 2;

/** A walker that turns towards a target, with noise in its heading, a slowly varying speed, and pauses. */
export class Walker {
  x: number;
  y: number;
  moving = true;
  private heading: number;
  private readonly speedFactor: number;
  private readonly stream: RandomStream;
  private drift = 0;

  constructor(x: number, y: number, speedFactor: number, stream: RandomStream) {
    this.x = x;
    this.y = y;
    this.speedFactor = speedFactor;
    this.stream = stream;
    this.heading = 2 * Math.PI * stream.uniform();
  }

  /** Ends or begins a pause, with the given mean lengths in s. */
  switchPause(dt: number, meanMoving: number, meanPause: number): void {
    const mean = this.moving ? meanMoving : meanPause;
    if (this.stream.uniform() < 1 - exp(-dt / mean)) this.moving = !this.moving;
  }

  /** One step of `dt` s towards a target at about `speed` cm/s; `wander` is the SD of the heading noise, rad. */
  stepTowards(targetX: number, targetY: number, speed: number, dt: number, wander: number): void {
    if (!this.moving) return;
    const wanted = atan2(targetY - this.y, targetX - this.x);
    let turn = wanted - this.heading;
    turn -= 2 * Math.PI * Math.round(turn / (2 * Math.PI));
    this.heading += 0.6 * turn + wander * this.stream.normal();
    this.drift = 0.9 * this.drift + 0.12 * this.stream.normal();
    const length = speed * this.speedFactor * exp(this.drift) * dt;
    this.x += length * cos(this.heading);
    this.y += length * sin(this.heading);
  }
}

/** A track as CSV with columns time_s, x_cm, y_cm, to a tenth of a cm. */
export function trackCsv(track: Positions): string {
  let text = 'time_s,x_cm,y_cm\n';
  for (let i = 0; i < track.x.length; i += WRITTEN)
    text += `${(i / track.rate).toFixed(1)},${tenth(track.x[i])},${tenth(track.y[i])}\n`;
  return text;
}

function tenth(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}
