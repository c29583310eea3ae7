import { decodeText } from '../../table/index.ts';
import type { GeneSet } from '../sets/gene-set.ts';
import { SetCollector } from './gene-ids.ts';

/**
 * Pathways of one species from Reactome's `NCBI2Reactome_All_Levels.txt`: Entrez id, pathway, address, name, evidence, species. A gene of
 * a pathway belongs to the pathways above it too.
 *
 * @param latin name of the species, such as `Mus musculus`
 */
export function readReactome(bytes: Uint8Array, file: string, latin: string): GeneSet[] {
  const collector = new SetCollector();
  for (const line of decodeText(bytes, file).text.split(/\r?\n/)) {
    const [gene, pathway, , name, , species] = line.split('\t');
    if (species === latin && gene !== '' && pathway !== undefined) collector.add(pathway, name ?? '', gene);
  }
  return collector.result();
}
