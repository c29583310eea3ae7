import type { DreamTable, Tested } from '../expression/index.ts';
import { dreamExpression } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import { VERSION } from '../version.ts';
import { surrogateRequest } from './batch-options.ts';
import type { LinearOptions } from './de-linear.ts';
import { modelRequest } from './expression-options.ts';
import { say, withContext, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

/** Options of `limbic de --method dream`. */
export interface DreamOptions extends LinearOptions {
  ddf: 'adaptive' | 'satterthwaite' | 'kenward-roger';
}

/** Whether a design has random terms such as (1 | litter). */
export function hasRandomTerms(design: string): boolean {
  return /\(.*\|.*\)/.test(design);
}

/** `limbic de --method dream` with random terms: results, their summary, and the sentence for people. */
export async function runDream(options: DreamOptions, test: Tested, summaryFile: string): Promise<void> {
  refuseOptions(options);
  const factors = test !== null && 'factor' in test ? [test.factor] : [];
  const table = await withContext(options, (context) =>
    dreamExpression(
      {
        ...modelRequest(options, factors),
        ...surrogateRequest(options, test),
        ...{ test, normalization: options.normalization, filter: options.filter, df: options.ddf, robust: options.robust },
      },
      context,
    ),
  );
  const { genes } = table.expressed;
  const count = table.terms.length;
  if (options.diagnostics !== undefined)
    await writeColumns(options.diagnostics, [
      { name: 'gene', values: genes },
      ...table.terms.map((name, k) => ({
        name: `variance:${name}`,
        values: Float64Array.from(genes, (_, g) => table.variances[g * count + k]),
      })),
      { name: 'sigma', values: table.sigma },
      { name: 'residualDf', values: table.residualDf },
    ]);
  if (options.output !== '-') writeOutput(summaryFile, `${JSON.stringify(summaryOf(table, options), null, 2)}\n`);
  await writeColumns(options.output, [
    { name: 'gene', values: genes },
    { name: 'logFC', values: table.logFC },
    { name: 'SE', values: table.error },
    { name: 'AveExpr', values: table.averageExpression },
    { name: 't', values: table.t },
    { name: 'df', values: table.df },
    { name: 'P.Value', values: table.pvalue },
    { name: 'adj.P.Val', values: table.padj },
  ]);
  for (const note of table.notes) say(options, `note: ${note}`);
  say(options, headlineOf(table, options));
}

function refuseOptions(options: DreamOptions): void {
  const given = (
    [
      ['--block', options.block !== undefined],
      ['--quality-weights', options.qualityWeights],
      ['--lfc', options.lfc > 0],
      ['--reduced', options.reduced !== undefined],
      ['--shrink', options.shrink !== 'none'],
      ['--alternative', options.alternative !== 'greaterAbs'],
      ['--test', options.test !== 'ql'],
      ['--control-genes', options.controlGenes !== undefined],
    ] as const
  ).filter(([, set]) => set);
  if (given.length === 0) return;
  throw inputError({
    code: 'usage',
    message: `--method dream with random terms does not know ${given.map(([name]) => name).join(', ')}`,
    mend: 'leave it out',
  });
}

function significant({ logFC, padj }: DreamTable, alpha: number): { up: number; down: number } {
  let [up, down] = [0, 0];
  padj.forEach((value, g) => {
    if (!(value < alpha)) return;
    if (logFC[g] > 0) up++;
    else down++;
  });
  return { up, down };
}

const DF_WORDS = { satterthwaite: 'Satterthwaite', 'kenward-roger': 'Kenward-Roger' } as const;

function summaryOf(table: DreamTable, options: DreamOptions): Record<string, unknown> {
  const { expressed, combination, prior } = table;
  return {
    program: `limbic ${VERSION}`,
    method: `gene-wise mixed models (dream), ${DF_WORDS[table.dfMethod]} degrees of freedom, moderated variances`,
    design: expressed.model.design.formula.text,
    contrast: combination.name,
    alpha: options.alpha,
    genes: expressed.genes.length,
    genesFiltered: expressed.filtered,
    significant: significant(table, options.alpha),
    normalization: options.normalization,
    randomIntercepts: table.terms,
    priorDf: Number.isFinite(prior.df) ? prior.df : String(prior.df),
    priorVariance: prior.variance,
    hiddenFactors: expressed.surrogates,
    samples: expressed.samples.map((sample, j) => ({
      sample,
      librarySize: expressed.librarySizes[j],
      normFactor: expressed.factors[j],
    })),
    notes: table.notes,
  };
}

function headlineOf(table: DreamTable, { alpha }: DreamOptions): string {
  const { up, down } = significant(table, alpha);
  const { genes, samples, filtered } = table.expressed;
  return (
    `${table.combination.name}: ${up + down} of ${genes.length} genes at a false discovery rate of ${alpha} ` +
    `(${up} up, ${down} down); ${samples.length} samples; ${filtered} genes left out for too low counts`
  );
}
