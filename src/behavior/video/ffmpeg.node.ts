import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inputError } from '../../problems/index.ts';

/** What a video file says about itself. */
export interface VideoInfo {
  width: number;
  height: number;
  fps: number;
  /** Number of frames as the container states it; NaN when it does not. */
  frames: number;
  /** False when the nominal and the mean frame rate differ: time stamps are then uneven. */
  steady: boolean;
}

/** Reads width, height and frame rate with the system's ffprobe. Throws InputError when it is missing or the file is no video. */
export function probeVideo(file: string): VideoInfo {
  if (!existsSync(file))
    throw inputError({ code: 'file-unreadable', file, message: 'there is no such file', mend: 'check the path' });
  const entries = 'stream=width,height,avg_frame_rate,r_frame_rate,nb_frames';
  const probe = spawnSync('ffprobe', ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'json', file], {
    encoding: 'utf8',
  });
  if (probe.error !== undefined) throw noFfmpeg(file);
  const streams: unknown = probe.status === 0 ? (JSON.parse(probe.stdout) as { streams?: unknown }).streams : undefined;
  const stream = Array.isArray(streams) ? (streams[0] as Partial<Record<string, unknown>> | undefined) : undefined;
  const [width, height] = [Number(stream?.width), Number(stream?.height)];
  const [mean, nominal] = [rate(stream?.avg_frame_rate), rate(stream?.r_frame_rate)];
  if (!(width > 0 && height > 0 && mean > 0)) {
    throw inputError({
      code: 'video-unreadable',
      file,
      message: 'this is not a video that ffmpeg can read',
      found: probe.stderr.trim().split('\n')[0],
      mend: 'convert it to .mp4',
    });
  }
  return {
    width,
    height,
    fps: mean,
    frames: stream?.nb_frames === undefined ? NaN : Number(stream.nb_frames),
    steady: Math.abs(mean - nominal) < 1e-3 * nominal,
  };
}

function rate(text: unknown): number {
  const [top, bottom] = String(text).split('/').map(Number);
  return bottom === undefined ? top : top / bottom;
}

/**
 * Gray frames of a video in order, at full size. Each frame is a view that is overwritten by the next one.
 *
 * @param filter ffmpeg filter, e.g. to keep every 100th frame; null for all frames
 */
export async function* grayFrames(file: string, info: VideoInfo, filter: string | null): AsyncGenerator<Uint8Array> {
  const filters = filter === null ? [] : ['-vf', filter];
  const args = [
    '-v',
    'error',
    '-i',
    file,
    ...filters,
    '-fps_mode',
    'passthrough',
    '-f',
    'rawvideo',
    '-pix_fmt',
    'gray',
    'pipe:1',
  ];
  const child = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text.toString()}`.slice(0, 2000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', () => reject(noFfmpeg(file)));
    child.on('close', resolve);
  });
  // A failure to start is reported where the frames are awaited.
  ended.catch(() => {});
  const frame = new Uint8Array(info.width * info.height);
  let filled = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Uint8Array>) {
      for (let from = 0; from < chunk.length; ) {
        const part = Math.min(frame.length - filled, chunk.length - from);
        frame.set(chunk.subarray(from, from + part), filled);
        filled += part;
        from += part;
        if (filled < frame.length) continue;
        filled = 0;
        yield frame;
      }
    }
    const code = await ended;
    if (code !== 0) {
      throw inputError({
        code: 'video-damaged',
        file,
        message: 'ffmpeg could not decode the whole video',
        found: complaint.trim().split('\n')[0],
        mend: 'copy or convert the video again',
      });
    }
  } finally {
    child.kill();
  }
}

function noFfmpeg(file: string): Error {
  return inputError({
    code: 'video-no-ffmpeg',
    file,
    message: 'ffmpeg and ffprobe are needed to read videos and were not found',
    mend: 'install ffmpeg, or track the video with another program and give its file',
  });
}
