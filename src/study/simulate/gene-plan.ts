import { exp, pow, randomStream } from '../../stats/index.ts';
import { fillerNames, NAMED_GENES } from './gene-names.ts';
import type { Mood } from './latent.ts';
import { DRUG_EFFECTS, FILLER_EFFECTS, LINK_CORRELATION, LINKED, valuesByGene } from './planted-genes.ts';

const LN2 = 0.6931471805599453;

/** A gene with all that determines its counts. */
export interface GenePlan {
  symbol: string;
  group: string;
  log2Mean: number;
  dispersion: number;
  /** log2 fold change of the top dose. */
  log2FoldChange: number;
  link: { mood: Mood /** Within arms. */; correlation: number /** log2 units per SD of the trait. */; slope: number } | null;
}

/**
 * Plans `count` genes, sorted by symbol. Dispersions scatter around 0.015 + 2 / mean, as between inbred animals.
 *
 * @param planted false: no drug effect and no link anywhere
 * @throws RangeError when fewer genes are asked for than have names of their own
 */
export function planGenes(count: number, planted: boolean, seed: number): GenePlan[] {
  const stream = randomStream(seed, 'simulate/genes');
  const named = NAMED_GENES.flatMap(({ group, genes }) => valuesByGene(genes).map(([symbol, mean]) => ({ symbol, group, mean })));
  if (count < named.length) throw new RangeError(`at least ${named.length} genes are needed`);
  const taken = new Set(named.map((gene) => gene.symbol));
  const fillers = fillerNames(count - named.length, taken, stream).map((symbol) => ({
    symbol,
    group: 'filler',
    mean: Math.min(14, Math.max(0.3, 6.3 + 2.3 * stream.normal())),
  }));
  const effects = planted ? drugEffects(fillers, seed) : new Map<string, number>();
  const genes = [...named, ...fillers].map(({ symbol, group, mean }): GenePlan => {
    const trend = 0.015 + 2 / pow(2, mean);
    const dispersion = trend * exp(0.3 * stream.normal());
    return { symbol, group, log2Mean: mean, dispersion, log2FoldChange: effects.get(symbol) ?? 0, link: null };
  });
  if (planted) plantLinks(genes);
  return genes.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
}

/** The listed effects, and effects on fillers that are expressed well enough for them to matter. */
function drugEffects(fillers: readonly { symbol: string; mean: number }[], seed: number): Map<string, number> {
  const effects = new Map(DRUG_EFFECTS.flatMap(({ genes }) => valuesByGene(genes)));
  const stream = randomStream(seed, 'simulate/filler-effects');
  for (const { symbol } of fillers.filter((gene) => gene.mean > 6).slice(0, FILLER_EFFECTS.count)) {
    const size = FILLER_EFFECTS.least + (FILLER_EFFECTS.most - FILLER_EFFECTS.least) * stream.uniform();
    effects.set(symbol, Math.round((stream.uniform() < 0.5 ? -size : size) * 100) / 100);
  }
  return effects;
}

/** The slope that gives the planted correlation, the gene's own noise on the log2 scale being about sqrt(dispersion + 1/mean) / ln 2. */
function plantLinks(genes: readonly GenePlan[]): void {
  const bySymbol = new Map(genes.map((gene) => [gene.symbol, gene]));
  for (const { mood, sign, genes: symbols } of LINKED) {
    for (const symbol of symbols.split(' ')) {
      const gene = bySymbol.get(symbol);
      if (gene === undefined) throw new RangeError(`linked gene ${symbol} is not among the named genes`);
      const noise = Math.sqrt(gene.dispersion + pow(2, -gene.log2Mean)) / LN2;
      const slope = (sign * LINK_CORRELATION * noise) / Math.sqrt(1 - LINK_CORRELATION * LINK_CORRELATION);
      gene.link = { mood, correlation: sign * LINK_CORRELATION, slope };
    }
  }
}
