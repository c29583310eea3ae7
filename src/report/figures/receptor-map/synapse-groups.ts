import type { ReceptorRow } from '../../../pathway/index.ts';

/** The genes of one transmitter system by their place at the synapse. */
export interface SynapseGroups {
  synthesis: ReceptorRow[];
  /** Vesicular transporters and, for peptides, the transmitter itself. */
  vesicle: ReceptorRow[];
  breakdown: ReceptorRow[];
  uptake: ReceptorRow[];
  autoreceptors: ReceptorRow[];
  /** Receptors by family, in catalogue order. */
  receptors: { family: string; channel: boolean; rows: ReceptorRow[] }[];
}

/** Sorts the genes of a system; rows that belong to several systems appear in each. */
export function synapseGroups(panel: readonly ReceptorRow[], system: string): SynapseGroups {
  const own = panel.filter((row) => row.system.split(',').includes(system));
  const withRole = (...roles: string[]) => own.filter((row) => roles.includes(row.role));
  const receptors = withRole('receptor', 'receptor-subunit');
  const families = [...new Set(receptors.map((row) => row.family))];
  return {
    synthesis: withRole('synthesis'),
    vesicle: withRole('vesicular-transporter', 'ligand'),
    breakdown: withRole('degradation'),
    uptake: withRole('transporter'),
    autoreceptors: withRole('autoreceptor'),
    receptors: families.map((family) => {
      const rows = receptors.filter((row) => row.family === family);
      return { family, channel: rows.some((row) => row.class === 'ionotropic'), rows };
    }),
  };
}

/** Number of receptor genes, auto- and postsynaptic. */
export function receptorCount(groups: SynapseGroups): number {
  return groups.autoreceptors.length + groups.receptors.reduce((sum, one) => sum + one.rows.length, 0);
}
