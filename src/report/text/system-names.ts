/** Names of transmitter systems as people write them, in the order of the report. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['glutamate', 'Glutamate'],
  ['gaba', 'GABA'],
  ['serotonin', 'Serotonin'],
  ['dopamine', 'Dopamine'],
  ['noradrenaline', 'Noradrenaline'],
  ['acetylcholine', 'Acetylcholine'],
  ['glycine', 'Glycine'],
  ['histamine', 'Histamine'],
  ['opioid', 'Opioids'],
  ['cannabinoid', 'Cannabinoids'],
  ['purinergic', 'Purines'],
  ['stress-steroid', 'CRF and corticosteroids'],
  ['sex-steroid', 'Sex steroids'],
  ['neurotrophin', 'Neurotrophins'],
  ['retinoid', 'Retinoids'],
  ['vesicle-cycle', 'Vesicle cycle'],
  ['turnover', 'Receptor trafficking and turnover'],
]);

/** Everything the list does not name. */
export const OTHER_SYSTEMS = 'Peptides, hormones and others';

const FAMILIES: ReadonlyMap<string, string> = new Map([
  ['5-ht1', '5-HT1'],
  ['5-ht2', '5-HT2'],
  ['5-ht3', '5-HT3'],
  ['5-ht4-6-7', '5-HT4/6/7'],
  ['5-ht5', '5-HT5'],
  ['d1-like', 'D1-like'],
  ['d2-like', 'D2-like'],
  ['ampa', 'AMPA'],
  ['nmda', 'NMDA'],
  ['kainate', 'Kainate'],
  ['delta', 'Delta'],
  ['mglu-1', 'mGlu I'],
  ['mglu-2', 'mGlu II'],
  ['mglu-3', 'mGlu III'],
  ['gaba-a', 'GABA-A'],
  ['gaba-a-rho', 'GABA-A ρ'],
  ['gaba-b', 'GABA-B'],
  ['gaba-b-like', 'B-like'],
  ['alpha1', 'α1'],
  ['alpha2', 'α2'],
  ['beta', 'β'],
  ['muscarinic-q', 'M1/3/5'],
  ['muscarinic-i', 'M2/4'],
  ['nicotinic-neuronal', 'nicotinic, neuronal'],
  ['nicotinic-muscle', 'nicotinic, muscle'],
  ['glyr', 'GlyR'],
  ['cb1', 'CB1'],
  ['cb2', 'CB2'],
  ['p2x', 'P2X'],
  ['adenosine-i', 'A1, A3'],
  ['adenosine-s', 'A2'],
  ['p2y-q', 'P2Y (Gq)'],
  ['p2y-i', 'P2Y (Gi)'],
  ['p2y10', 'P2Y10'],
  ['opioid-receptor', 'opioid'],
  ['opioid-growth-factor', 'OGFR'],
  ['gpr55', 'GPR55'],
  ['trpv1', 'TRPV1'],
]);

/** The main system of a catalogue row, whose system column may name several. */
export function mainSystem(systems: string): string {
  return systems.split(',')[0];
}

/** A system's name for people; ids that are not known stay as they are. */
export function systemName(id: string): string {
  return SYSTEMS.get(id) ?? id;
}

/** Known systems in the order of the report; others are pooled by the caller. */
export function isNamedSystem(id: string): boolean {
  return SYSTEMS.has(id);
}

/** Systems sorted as the report shows them. */
export function inReportOrder(systems: readonly string[]): string[] {
  const order = [...SYSTEMS.keys()];
  const rank = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...systems].sort((a, b) => rank(a) - rank(b));
}

/** A receptor family's short name, for narrow columns. */
export function familyName(id: string): string {
  return FAMILIES.get(id) ?? id.replaceAll('-', ' ');
}
