import type { DreamTable, Tested } from '../expression/index.ts';
import { dreamExpression } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import { matrixColumns } from '../table/index.ts';
import { surrogateRequest } from './batch-options.ts';
import type { LinearOptions } from './de-linear.ts';
import { modelRequest } from './expression-options.ts';
import { type LinearAnswer, writeAnswer } from './linear-answer.ts';
import { finite, linearHeadline, linearSummary } from './linear-summary.ts';
import { withContext } from './support.ts';

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
  await writeAnswer(answerOf(table, options), options, summaryFile);
}

function answerOf(table: DreamTable, options: DreamOptions): LinearAnswer {
  const { genes } = table.expressed;
  const method = `gene-wise mixed models (dream), ${DF_WORDS[table.dfMethod]} degrees of freedom, moderated variances`;
  return {
    columns: [
      { name: 'gene', values: genes },
      { name: 'logFC', values: table.logFC },
      { name: 'SE', values: table.error },
      { name: 'AveExpr', values: table.averageExpression },
      { name: 't', values: table.t },
      { name: 'df', values: table.df },
      { name: 'P.Value', values: table.pvalue },
      { name: 'adj.P.Val', values: table.padj },
    ],
    diagnostics: [
      { name: 'gene', values: genes },
      ...matrixColumns(
        table.terms.map((name) => `variance:${name}`),
        table.variances,
      ),
      { name: 'sigma', values: table.sigma },
      { name: 'residualDf', values: table.residualDf },
    ],
    summary: linearSummary(table, options, table.padj, method, {
      randomIntercepts: table.terms,
      priorDf: finite(table.prior.df),
      priorVariance: table.prior.variance,
    }),
    notes: table.notes,
    headline: linearHeadline(table, options, table.padj),
  };
}

const DF_WORDS = { satterthwaite: 'Satterthwaite', 'kenward-roger': 'Kenward-Roger' } as const;

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
