import type { GenePlan } from './gene-plan.ts';
import { effectOf, MOOD_CORRELATION, VARIANCE } from './latent.ts';
import { lastTreatment, type Preset, type SimulatedArm } from './preset.ts';
import type { TestNoise } from './simulate-behavior.ts';

/** All that was planted, and what was not, as plain data for truth.json. */
export interface Truth {
  made_by: string;
  seed: number;
  planted: boolean;
  design: {
    animals: number;
    litters: number;
    sequenced: number;
    genes: number;
    arms: { name: string; dose_mg_per_kg: number }[];
    sessions: { name: string; age_days: number; phase: string }[];
  };
  behavior: {
    unit: string;
    latent_variance: { litter: number; animal: number; occasion: number };
    correlation_of_anxiety_and_depression: number;
    test_noise_sd: TestNoise;
    effects: { domain: string; arm: string; session: string; effect_sd: number }[];
    not_planted: string[];
  };
  expression: {
    changed: { gene: string; group: string; log2_fold_change: { arm: string; value: number }[] }[];
    linked: { gene: string; domain: string; correlation_within_arms: number; log2_per_sd: number }[];
    linked_session: string;
    sex_genes: string[];
    not_planted: string[];
  };
}

const BEHAVIOR_NOT_PLANTED = [
  'an effect on locomotion',
  'a difference between arms at baseline',
  'a sex by arm interaction (the effects are the same in both sexes)',
  'an effect on body weight or on total fluid intake',
  'losses of animals that depend on the arm',
];
const EXPRESSION_NOT_PLANTED = [
  'a change of cholinergic, adrenergic, histamine, adenosine, glycine or purinergic receptors',
  'a batch effect or an effect of litter on expression',
  'a sex by arm interaction',
  'a change of cell composition',
  'a link between behavior and any gene not listed under "linked"',
];

/** Gathers the truth of a simulated study. */
export function truthOf(
  preset: Preset,
  options: { seed: number; planted: boolean; litters: number; animals: number; sequenced: number },
  genes: readonly GenePlan[],
  noise: TestNoise,
): Truth {
  const treated: readonly TreatedArm[] = preset.arms
    .map((arm, index) => ({ ...arm, index }))
    .filter((arm) => arm.doseMgPerKg > 0);
  return {
    made_by: `limbic simulate --preset ${preset.name}${options.planted ? '' : ' --null'} --animals ${options.animals} --genes ${genes.length} --seed ${options.seed}`,
    seed: options.seed,
    planted: options.planted,
    design: {
      animals: options.animals,
      litters: options.litters,
      sequenced: options.sequenced,
      genes: genes.length,
      arms: preset.arms.map((arm) => ({ name: arm.name, dose_mg_per_kg: arm.doseMgPerKg })),
      sessions: preset.sessions.map((one) => ({ name: one.name, age_days: one.ageDays, phase: one.phase })),
    },
    behavior: {
      unit: 'standard deviations of the latent trait among controls of one session; a test shows the trait with its own noise, so an effect on one measure is smaller',
      latent_variance: VARIANCE,
      correlation_of_anxiety_and_depression: MOOD_CORRELATION,
      test_noise_sd: noise,
      effects: plantedEffects(preset, treated),
      not_planted: options.planted ? BEHAVIOR_NOT_PLANTED : ['anything'],
    },
    expression: {
      changed: changedGenes(genes, treated),
      linked: linkedGenes(genes),
      linked_session: preset.sessions[lastTreatment(preset)].name,
      sex_genes: genes.filter((gene) => gene.group === 'sex').map((gene) => gene.symbol),
      not_planted: options.planted ? EXPRESSION_NOT_PLANTED : ['anything but the genes of one sex'],
    },
  };
}

interface TreatedArm extends SimulatedArm {
  /** Among all arms of the preset. */
  index: number;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function plantedEffects(preset: Preset, treated: readonly TreatedArm[]): Truth['behavior']['effects'] {
  return (['anxiety', 'depression'] as const).flatMap((domain) =>
    treated.flatMap((arm) =>
      preset.sessions.map((session, s) => ({
        domain,
        arm: arm.name,
        session: session.name,
        effect_sd: round(effectOf(preset, domain, arm.index, s)),
      })),
    ),
  );
}

function changedGenes(genes: readonly GenePlan[], treated: readonly TreatedArm[]): Truth['expression']['changed'] {
  return genes
    .filter((gene) => gene.log2FoldChange !== 0)
    .map(({ symbol, group, log2FoldChange }) => ({
      gene: symbol,
      group,
      log2_fold_change: treated.map((arm) => ({ arm: arm.name, value: round(log2FoldChange * arm.fraction) })),
    }));
}

function linkedGenes(genes: readonly GenePlan[]): Truth['expression']['linked'] {
  return genes.flatMap(({ symbol, link }) =>
    link === null
      ? []
      : [{ gene: symbol, domain: link.mood, correlation_within_arms: link.correlation, log2_per_sd: round(link.slope) }],
  );
}
