import { type Command, InvalidArgumentError } from 'commander';
import { circularMask, rectangularMask } from '../behavior/index.ts';
import { trackVideo, type VideoOptions } from '../behavior/video/track-video.node.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { type CommonOptions, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface TrackOptions extends CommonOptions {
  circle?: number[];
  rectangle?: number[];
  output: string;
}

/** Parses `a,b,c` into so many numbers. */
function numbersOf(count: number): (text: string) => number[] {
  return (text) => {
    const values = text.split(',').map(Number);
    if (values.length !== count || !values.every(Number.isFinite))
      throw new InvalidArgumentError(`${count} numbers with commas are needed`);
    return values;
  };
}

/** `limbic track`: the centroid of one animal in a video from above. */
export function register(program: Command): void {
  const command = program
    .command('track')
    .description('centroid track of one animal in a video from above (needs ffmpeg)')
    .argument('<video>', 'a video with a static background')
    .option('--circle <x,y,radius>', 'look only inside this circle, px', numbersOf(3))
    .option('--rectangle <left,top,right,bottom>', 'look only inside this rectangle, px', numbersOf(4))
    .requiredOption('-o, --output <file>', `frame, time_s, x_px, y_px: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText('after', '\nExample:\n  limbic track mouse.mp4 --circle 309,235,218 -o track.csv')
    .action(run);
}

async function run(video: string, options: TrackOptions): Promise<void> {
  const { recording, model } = await withContext(options, (context) => trackVideo(video, { mask: maskOf(options) }, context));
  const [{ x, y }] = recording.individuals[0].points;
  const fps = recording.fps ?? Number.NaN;
  await writeColumns(options.output, [
    { name: 'frame', values: Float64Array.from(x, (_, frame) => frame) },
    { name: 'time_s', values: Float64Array.from(x, (_, frame) => frame / fps) },
    { name: 'x_px', values: x },
    { name: 'y_px', values: y },
  ]);
  const missing = x.filter((value) => Number.isNaN(value)).length;
  const animal = model.polarity === 1 ? 'a bright animal' : 'a dark animal';
  say(
    options,
    `${x.length} frames at ${fps.toFixed(3)} per second, ${animal}, threshold ${model.threshold.toFixed(0)} of 255; not found in ${missing}.`,
  );
  for (const note of recording.notes) say(options, `note: ${note}`);
}

function maskOf({ circle, rectangle }: TrackOptions): VideoOptions['mask'] {
  if (circle !== undefined) return ({ width, height }) => circularMask(width, height, circle[0], circle[1], circle[2]);
  if (rectangle === undefined) return null;
  const [left, top, right, bottom] = rectangle;
  return ({ width, height }) => rectangularMask(width, height, left, top, right, bottom);
}
