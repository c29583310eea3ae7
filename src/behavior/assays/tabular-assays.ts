import { type Assay, COUNT, LATENCY } from './assay.ts';

/** Marble burying: marbles at least two-thirds covered. */
export const marbleBurying: Assay = {
  id: 'marble-burying',
  label: 'Marble burying',
  formats: ['table'],
  settings: [],
  sources: ['Deacon 2006 Nat Protoc 1:122'],
  measures: [
    {
      name: 'marbles_buried',
      label: 'Marbles buried',
      unit: 'n',
      domain: 'anxiety',
      direction: 1,
      composite: true,
      nature: COUNT,
    },
  ],
};

/** Rotarod: latency to fall, a measure of coordination that enters no mood score. */
export const rotarod: Assay = {
  id: 'rotarod',
  label: 'Rotarod',
  formats: ['table'],
  settings: [{ name: 'cutoff', value: 300, unit: 's', meaning: 'latencies are censored here' }],
  sources: ['Deacon 2013 J Vis Exp 75:e2615'],
  measures: [
    { name: 'latency_s', label: 'Latency to fall', unit: 's', domain: 'other', direction: 0, composite: false, nature: LATENCY },
  ],
};

/** Locomotion in the home cage, from beam breaks or counts. */
export const homeCage: Assay = {
  id: 'home-cage',
  label: 'Home-cage locomotion',
  formats: ['table'],
  settings: [],
  sources: ['Robinson et al. 2018 J Vis Exp e58523'],
  measures: [
    { name: 'activity', label: 'Activity', unit: 'counts', domain: 'locomotion', direction: 1, composite: true },
    {
      name: 'dark_activity',
      label: 'Activity in the dark phase',
      unit: 'counts',
      domain: 'locomotion',
      direction: 1,
      composite: false,
    },
    {
      name: 'light_activity',
      label: 'Activity in the light phase',
      unit: 'counts',
      domain: 'locomotion',
      direction: 1,
      composite: false,
    },
  ],
};

/** Body weight: a control measure and a welfare sign. */
export const bodyWeight: Assay = {
  id: 'body-weight',
  label: 'Body weight',
  formats: ['table'],
  settings: [{ name: 'loss_limit', value: 15, unit: '%', meaning: 'a loss of more of the highest weight so far is flagged' }],
  sources: ['Talbot et al. 2020 Animals 10:1709'],
  measures: [
    { name: 'weight_g', label: 'Body weight', unit: 'g', domain: 'other', direction: 0, composite: false },
    { name: 'gain_g', label: 'Weight gain since the first session', unit: 'g', domain: 'other', direction: 0, composite: false },
    {
      name: 'gain_pct',
      label: 'Weight gain since the first session',
      unit: '%',
      domain: 'other',
      direction: 0,
      composite: false,
    },
  ],
};
