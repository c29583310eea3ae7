import { boutsOf, type EventLog } from '../track/event-log.ts';
import { type Assay, COUNT, emptyObservation, LATENCY, type Observation } from './assay.ts';
import { endOf } from './end-of-test.ts';

const INTERACTION = ['interaction', 'social interaction', 'sniffing', 'following', 'allogrooming', 'contact'];

/** Social interaction with a free partner, from scored states. */
export const socialInteraction: Assay = {
  id: 'social-interaction',
  label: 'Social interaction',
  formats: ['events', 'table'],
  settings: [],
  behaviors: INTERACTION,
  sources: ['File & Hyde 1978 Br J Pharmacol 62:19', 'Golden et al. 2011 Nat Protoc 6:1183'],
  measures: [
    { name: 'interaction_s', label: 'Social interaction', unit: 's', domain: 'anxiety', direction: -1, composite: true },
    {
      name: 'interaction_bouts',
      label: 'Bouts of interaction',
      unit: 'n',
      domain: 'anxiety',
      direction: -1,
      composite: false,
      nature: COUNT,
    },
    {
      name: 'interaction_latency_s',
      label: 'Latency to interact',
      unit: 's',
      domain: 'anxiety',
      direction: 1,
      composite: false,
      nature: LATENCY,
    },
  ],
  fromEvents: measureInteraction,
};

function measureInteraction(log: EventLog): Observation {
  const observation = emptyObservation();
  const interaction = boutsOf(log, INTERACTION);
  const happened = interaction.start.length > 0;
  observation.values.set('interaction_s', interaction.total);
  observation.values.set('interaction_bouts', interaction.start.length);
  observation.values.set('interaction_latency_s', happened ? interaction.start[0] : endOf(log, Infinity, observation));
  if (!happened) observation.censored.add('interaction_latency_s');
  return observation;
}
