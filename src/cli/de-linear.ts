import type { Alternative, EdgerTable, NormalizationMethod, Tested, VoomTable } from '../expression/index.ts';
import { edgerExpression, voomExpression } from '../expression/index.ts';
import { inputError } from '../problems/index.ts';
import { type SurrogateOptions, surrogateRequest } from './batch-options.ts';
import { type ModelOptions, modelRequest } from './expression-options.ts';
import { type LinearAnswer, writeAnswer } from './linear-answer.ts';
import { finite, linearHeadline, linearSummary } from './linear-summary.ts';
import { type CommonOptions, withContext } from './support.ts';

/** Options of `limbic de` for limma-voom and edgeR. */
export interface LinearOptions extends CommonOptions, ModelOptions, SurrogateOptions {
  method: 'deseq2' | 'voom' | 'edger' | 'dream';
  reduced?: string;
  shrink: 'none' | 'normal' | 'apeglm';
  alternative: Alternative;
  normalization: NormalizationMethod;
  block?: string;
  qualityWeights: boolean;
  robust: boolean;
  lfc: number;
  controlGenes?: string;
  test: 'ql' | 'lrt' | 'exact';
  alpha: number;
  filter: boolean;
  diagnostics?: string;
  output: string;
}

/** `limbic de --method voom|edger`: results, their summary, and the sentence for people. */
export async function runLinear(options: LinearOptions, test: Tested, summaryFile: string): Promise<void> {
  refuseForeignOptions(options);
  const factors = test !== null && 'factor' in test ? [test.factor] : [];
  const request = {
    ...modelRequest(options, factors),
    ...surrogateRequest(options, test),
    ...{ test, normalization: options.normalization, filter: options.filter },
  };
  const answer = await withContext(options, async (context): Promise<LinearAnswer> => {
    if (options.method === 'edger')
      return ofEdger(await edgerExpression({ ...request, statistic: options.test, robust: options.robust }, context), options);
    const more = { block: options.block ?? null, qualityWeights: options.qualityWeights, robust: options.robust };
    return ofVoom(voomExpression({ ...request, ...more, threshold: options.lfc }, context), options);
  });
  await writeAnswer(answer, options, summaryFile);
}

/** Options that another method has, so that nothing asked for is silently ignored. */
function refuseForeignOptions(options: LinearOptions): void {
  const foreign =
    options.method === 'edger'
      ? ([
          ['--block', options.block !== undefined],
          ['--quality-weights', options.qualityWeights],
          ['--lfc', options.lfc > 0],
        ] as const)
      : ([['--test', options.test !== 'ql']] as const);
  const deseq = [
    ['--reduced', options.reduced !== undefined],
    ['--control-genes', options.controlGenes !== undefined],
    ['--shrink', options.shrink !== 'none'],
    ['--alternative', options.alternative !== 'greaterAbs'],
  ] as const;
  const given = [...foreign, ...deseq].filter(([, set]) => set);
  if (given.length === 0) return;
  throw inputError({
    code: 'usage',
    message: `--method ${options.method} does not know ${given.map(([name]) => name).join(', ')}`,
    mend: options.method === 'edger' ? 'leave it out, or use --method voom' : 'leave it out, or use --method edger',
  });
}

function ofVoom(table: VoomTable, options: LinearOptions): LinearAnswer {
  const { genes, samples } = table.expressed;
  const columns = [
    { name: 'gene', values: genes },
    { name: 'logFC', values: table.logFC },
    { name: 'AveExpr', values: table.averageExpression },
    { name: 't', values: table.t },
    { name: 'P.Value', values: table.pvalue },
    { name: 'adj.P.Val', values: table.padj },
    { name: 'B', values: table.logOdds },
  ];
  const weights = table.sampleWeights;
  const method = options.lfc > 0 ? `limma-voom, treat against ${options.lfc}` : 'limma-voom, moderated t';
  return {
    columns,
    diagnostics: [
      { name: 'sample', values: samples },
      { name: 'librarySize', values: table.expressed.librarySizes },
      { name: 'normFactor', values: table.expressed.factors },
      { name: 'qualityWeight', values: weights ?? new Float64Array(samples.length).fill(1) },
    ],
    summary: linearSummary(table, options, table.padj, method, {
      priorDf: finite(table.prior.df),
      priorVariance: table.prior.variance,
      blockCorrelation: table.correlation,
    }),
    notes: table.notes,
    headline: linearHeadline(table, options, table.padj),
  };
}

function ofEdger(table: EdgerTable, options: LinearOptions): LinearAnswer {
  const { genes } = table.expressed;
  const { common, trended, tagwise, priorDf } = table.dispersions;
  return {
    columns: [
      { name: 'gene', values: genes },
      { name: 'logFC', values: table.logFC },
      { name: 'logCPM', values: table.logCpm },
      ...(options.test === 'exact' ? [] : [{ name: options.test === 'ql' ? 'F' : 'LR', values: table.statistic }]),
      { name: 'PValue', values: table.pvalue },
      { name: 'FDR', values: table.fdr },
    ],
    diagnostics: [
      { name: 'gene', values: genes },
      { name: 'trended', values: trended },
      { name: 'tagwise', values: tagwise },
      { name: 'priorDf', values: priorDf },
    ],
    summary: linearSummary(table, options, table.fdr, `edgeR, ${EDGER_TESTS[options.test]}`, {
      commonDispersion: common,
      priorDf: finite(priorDf[0]),
    }),
    notes: table.notes,
    headline: linearHeadline(table, options, table.fdr),
  };
}

const EDGER_TESTS = { ql: 'quasi-likelihood F-test', lrt: 'likelihood-ratio test', exact: 'exact test' };
