import type { Mood } from './latent.ts';

/** log2 fold changes of the top dose against vehicle. Everything not named here is not changed by the drug. */
export const DRUG_EFFECTS: readonly { group: string; genes: string }[] = [
  { group: 'serotonin receptors', genes: 'Htr1a -0.8 Htr1b -0.7 Htr2a 0.6 Htr2c 0.7 Htr4 -0.6 Htr5a -0.6 Htr7 -0.6' },
  { group: 'dopamine receptors', genes: 'Drd1 -0.8 Drd2 -0.7 Drd5 -0.7' },
  {
    group: 'GABA receptors',
    genes: 'Gabra1 -0.5 Gabra2 -0.5 Gabra5 -0.45 Gabrb2 -0.5 Gabrb3 -0.4 Gabrd -0.6 Gabrg2 -0.5 Gabbr1 -0.4 Gabbr2 -0.4',
  },
  { group: 'glutamate receptors', genes: 'Gria1 0.4 Grin2a 0.5 Grin2b 0.5 Grm2 -0.6 Grm5 0.5' },
  {
    group: 'other neuroactive receptors',
    genes: 'Crhr1 0.6 Cnr1 -0.5 Npy1r -0.6 Npy2r -0.6 Oprk1 0.8 Sstr2 -0.5 Cckbr 0.5 Oxtr -0.7',
  },
  { group: 'synthesis and transport', genes: 'Tph2 -0.9 Th -0.7 Ddc -0.7 Slc6a4 -0.8 Gad1 -0.5 Gad2 -0.5 Slc32a1 -0.5 Maoa 0.5' },
  { group: 'vesicle cycle', genes: 'Snap25 -0.4 Vamp2 -0.4 Syt1 -0.45 Stx1a -0.45 Syn1 -0.4 Sv2a -0.4 Rab3a -0.4 Slc17a7 -0.4' },
  {
    group: 'receptor turnover',
    genes: 'Dnm1 -0.4 Ap2a1 -0.45 Ap2b1 -0.4 Arrb1 0.5 Grk5 0.6 Rab5a 0.4 Gphn -0.5 Usp46 -0.5 Nedd4 0.5',
  },
  { group: 'retinoid signaling', genes: 'Rarb 1.2 Cyp26b1 1.6 Crabp2 1 Rbp1 0.6 Dhrs3 1.1 Stra6 1.2 Tgm2 0.9 Rdh10 -0.4' },
];

/** Number of invented filler genes that the drug changes too, and the range of the size of their log2 fold changes. */
export const FILLER_EFFECTS = { count: 60, least: 0.35, most: 0.9 } as const;

/**
 * Genes whose expression follows an animal's own trait at the session before the tissue was taken, beyond what its arm
 * explains. The sign says whether more of the trait goes with more expression.
 */
export const LINKED: readonly { mood: Mood; sign: 1 | -1; genes: string }[] = [
  {
    mood: 'anxiety',
    sign: 1,
    genes: 'Fos Fosb Fosl2 Junb Arc Egr1 Egr2 Egr4 Npas4 Nr4a1 Dusp1 Ier2 Btg2 Ptgs2 Rgs2 Nptx2 Crh Crhr1 Htr2c Grm5',
  },
  { mood: 'anxiety', sign: -1, genes: 'Htr1a Gabra2 Npy Npy1r Sst' },
  { mood: 'depression', sign: 1, genes: 'Gadd45b Sik1 Oprk1 Pdyn Slc6a1 Maoa' },
  { mood: 'depression', sign: -1, genes: 'Bdnf Ntrk2 Vgf Nptx1 Inhba Plk2 Homer1 Drd1 Grin2a Syn2 Camk2a Pvalb' },
];

/** Correlation of log2 expression with the latent trait, within arms. */
export const LINK_CORRELATION = 0.9;

/** Parses `Symbol number Symbol number ...`. */
export function valuesByGene(text: string): [string, number][] {
  const words = text.split(' ');
  return Array.from({ length: words.length / 2 }, (_, i) => [words[2 * i], Number(words[2 * i + 1])]);
}
