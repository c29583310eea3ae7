import type { Context } from '../../context/index.ts';
import type { Recording } from '../recording/recording.ts';
import { type BackgroundModel, learnBackground } from './background.ts';
import { grayFrames, probeVideo, type VideoInfo } from './ffmpeg.node.ts';
import { AnimalLocator } from './locate.ts';

/** Frames from which the background is learned. */
const BACKGROUND_FRAMES = 100;
const ASSUMED_FRAMES = 9000;

/** How a video is tracked. */
export interface VideoOptions {
  /** Where the animal can be, given the size of the frames; null: everywhere. */
  mask: ((info: VideoInfo) => Uint8Array) | null;
  /** Stop after this many frames. */
  maxFrames?: number;
}

/**
 * The centroid track of one animal in a video from above with a static background: the background is the median of frames
 * spread over the video; the animal is the largest blob that differs from it.
 *
 * @throws InputError when ffmpeg is missing or cannot read the file
 */
export async function trackVideo(
  file: string,
  options: VideoOptions,
  context: Context,
): Promise<{ recording: Recording; model: BackgroundModel }> {
  const info = probeVideo(file);
  const expected = Math.min(options.maxFrames ?? Infinity, Number.isFinite(info.frames) ? info.frames : Infinity);
  const every = Math.max(1, Math.floor((Number.isFinite(info.frames) ? info.frames : ASSUMED_FRAMES) / BACKGROUND_FRAMES));
  const samples: Uint8Array[] = [];
  for await (const frame of grayFrames(file, info, `select='not(mod(n\\,${every}))'`)) {
    context.checkCancelled();
    samples.push(frame.slice());
    context.progress('Learning the background', samples.length, BACKGROUND_FRAMES + 1);
    if (samples.length > 2 * BACKGROUND_FRAMES) break;
  }
  const model = learnBackground(samples, info.width, info.height, options.mask?.(info) ?? null);
  const locator = new AnimalLocator(model);
  const [x, y]: [number[], number[]] = [[], []];
  for await (const frame of grayFrames(file, info, null)) {
    const location = locator.locate(frame);
    x.push(location.x);
    y.push(location.y);
    if (x.length % 100 === 0) {
      context.checkCancelled();
      context.progress('Tracking', x.length, Number.isFinite(expected) ? expected : x.length);
    }
    if (x.length >= expected) break;
  }
  const point = { name: 'center', x: Float64Array.from(x), y: Float64Array.from(y), likelihood: null };
  const recording: Recording = {
    file,
    format: 'video',
    frames: x.length,
    time: null,
    fps: info.fps,
    unit: 'px',
    individuals: [{ name: '', points: [point] }],
    zones: [],
    columns: [],
    attributes: [],
    notes: info.steady ? [] : ['the frame rate of the video varies: times are those of its mean rate'],
  };
  return { recording, model };
}
