import type { Command } from 'commander';
import { type TransformMethod, transformCounts } from '../expression/index.ts';
import { matrixColumns } from '../table/index.ts';
import { adjustOption, type BatchOptions, batchRequest } from './batch-options.ts';
import { commonOptions } from './common-options.ts';
import { type ModelOptions, modelOptions, modelRequest } from './expression-options.ts';
import { type CommonOptions, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface TransformOptions extends CommonOptions, ModelOptions, BatchOptions {
  method: TransformMethod;
  fit: 'parametric' | 'local' | 'mean';
  allGenes: boolean;
  removeBatch: string[];
  removeCovariate: string[];
  output: string;
}

/** `limbic transform`: counts on a scale for pictures, clustering and correlation. */
export function register(program: Command): void {
  const command = program
    .command('transform')
    .description('counts on a scale for pictures, clustering and correlation')
    .option('--design <formula>', 'estimate the dispersion trend with this design; without it, blind to the groups', '~ 1');
  modelOptions(command)
    .addOption(
      program
        .createOption('--method <name>', 'the scale: variance-stabilized, log2 counts per million, normalized counts, counts')
        .choices(['vst', 'logcpm', 'normalized', 'counts'])
        .default('vst'),
    )
    .addOption(
      program
        .createOption('--fit <kind>', 'vst: the dispersion trend')
        .choices(['parametric', 'local', 'mean'])
        .default('parametric'),
    )
    .option(
      '--remove-batch <column...>',
      'take off the linear effects of these batches, the design being kept; for pictures only',
      [],
    )
    .option('--remove-covariate <column...>', 'the same for numeric columns', [])
    .option('--all-genes', 'vst: estimate the trend on all genes instead of 1000', false)
    .requiredOption('-o, --output <file>', `one row per gene, one column per sample: ${TABLE_ENDINGS}`, tablePath);
  adjustOption(command);
  commonOptions(command)
    .addHelpText('after', '\nExample:\n  limbic transform --counts counts.tsv.gz --samples samples.tsv --method vst -o vst.tsv')
    .action(run);
}

async function run(options: TransformOptions): Promise<void> {
  const { matrix, values, words, notes } = await withContext(options, (context) =>
    transformCounts(
      { ...modelRequest(options, []), ...batchRequest(options) },
      {
        ...{ method: options.method, trend: options.fit, allGenes: options.allGenes },
        removed: { batches: options.removeBatch, covariates: options.removeCovariate },
      },
      context,
    ),
  );
  await writeColumns(options.output, [{ name: 'gene', values: matrix.genes }, ...matrixColumns(matrix.samples, values)]);
  for (const note of notes) say(options, `note: ${note}`);
  say(options, `${matrix.genes.length} genes, ${matrix.samples.length} samples: ${words}`);
}
