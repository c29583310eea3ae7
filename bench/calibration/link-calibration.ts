import { weighClaims } from '../../src/claims/index.ts';
import { plainContext } from '../../src/context/index.ts';
import { linkTable } from '../../src/integration/index.ts';
import { adjustPvalues, log, normal, type RandomStream, randomStream, studentT } from '../../src/stats/index.ts';
import type { Study } from '../../src/study/index.ts';

/** A simulated relation of one behavioral score with a panel of genes in two groups. */
export interface LinkCase {
  label: string;
  animals: number;
  genes: number;
  /** Genes that the treatment moves, by 1.5 to 2.5 standard deviations. */
  moved: number;
  /** Effect of the treatment on behavior, in standard deviations. */
  effect: number;
  /** Correlation with one gene among like-treated animals. */
  planted: number;
  /** Share of the genes' variance that hidden factors of the animals make. */
  shared: number;
}

/** What came of many runs of a case. */
export interface LinkRates {
  supported: number;
  inconclusive: number;
  notSupported: number;
  /** Runs in which the raw correlations "find" a gene at a false discovery rate of 5 % over the panel. */
  raw: number;
  /** Of the planted gene or of any: share of runs that theory lets one expect. */
  theory: number;
}

const PERMUTATIONS = 1000;
const FAMILY_SIZE = 20;

/** Simulates a case many times and counts the verdicts of its link claim. */
export async function linkRates(one: LinkCase, runs: number, seed: number): Promise<LinkRates> {
  const counts = { supported: 0, inconclusive: 0, notSupported: 0, raw: 0 };
  for (let run = 0; run < runs; run++) {
    const { verdict, raw } = await linkRun(one, randomStream(seed, `calibration/link/${one.label}`, run), run);
    if (verdict === 'supported') counts.supported++;
    else if (verdict === 'not-supported') counts.notSupported++;
    else counts.inconclusive++;
    if (raw) counts.raw++;
  }
  const share = (count: number): number => count / runs;
  return {
    supported: share(counts.supported),
    inconclusive: share(counts.inconclusive),
    notSupported: share(counts.notSupported),
    raw: share(counts.raw),
    theory: one.planted === 0 ? ALPHA : theoreticalPower(one),
  };
}

const ALPHA = 0.05;

async function linkRun(one: LinkCase, stream: RandomStream, run: number): Promise<{ verdict: string; raw: boolean }> {
  const { animals, genes } = one;
  const group = Array.from({ length: animals }, (_, i) => (i % 2 === 0 ? 'vehicle' : 'high'));
  const factors = Array.from({ length: 5 }, () => Float64Array.from({ length: animals }, () => stream.normal()));
  const own = Float64Array.from({ length: animals }, () => stream.normal());
  const values = new Float64Array(genes * animals);
  for (let g = 0; g < genes; g++) {
    const shift = g > 0 && g <= one.moved ? (g % 2 === 0 ? -1 : 1) * (1.5 + stream.uniform()) : 0;
    for (let i = 0; i < animals; i++) {
      const noise = Math.sqrt(one.shared) * factors[g % 5][i] + Math.sqrt(1 - one.shared) * stream.normal();
      const linked = g === 0 ? one.planted * own[i] + Math.sqrt(1 - one.planted * one.planted) * noise : noise;
      values[g * animals + i] = 8 + linked + (group[i] === 'high' ? shift : 0);
    }
  }
  const outcome = own.map((value, i) => value + (group[i] === 'high' ? one.effect : 0));
  const names = Array.from({ length: genes }, (_, g) => `Gene${g}`);
  const families = Array.from({ length: Math.floor(genes / FAMILY_SIZE) }, (_, f) => ({
    id: `family-${f}`,
    label: `Family ${f}`,
    members: names.slice(f * FAMILY_SIZE, (f + 1) * FAMILY_SIZE),
  }));
  const request = {
    outcome: { id: 'score/anxiety', label: 'Anxiety-like behavior', values: outcome },
    session: 'week6',
    genes: names,
    values,
    group,
    others: [],
    families: families.length > 0 ? families : [{ id: 'all', label: 'All', members: names }],
    panel: names,
    permutations: PERMUTATIONS,
  };
  const link = await linkTable(request, plainContext(run + 1));
  const integration = {
    links: link === null ? [] : [link],
    mediation: [],
    predictions: [],
    targeted: [],
    animals: [],
    notes: [],
  };
  const study = STUDY;
  const { claims } = weighClaims({ study, checks: [], behavior: null, pathway: null, integration });
  const verdict = claims.find((claim) => claim.id === 'link-anxiety')?.verdict ?? 'missing';
  const raw = link !== null && adjustPvalues(link.pvalue, 'BH').some((p) => p < ALPHA);
  return { verdict, raw };
}

/**
 * Chance that the planted gene passes: half of alpha for the best gene of the panel, shared over independent genes; Fisher's z with its bias
 * term, on the degrees of freedom within groups.
 */
function theoreticalPower({ animals, genes, planted }: LinkCase): number {
  const df = animals - 3;
  const single = 1 - (1 - ALPHA / 2) ** (1 / genes);
  const t = studentT.quantileUpper(single / 2, df);
  const critical = t / Math.sqrt(df + t * t);
  const z = (r: number): number => 0.5 * log((1 + r) / (1 - r));
  return normal.upper((z(critical) - z(planted) - planted / (2 * (df + 1))) * Math.sqrt(df - 1));
}

const STUDY: Study = {
  format: 1,
  title: 'Calibration',
  drug: { name: 'drug', route: null, vehicle: null },
  species: 'mouse',
  strain: null,
  arms: [
    { name: 'vehicle', doseMgPerKg: 0, control: true },
    { name: 'high', doseMgPerKg: 20, control: false },
  ],
  dosing: null,
  animals: [],
  animalColumns: [],
  sessions: [{ name: 'week6', ageDays: 70, phase: 'treatment' }],
  assays: [],
  expression: null,
  targeted: [],
  weights: [],
  plan: {
    primary: ['anxiety'],
    model: 'score ~ arm * session + (1 | animal)',
    alpha: ALPHA,
    fdr: 0.1,
    smallestEffect: 0.5,
    smallestLog2FoldChange: 0.25,
    permutations: PERMUTATIONS,
    seed: 1,
  },
};
