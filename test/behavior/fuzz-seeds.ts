/** A small file of every layout, from which mutated ones are made. The first word of a name is the layout. */

const FRAMES = 40;
const x = (i: number): string => (120 + 60 * Math.sin(i / 5)).toFixed(3);
const y = (i: number): string => (150 + 40 * Math.cos(i / 7)).toFixed(3);
const rows = (line: (i: number) => string, count = FRAMES): string =>
  `${Array.from({ length: count }, (_, i) => line(i)).join('\n')}\n`;

const DEEPLABCUT = [
  `scorer${',DLC_net'.repeat(9)}`,
  `bodyparts${['nose', 'bodycentre', 'tl'].map((point) => `,${point}`.repeat(3)).join('')}`,
  `coords${',x,y,likelihood'.repeat(3)}`,
  rows((i) => `${i},${x(i)},${y(i)},0.99,${x(i + 1)},${y(i + 1)},${i % 9 === 0 ? 0.2 : 0.9876},10.5,11.25,0.999`),
].join('\n');
const MULTI = [
  `scorer${',DLC_net'.repeat(6)}`,
  'individuals,m1,m1,m1,m2,m2,m2',
  `bodyparts${',center'.repeat(6)}`,
  `coords${',x,y,likelihood'.repeat(2)}`,
  rows((i) => `${i},${x(i)},${y(i)},0.99,${i % 5 === 0 ? ',,' : `${x(i + 9)},${y(i + 9)},0.9`}`),
].join('\n');

function ethoVision(delimiter: string, decimal: string): string {
  const quoted = (...cells: string[]): string => `${cells.map((cell) => `"${cell}"`).join(delimiter)}${delimiter}`;
  const number = (value: string): string => value.replace('.', decimal);
  return [
    quoted('Number of header lines:', '7'),
    quoted('Trial name', 'Trial     1'),
    quoted('User-defined Independent Variable'),
    quoted('Animal ID', 'M01'),
    quoted(' '),
    quoted('Trial time', 'Recording time', 'X center', 'Y center', 'Distance moved', 'In zone(center / center-point)'),
    quoted('s', 's', 'cm', 'cm', 'cm', ''),
    rows((i) =>
      [
        number((4 + i / 15).toFixed(3)),
        number((i / 15).toFixed(3)),
        i % 9 === 4 ? '"-"' : number(x(i)),
        i % 9 === 4 ? '"-"' : number(y(i)),
        number('0.5'),
        i % 2,
        '',
      ].join(delimiter),
    ),
  ].join('\n');
}

const TABULAR = [
  'Observation id,o1,,,,,,,',
  ',,,,,,,,',
  'Treatment,Vehicle,,,,,,,',
  ',,,,,,,,',
  'Time,Media file path,Total length,FPS,Subject,Behavior,Behavioral category,Comment,Status',
  rows((i) => `${i}.500,a.mp4,360.000,25.0,M01,${i % 4 < 2 ? 'Floating' : 'Swimming'},,,${i % 2 === 0 ? 'START' : 'STOP'}`),
].join('\n');
const AGGREGATED_HEAD =
  'Observation id\tObservation date\tMedia file\tTotal length\tFPS\tTreatment\tSubject\tBehavior\tBehavioral category\tModifiers\tBehavior type\tStart (s)\tStop (s)\tDuration (s)';
const aggregated = rows(
  (i) =>
    `o1\t2025-03-15\ta.mp4\t360.000\t25.0\tVehicle\tM01\t${i % 2 === 0 ? 'Arm A' : 'Arm B'}\t\t\tSTATE\t${i}.000\t${i}.700\t0.700`,
);
const PROJECT = JSON.stringify({
  project_name: 'p',
  behaviors_conf: { 0: { type: 'State event', code: 's' }, 1: { type: 'Point event', code: 'p' } },
  observations: {
    o1: {
      file: { 1: ['a.mp4'] },
      media_info: { length: { 'a.mp4': 100 } },
      independent_variables: { a: '1' },
      events: Array.from({ length: 21 }, (_, i) => [i * 2.5, 'm1', i % 5 === 0 ? 'p' : 's', '', '']),
    },
  },
});
const MED_PC = [
  'File: C:\\DATA\\x',
  '',
  '',
  'Start Date: 05/21/25',
  'Subject: R101',
  'MSN: program',
  'B:    1513.000',
  'A:',
  '     0:        1.000        1.000        0.000      100.000        0.000',
  '     5:        1.000        2.000        3.000        4.000        5.000',
  'C:',
  '     0:      153.000       81.000',
  '',
].join('\n');

/** Name and text of each seed. */
export const SEEDS: readonly (readonly [string, string])[] = [
  ['deeplabcut single', DEEPLABCUT],
  ['deeplabcut multi', MULTI],
  [
    'deeplabcut labels',
    `scorer,,,S,S\nbodyparts,,,nose,nose\ncoords,,,x,y\n${rows((i) => `labeled-data,m1,img${i}.png,${i % 6 === 2 ? ',' : `${x(i)},${y(i)}`}`)}`,
  ],
  ['ethovision semicolon', ethoVision(';', '.')],
  ['ethovision comma', ethoVision(';', ',')],
  ['ethovision tab', ethoVision('\t', '.')],
  ['boris-project', PROJECT],
  ['boris-tabular', TABULAR],
  ['boris-aggregated', `${AGGREGATED_HEAD}\n${aggregated}`],
  ['boris-aggregated headless', aggregated],
  ['med-pc', MED_PC],
  [
    'sleap',
    `track,frame_idx,instance.score,nose.x,nose.y,nose.score,body.x,body.y,body.score\n${rows((i) => `track_0,${i},0.9,${x(i)},${y(i)},0.9,${x(i + 1)},${y(i + 1)},0.8`)}`,
  ],
  [
    'eztrack',
    `File,Location_Thresh,Frame,X,Y,Distance_px,center,ROI_coordinates,ROI_location\n${rows((i) => `a.mp4,99.5,${i},${x(i)},${y(i)},0.0,${i % 2 === 0 ? 'True' : 'False'},"{'xs': [[1, 2]]}",center`)}`,
  ],
  ['idtracker', `X1\tY1\tProbId1\tX2\tY2\tProbId2\n${rows((i) => `${x(i)}\t${y(i)}\tNaN\t${x(i + 3)}\tNaN\tNaN`)}`],
  [
    'trex',
    `frame,time,X#wcentroid (cm),Y#wcentroid (cm)\n${rows((i) => `${i},${(i / 15).toFixed(4)},${i % 8 === 0 ? 'inf' : x(i)},${i % 8 === 0 ? 'inf' : y(i)}`)}`,
  ],
  ['idtracker ai', `seconds,x1,y1,x2,y2\n${rows((i) => `${(i / 25).toFixed(3)},${x(i)},${y(i)},nan,nan`)}`],
  [
    'trex frames',
    `frame,time,X (cm),Y (cm),X#wcentroid (cm),Y#wcentroid (cm),missing\n${rows((i) => `${i + (i > 20 ? 3 : 0)},${(i / 15).toFixed(4)},${i % 8 === 0 ? 'inf,inf,inf,inf,1' : `${x(i)},${y(i)},${x(i + 1)},${y(i + 1)},0`}`)}`,
  ],
  [
    'any-maze',
    `Time,Centre position X,Centre position Y,In Center,In Periphery\n${rows((i) => `0:00:0${Math.floor(i / 10)}.${i % 10}00,${i < 3 ? ',' : `${Math.round(Number(x(i)))},${Math.round(Number(y(i)))}`},${i % 2},${1 - (i % 2)}`)}`,
  ],
  [
    'simba-summary',
    `VIDEO,ANIMAL,BODY-PART,MEASUREMENT,VALUE\n${rows((i) => `video${i},Animal_1,Center,Distance (cm),${x(i)}`)}`,
  ],
  [
    'simba-visits',
    `,VIDEO,ANIMAL,BODY-PART,SHAPE NAME,START TIME,END TIME,START FRAME,END FRAME\n${rows((i) => `${i},v1,Animal_1,Nose,zone,${i}.0,${i}.9,${i},${i}`)}`,
  ],
  [
    'rater-labels',
    `file;Experimenter;from;to;type;ID\n${rows((i) => `FST_1;Jin;${i}.1;${i}.9;${i === 0 ? 'Start_End' : 'Floating'};FST_1`)}`,
  ],
  ['tracktor', `,frame,pos_x,pos_y\n${rows((i) => `${i},${i + 1}.0,${x(i)},${y(i)}`)}`],
  [
    'bonsai',
    rows((i) => `2025-03-15T09:12:${(30 + i / 15).toFixed(7)}+01:00 ${i % 7 === 0 ? 'NaN NaN' : `${x(i)} ${y(i)}`} 0 512`),
  ],
  ['toxtrac', rows((i) => `${i + 4}\t0\t1\t${x(i)}\t${y(i)}\t1`)],
  [
    'toxtrac real space',
    `Time (sec)\tArena\tTrack\tPos. X (mm)\tPos. Y (mm)\tLabel\n${rows((i) => `${((i + (i > 20 ? 3 : 0)) / 25).toFixed(2)}\t1\t1\t${x(i)}\t${y(i)}\t1`)}`,
  ],
  [
    'plain dates',
    `Timestamp,Value.X,Value.Y\n${rows((i) => `2025-03-15T09:12:${(20 + i / 15).toFixed(7)}+01:00,${x(i)},${y(i)}`)}`,
  ],
  [
    'plain clocks',
    `time;x_cm;y_cm;nose_p\n${rows((i) => `0:00:0${Math.floor(i / 10)}.${i % 10}00;${x(i)};${y(i)};0.9`)}`.replaceAll('.', ','),
  ],
  [
    'ethovision other language',
    ethoVision(';', ',').replace('Number of header lines', 'Anzahl der Zeilen').replace('Recording time', 'Aufnahmezeit'),
  ],
  [
    'boris-tabular 8',
    `Observation id,Media duration (s),FPS,Subject,Behavior,Behavior type,Time,Comment\n${rows((i) => `501,360.000,25.000,M01,${i % 4 < 2 ? 'Floating' : 'Swimming'},${i % 2 === 0 ? 'START' : 'STOP'},${i}.500,`)}`,
  ],
  ['events', `animal,session,behavior,start_s,stop_s\n${rows((i) => `M1,base,immobile,${i},${i}.5`)}`],
  ['plain seconds', `time_s,x_cm,y_cm\n${rows((i) => `${(i / 15).toFixed(4)},${x(i)},${y(i)}`)}`],
  [
    'plain likelihood',
    `frame\tnose_x_px\tnose_y_px\tnose_likelihood\n${rows((i) => `${2 * i}\t${x(i)}\t${y(i)}\t0.9${i % 10}`)}`,
  ],
  [
    'plain pixels',
    `frame;nose_x;nose_y;body x [px];body y [px]\n`.replace('nose_x;nose_y;', '') + rows((i) => `${i};${x(i)};${y(i)}`),
  ],
];
