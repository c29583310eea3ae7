import { type RandomStream, shuffle } from '../../stats/index.ts';

/**
 * Real mouse genes and a plausible log2 mean count in hippocampus, by what they do. Symbols are facts (MGI nomenclature);
 * the means are round figures for the simulation, not measurements.
 */
export const NAMED_GENES: readonly { group: string; genes: string }[] = [
  {
    group: 'serotonin receptors',
    genes:
      'Htr1a 8.2 Htr1b 6.8 Htr1d 5 Htr1f 5.8 Htr2a 7 Htr2b 2.5 Htr2c 8.6 Htr3a 6.6 Htr3b 3 Htr4 7 Htr5a 6.8 Htr5b 4.5 Htr6 5.4 Htr7 7',
  },
  { group: 'dopamine receptors', genes: 'Drd1 7.6 Drd2 7 Drd3 3.2 Drd4 4.2 Drd5 6.8' },
  {
    group: 'GABA receptors',
    genes:
      'Gabra1 10.8 Gabra2 10.6 Gabra3 8.9 Gabra4 9.4 Gabra5 9.9 Gabra6 2 Gabrb1 9.9 Gabrb2 9.6 Gabrb3 10.4 Gabrd 8.6 Gabre 4 Gabrg1 8.2 Gabrg2 10.2 Gabrg3 7.2 Gabrq 3.4 Gabrr2 3 Gabbr1 11 Gabbr2 10.2',
  },
  {
    group: 'glutamate receptors',
    genes:
      'Gria1 11.6 Gria2 11.9 Gria3 10.4 Gria4 8.9 Grik1 7.3 Grik2 8.7 Grik3 7.2 Grik4 8 Grik5 9.4 Grin1 11.2 Grin2a 9.8 Grin2b 10.4 Grin2c 6.2 Grin2d 6.2 Grin3a 7.2 Grin3b 2.5 Grid1 8 Grid2 7 Grm1 8.7 Grm2 7.6 Grm3 8.8 Grm4 7.4 Grm5 10.1 Grm7 9 Grm8 7',
  },
  {
    group: 'other neuroactive receptors',
    genes:
      'Adra1a 6.5 Adra1b 6.3 Adra1d 7.6 Adra2a 7 Adra2b 3.2 Adra2c 7.4 Adrb1 7.9 Adrb2 6 Adrb3 1.5 Chrm1 10 Chrm2 6.7 Chrm3 8.7 Chrm4 7.4 Chrm5 4.8 Chrna3 4 Chrna4 7.2 Chrna5 5.2 Chrna7 7.3 Chrnb1 5.8 Chrnb2 8.4 Chrnb4 3.5 Hrh1 6.4 Hrh2 6.2 Hrh3 7.6 Adora1 9.7 Adora2a 5.3 Adora2b 4 Oprd1 5.4 Oprk1 6.4 Oprm1 6.6 Oprl1 8 Cnr1 10.2 Cnr2 2 Crhr1 8.4 Crhr2 5 Npy1r 8 Npy2r 7.4 Npy5r 7 Galr1 5 Galr2 4 Sstr1 7.4 Sstr2 8 Sstr3 7.2 Sstr4 7 Tacr1 5.6 Tacr3 5.8 Oxtr 6.6 Avpr1a 6 Avpr1b 4 Mc3r 3 Mc4r 5.6 Hcrtr1 4.6 Hcrtr2 5.8 Ntsr1 5 Ntsr2 7.6 Cckbr 8.2 Vipr1 6.6 Vipr2 5 Adcyap1r1 10 P2rx4 6.4 P2rx7 7 P2ry1 6 P2ry12 8.4 Glra1 2.5 Glra2 6 Glra3 5.4 Glrb 10 Nr3c1 9.6 Nr3c2 9.6 Thra 11 Thrb 9 Lepr 5.4 S1pr1 9 Ptger3 5 Ednrb 8.4 F2r 6.8 Gnrhr 1.5',
  },
  {
    group: 'synthesis and transport',
    genes:
      'Tph2 6.4 Ddc 6 Th 6.4 Dbh 3.2 Maoa 9 Maob 7.6 Comt 8.6 Slc6a4 6 Slc6a3 3 Slc6a2 3.6 Slc18a2 5 Gad1 10 Gad2 9.6 Abat 10 Slc6a1 11 Slc6a11 9.6 Slc32a1 8.8 Gls 11 Glul 12 Slc17a7 12.4 Slc17a6 7.8 Slc1a1 9 Slc1a2 13 Slc1a3 12 Chat 4.8 Ache 8.4 Slc18a3 4 Slc5a7 4.2 Hdc 3.6 Got1 11 Aldh5a1 9 Gch1 6 Qdpr 9.4',
  },
  {
    group: 'vesicle cycle',
    genes:
      'Snap25 13.2 Vamp1 8 Vamp2 12.6 Syt1 12.6 Syt4 10 Syt7 10.4 Syt11 11 Stx1a 10.4 Stx1b 11.6 Stxbp1 12.6 Syn1 11.6 Syn2 12 Syn3 7.8 Sv2a 11.6 Sv2b 12 Syp 12.2 Syngr1 11 Cplx1 11.4 Cplx2 12.4 Rab3a 12 Rims1 10.6 Rims2 9.2 Unc13a 11 Unc13b 8 Bsn 11 Pclo 11.4 Nsf 12.4 Napb 11.6 Doc2b 8 Synj1 11.6 Sh3gl2 11.2 Amph 10.6 Atp6v0a1 12',
  },
  {
    group: 'receptor turnover',
    genes:
      'Dnm1 12.6 Dnm2 9.6 Dnm3 10.8 Ap2a1 10.4 Ap2a2 11 Ap2b1 11.4 Ap2m1 12 Ap2s1 9.6 Cltc 12.6 Clta 11 Cltb 10.2 Arrb1 10 Arrb2 8.8 Grk2 9.6 Grk3 8 Grk5 7.6 Grk6 8 Rab4a 8 Rab5a 10 Rab7 11 Rab11a 10 Gphn 9.8 Dlg4 12 Dlg3 9.8 Shank2 9.6 Shank3 10.2 Pick1 8.4 Grip1 8 Gabarap 11 Gabarapl1 12 Hap1 10 Nedd4 9.6 Usp8 9 Usp46 9 Vps35 11 Vps26a 9 Snx27 9.4 Hgs 9.4 Tsg101 9 Zdhhc3 8.6 Neto1 9 Cnih2 10.2 Cacng8 11 Shisa9 9',
  },
  {
    group: 'activity-regulated genes',
    genes:
      'Fos 8.4 Fosb 7.6 Fosl2 8 Junb 9.6 Arc 10.2 Egr1 10.8 Egr2 7 Egr3 10 Egr4 8.8 Npas4 7.4 Nr4a1 9.8 Nr4a2 9 Nr4a3 8.2 Dusp1 8.6 Dusp5 8 Ier2 8.2 Btg2 9 Homer1 11 Per1 9.6 Ptgs2 8.4 Nptx2 8.4 Rgs2 9.2 Gadd45b 7.8 Sik1 8.6 Arl4d 7.6 Bdnf 9 Ntrk2 12 Crh 6.4 Vgf 10.2 Nptx1 11.6 Inhba 8 Pim1 7.6 Plk2 9.8',
  },
  {
    group: 'retinoid signaling',
    genes:
      'Rara 8.2 Rarb 7.6 Rarg 4.8 Rxra 8.4 Rxrb 9 Rxrg 6.6 Cyp26a1 2 Cyp26b1 7.4 Crabp1 4.8 Crabp2 5.6 Rbp1 7.8 Rbp4 5.8 Stra6 5.4 Dhrs3 8 Aldh1a1 6 Aldh1a2 5.6 Aldh1a3 3.4 Rdh10 7 Rdh11 9 Tgm2 6.8',
  },
  { group: 'sex', genes: 'Xist 11 Ddx3y 8.6 Eif2s3y 8 Kdm5d 7.6 Uty 7.2' },
  {
    group: 'cell types and housekeeping',
    genes:
      'Mbp 13.5 Plp1 13 Mog 9 Mag 10 Gfap 11 Aqp4 11 Aldh1l1 9.6 Olig1 9.8 Olig2 8.6 Cx3cr1 8 Csf1r 8.6 Itgam 6.6 Cldn5 8 Pvalb 8 Sst 9 Vip 6 Npy 8 Cck 10.5 Penk 7 Pdyn 7.4 Tac1 6 Calb1 10.4 Calb2 7.4 Prox1 10 Wfs1 9.6 Camk2a 13.4 Rbfox3 10.6 Map2 13 Actb 14 Gapdh 13 Hprt1 10 Ppia 12 Tubb3 11 Eef1a1 13.4',
  },
];

/** Families from which invented filler genes take their names, with the largest number in use. */
const STEMS: readonly [string, number][] = [
  ['Zfp', 990],
  ['Tmem', 260],
  ['Ccdc', 190],
  ['Fam', 220],
  ['Slc25a', 53],
  ['Rpl', 39],
  ['Rps', 29],
  ['Ndufa', 13],
  ['Psmd', 14],
  ['Kif', 27],
  ['Usp', 54],
  ['Trim', 75],
  ['Wdr', 95],
  ['Lrrc', 75],
  ['Arhgap', 44],
  ['Arhgef', 40],
  ['Pcdhb', 22],
  ['Mrpl', 55],
  ['Mrps', 36],
  ['Dnajc', 30],
  ['Fbxo', 48],
  ['Klhl', 42],
  ['Ankrd', 66],
  ['Zbtb', 49],
  ['Tbc1d', 32],
  ['Rnf', 227],
  ['Cep', 350],
  ['Ppp1r', 42],
  ['Plekh', 60],
  ['Sec', 63],
];

/** Names for `count` filler genes, none of them taken; symbols as in mouse annotation (Zfp112, Gm10358, 1700012A03Rik). */
export function fillerNames(count: number, taken: ReadonlySet<string>, stream: RandomStream): string[] {
  const pool = STEMS.flatMap(([stem, last]) => Array.from({ length: last }, (_, i) => `${stem}${i + 1}`));
  const names = new Set(
    shuffle(pool, stream)
      .filter((name) => !taken.has(name))
      .slice(0, Math.floor(0.7 * count)),
  );
  while (names.size < count) {
    const riken = stream.uniform() < 0.4;
    const number = stream.integer(9_000_000) + 1_000_000;
    const clone = `${number}${String.fromCharCode(65 + stream.integer(16))}${String(stream.integer(24) + 1).padStart(2, '0')}Rik`;
    names.add(riken ? clone : `Gm${stream.integer(48_000) + 1000}`);
  }
  return [...names];
}
