import type { EventLog } from '../track/event-log.ts';
import { type Assay, type AssaySetting, COUNT, emptyObservation, exclude, type Observation, setting } from './assay.ts';

const SETTINGS: readonly AssaySetting[] = [
  { name: 'minimum_entries', value: 8, unit: 'n', meaning: 'fewer arm entries leave the animal out' },
];

/** Y-maze spontaneous alternation from a log of arm entries (behaviors `A`, `B`, `C`, or `arm A` ...); other behaviors are left out. */
export const yMaze: Assay = {
  id: 'y-maze',
  label: 'Y-maze alternation',
  formats: ['events', 'table'],
  settings: SETTINGS,
  sources: ['Hughes 2004 Neurosci Biobehav Rev 28:497', 'Kraeuter et al. 2019 Methods Mol Biol 1916:105'],
  measures: [
    {
      name: 'alternation_pct',
      label: 'Spontaneous alternation',
      unit: '%',
      domain: 'learning',
      direction: 1,
      composite: true,
      nature: { kind: 'share', successes: 'alternations', trials: 'entries', fewer: 2 },
    },
    { name: 'alternations', label: 'Alternations', unit: 'n', domain: 'other', direction: 0, composite: false },
    {
      name: 'same_arm_returns',
      label: 'Same-arm returns',
      unit: 'n',
      domain: 'learning',
      direction: -1,
      composite: false,
      nature: COUNT,
    },
    {
      name: 'alternate_arm_returns',
      label: 'Alternate-arm returns',
      unit: 'n',
      domain: 'learning',
      direction: -1,
      composite: false,
    },
    { name: 'entries', label: 'Arm entries', unit: 'n', domain: 'locomotion', direction: 1, composite: true, nature: COUNT },
  ],
  fromEvents: measureAlternation,
};

const ARM = /^(?:[a-z0-9]|left|right|start|stem|base|home|novel|new|other|familiar)$/;
const ARMS = 3;

/** The arm that a behavior names (`a`, `arm a`, `enter arm a`, `left arm entry`, ...); null for everything else that may be scored. */
function armOf(behavior: string): string | null {
  const name = behavior
    .replace(/^(?:(?:enter(?:s|ed)?|entry|in|arm|zone)\b[ _-]*|(?:arm|zone)[_-]+)+/, '')
    .replace(/[ _-]*\b(?:arm|entry|entries)\b/g, '')
    .trim();
  return ARM.test(name) ? name : null;
}

function measureAlternation(log: EventLog): Observation {
  const order = [...log.behavior.keys()].sort((a, b) => log.start[a] - log.start[b] || a - b);
  const arms = order.flatMap((i) => armOf(log.behavior[i]) ?? []);
  const observation = alternation(arms, setting(SETTINGS, 'minimum_entries'));
  const different = [...new Set(arms)].sort();
  const others = [...new Set(log.behavior.filter((name) => armOf(name) === null))].sort();
  if (different.length !== ARMS && (different.length > ARMS || others.length > 0)) {
    const ignored = others.length === 0 ? '' : `; not taken as arms: ${others.join(', ')}`;
    observation.flags.push({
      code: 'number-of-arms',
      message: `entries to ${different.length} arms (${different.join(', ')}), not ${ARMS}${ignored}`,
    });
  }
  return observation;
}

/** Overlapping triplets of three different arms, per possible triplet (entries - 2). Re-entries to an arm count as entries. */
export function alternation(arms: readonly string[], minimumEntries: number): Observation {
  const observation = emptyObservation();
  let alternations = 0;
  let same = 0;
  let alternate = 0;
  for (let i = 2; i < arms.length; i++) {
    const [first, second, third] = [arms[i - 2], arms[i - 1], arms[i]];
    if (first !== second && second !== third && first !== third) alternations++;
    if (first === third && first !== second) alternate++;
  }
  for (let i = 1; i < arms.length; i++) if (arms[i] === arms[i - 1]) same++;
  if (arms.length < minimumEntries) return exclude(observation, 'too few arm entries', `${arms.length} entries`);
  const { values } = observation;
  values.set('alternation_pct', (100 * alternations) / (arms.length - 2));
  values.set('alternations', alternations);
  values.set('same_arm_returns', same);
  values.set('alternate_arm_returns', alternate);
  values.set('entries', arms.length);
  return observation;
}
