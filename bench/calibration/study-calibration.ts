import type { BehaviorResult, Measure } from '../../src/behavior/index.ts';
import { weighClaims } from '../../src/claims/index.ts';
import { claimPlan } from '../../src/claims/plan.ts';
import { rerunBehavior } from '../../src/claims/rerun/behavior-rerun.ts';
import { rerunExpression } from '../../src/claims/rerun/expression-rerun.ts';
import { plainContext } from '../../src/context/index.ts';
import { type IntegrationResult, linkTable, sharedAnimals } from '../../src/integration/index.ts';
import { type PathwayResult, receptorCatalogue } from '../../src/pathway/index.ts';
import { exp, negativeBinomialVariate, pow, type RandomStream, randomStream } from '../../src/stats/index.ts';
import type { Animal, Study } from '../../src/study/index.ts';
import { tableOf } from '../../src/table/index.ts';
import { STUDY_PLAN } from '../../test/support/study-plan.ts';

/** What is planted in simulated studies of the bundled design (72 mice of 18 litters, four doses, six litters sequenced). */
export interface Planted {
  label: string;
  /** Effect of the highest dose on both moods, in standard deviations of the controls; linear in dose, 70 % of it after washout. */
  effect: number;
  /** Change of every receptor of each declared system at the highest dose, log2. */
  change: number;
  /** Correlation of five serotonin and dopamine receptors with anxiety among like-treated animals. */
  link: number;
}

const ARMS = ['vehicle', 'low', 'medium', 'high'];
const FRACTION = [0, 0.25, 0.5, 1];
const SHARE = [0, 0.5, 1, 0.7];
const SESSIONS = ['baseline', 'week3', 'week6', 'washout'];
const FILLERS = 900;

/** Simulates a study's measures and counts, runs scores, models, differential expression, set tests, links and claims, and gives the verdicts. */
export async function simulatedVerdicts(planted: Planted, run: number, seed: number): Promise<Map<string, string>> {
  const stream = randomStream(seed, `calibration/study/${planted.label}`, run);
  const { study, latent } = simulatedStudy(planted, stream);
  const plan = claimPlan(study);
  if (plan === null) throw new RangeError('the simulated study has no control');
  const scores = (['anxiety', 'depression'] as const).map((domain, d) => ({
    domain,
    label: domain,
    measures: [0, 1].map((test) => measureOf(domain, test, latent[d], stream)),
  }));
  const claimed = rerunBehavior(study, scores, plan);
  const behavior: BehaviorResult = {
    ...claimed,
    animals: study.animals.map((animal) => animal.id),
    measures: [],
    comparisons: [],
    exclusions: [],
    flags: [],
  };
  const counts = simulatedCounts(study, latent[0], planted, stream);
  const context = plainContext(run + 1);
  const { refit, pathway } = await rerunExpression(study, counts, context);
  const rooms: PathwayResult = {
    ...pathway,
    ...{ enrichment: [], compositions: [], pairs: [], coverage: { measured: 0, catalogue: 0, notDetected: [] }, notes: [] },
  };
  const shared = sharedAnimals(refit, study);
  const links: IntegrationResult['links'] = [];
  for (const score of claimed.scores) {
    const row = new Map(study.animals.map((animal, i) => [animal.id, i]));
    const values = Float64Array.from(shared.animals, (animal) => score.values[(row.get(animal) ?? 0) * SESSIONS.length + 2]);
    const table = await linkTable(
      {
        outcome: { id: `score/${score.domain}`, label: score.domain, values },
        session: 'week6',
        genes: shared.genes,
        values: shared.values,
        group: shared.group,
        others: [shared.sex.map((sex) => sex ?? '')],
        families: pathway.families,
        panel: pathway.panel.filter((one) => one.detected).map((one) => one.gene),
        permutations: 500,
      },
      context,
    );
    if (table !== null) links.push(table);
  }
  const integration = { links, mediation: [], predictions: [], targeted: [], animals: shared.animals, notes: [] };
  const { claims } = weighClaims({ study, checks: [], behavior, pathway: rooms, integration });
  return new Map(claims.map((claim) => [claim.id, claim.verdict]));
}

/** The animals, and each one's two moods at each session (animals x sessions). */
function simulatedStudy(planted: Planted, stream: RandomStream): { study: Study; latent: Float64Array[] } {
  const animals = Array.from({ length: 72 }, (_, i): Animal => {
    const litter = Math.floor(i / 4);
    return {
      id: `M${i + 1}`,
      arm: ARMS[(i + litter) % 4],
      sex: (i + Math.floor(litter / 2)) % 2 === 0 ? 'female' : 'male',
      litter: `L${litter + 1}`,
      cage: null,
      batch: null,
      born: null,
      died: null,
    };
  });
  const latent = [0, 1].map(() => {
    const litters = Float64Array.from({ length: 18 }, () => stream.normal());
    return Float64Array.from(
      animals.flatMap((animal, i) => {
        const trait = stream.normal();
        return SESSIONS.map((_, s) => {
          const effect = planted.effect * FRACTION[ARMS.indexOf(animal.arm)] * SHARE[s];
          return 0.5 * litters[Math.floor(i / 4)] + 0.67 * trait + 0.55 * stream.normal() + effect;
        });
      }),
    );
  });
  return { study: { ...BASE, animals }, latent };
}

/** A test of a mood: the trait and the noise of the test. Animals of sequenced litters have no value after washout. */
function measureOf(domain: 'anxiety' | 'depression', test: number, latent: Float64Array, stream: RandomStream): Measure {
  const id = `test-${domain}-${test + 1}`;
  const values = latent.map((value, k) => {
    const litter = Math.floor(k / SESSIONS.length / 4);
    const noisy = value + 0.6 * stream.normal();
    return litter % 3 === 0 && k % SESSIONS.length === 3 ? NaN : noisy;
  });
  return { id: `${id}/value`, assay: id, label: id, unit: '', domain, direction: 1, values, censored: null };
}

const SYSTEMS = new Set(['serotonin', 'dopamine', 'gaba', 'glutamate']);

function simulatedCounts(study: Study, mood: Float64Array, planted: Planted, stream: RandomStream) {
  const genes = receptorCatalogue().filter((gene) => gene.mouse !== '');
  const names = [
    ...new Set([...genes.map((gene) => gene.mouse), ...Array.from({ length: FILLERS }, (_, i) => `Filler${i + 1}`)]),
  ];
  const changed = new Set(
    genes
      .filter((gene) => gene.neuroactive === 'receptor' && gene.systems.some((one) => SYSTEMS.has(one)))
      .map((gene) => gene.mouse),
  );
  const linked = new Set(['Htr1a', 'Htr2a', 'Htr2c', 'Drd1', 'Drd2']);
  const sampled = study.animals.flatMap((_, i) => (Math.floor(i / 4) % 3 === 0 ? [i] : []));
  const sizes = sampled.map(() => exp(0.25 * stream.normal()));
  const counts = new Float64Array(names.length * sampled.length);
  names.forEach((name, g) => {
    const mean = 6 + 2 * stream.normal();
    const level = Math.min(13, Math.max(linked.has(name) || changed.has(name) ? 5 : 0.3, mean));
    const dispersion = (0.015 + 2 / pow(2, level)) * exp(0.3 * stream.normal());
    const side = stream.uniform() < 0.5 ? -1 : 1;
    const noise = Math.sqrt(dispersion + pow(2, -level)) / 0.6931471805599453;
    const slope = linked.has(name) ? (planted.link * noise) / Math.sqrt(1 - planted.link * planted.link) : 0;
    sampled.forEach((animal, j) => {
      const fraction = FRACTION[ARMS.indexOf(study.animals[animal].arm)];
      const trait = mood[animal * SESSIONS.length + 2] - planted.effect * fraction;
      const log2Mean = level + (changed.has(name) ? side * planted.change * fraction : 0) + slope * trait;
      counts[g * sampled.length + j] = negativeBinomialVariate(stream, sizes[j] * pow(2, log2Mean), dispersion);
    });
  });
  const samples = sampled.map((animal) => `${study.animals[animal].id}_S`);
  const cells = (pick: (animal: Animal) => string | null) => sampled.map((animal) => pick(study.animals[animal]));
  return {
    matrix: { file: 'counts', genes: names, samples, counts },
    table: tableOf('samples', [
      { name: 'sample', cells: samples },
      { name: 'arm', cells: cells((animal) => animal.arm) },
      { name: 'sex', cells: cells((animal) => animal.sex) },
    ]),
    rows: sampled.map((_, j) => j),
    animals: cells((animal) => animal.id),
    arms: cells((animal) => animal.arm),
  };
}

const BASE: Study = {
  format: 1,
  title: 'Calibration',
  drug: { name: 'drug', route: null, vehicle: null },
  species: 'mouse',
  strain: null,
  arms: ARMS.map((name, i) => ({ name, doseMgPerKg: [0, 5, 10, 20][i], control: i === 0 })),
  dosing: null,
  animals: [],
  animalColumns: [],
  sessions: SESSIONS.map((name, s) => ({
    name,
    ageDays: [26, 49, 70, 98][s],
    phase: (['baseline', 'treatment', 'treatment', 'washout'] as const)[s],
  })),
  assays: [],
  expression: {
    tissue: 'hippocampus',
    counts: 'counts',
    samples: 'samples',
    sampleColumn: 'sample',
    animalColumn: 'animal',
    geneId: 'symbol',
    session: 'week6',
    design: '~ sex + arm',
    where: [],
    minTotal: 0,
    contrasts: [],
    exclude: [],
  },
  targeted: [],
  weights: [],
  plan: { ...STUDY_PLAN, smallestLog2FoldChange: 0.25, permutations: 500 },
};
