import type { Claim, ClaimsResult } from '../../src/claims/index.ts';

const BASE: Claim = {
  id: 'anxiety',
  statement: 'Isotretinoin raises anxiety-like behavior.',
  verdict: 'supported',
  reason:
    'At the end of treatment the highest dose scores 0.98 control SD above vehicle, and the whole interval lies above zero after adjustment over four planned claims.',
  test: 'high vs vehicle at week 6, linear mixed model with litter and animal random, Kenward–Roger',
  estimate: 0.98,
  low: 0.41,
  high: 1.55,
  unit: 'SD of controls',
  pvalue: 0.0011,
  padj: 0.0044,
  family: 'primary behavior',
  equivalence: { bound: 0.5, pvalue: 0.95 },
  claimed: 1,
  gate: null,
  figures: ['scores-forest'],
  details: [
    { label: 'animals', value: '12 vs 12' },
    { label: 'litters', value: '12 vs 12' },
    { label: 'Hedges g', value: '1.1 [0.3, 1.9]' },
  ],
};

/** One claim of each verdict and more, two that cannot be assessed. */
export function fakeClaims(): ClaimsResult {
  const claims: Claim[] = [
    BASE,
    {
      ...BASE,
      id: 'depression',
      statement: 'Isotretinoin raises depression-like behavior.',
      estimate: 0.71,
      low: 0.12,
      high: 1.3,
      pvalue: 0.021,
      padj: 0.042,
      reason:
        'Immobility rises and sucrose preference falls together; the interval excludes zero but reaches below the smallest effect of interest.',
    },
    {
      ...BASE,
      id: 'locomotion',
      statement: 'Isotretinoin changes locomotion.',
      verdict: 'not-supported',
      estimate: -0.05,
      low: -0.38,
      high: 0.28,
      pvalue: 0.77,
      padj: 0.77,
      reason: 'The interval lies inside the smallest effect of interest: a change that matters is ruled out.',
      equivalence: { bound: 0.5, pvalue: 0.006 },
    },
    {
      ...BASE,
      id: 'nlri-pathway',
      statement: 'Isotretinoin alters neuroactive ligand–receptor genes as a set.',
      estimate: -0.24,
      low: -0.38,
      high: -0.1,
      unit: 'log2 fold change',
      pvalue: 3e-5,
      padj: 6e-5,
      family: 'pathway',
      equivalence: null,
      reason: 'The catalogue changes as a set by a sample-based rotation test.',
    },
    {
      ...BASE,
      id: 'gaba-receptors',
      statement: 'Isotretinoin lowers GABA receptor expression.',
      verdict: 'contradicted',
      estimate: 0.31,
      low: 0.08,
      high: 0.54,
      unit: 'log2 fold change',
      pvalue: 0.009,
      padj: 0.018,
      family: 'pathway',
      equivalence: null,
      reason: 'The planned test passes, but in the opposite direction.',
    },
    {
      ...BASE,
      id: 'behavior-expression-link',
      statement: 'Expression tracks anxiety-like behavior among like-treated animals.',
      verdict: 'inconclusive',
      estimate: 0.32,
      low: -0.12,
      high: 0.65,
      unit: 'r',
      pvalue: 0.15,
      padj: 0.3,
      family: 'link',
      equivalence: { bound: 0.3, pvalue: 0.54 },
      reason: 'With 24 animals the interval holds both no link and a strong one; this is absence of evidence.',
    },
  ];
  return {
    claims,
    notAssessed: [
      { id: 'adolescence', statement: 'Acts more in adolescents than in adults.', why: 'The study has no adult arm.' },
      {
        id: 'people',
        statement: 'Means the same for people.',
        why: 'Exposure was not measured; dose translation needs plasma levels.',
      },
    ],
    families: [
      { name: 'primary behavior', adjustment: 'Holm', members: ['anxiety', 'depression', 'locomotion'] },
      { name: 'pathway', adjustment: 'Benjamini–Hochberg', members: ['nlri-pathway', 'gaba-receptors'] },
    ],
  };
}
