import type { Command } from 'commander';
import { type TransformMethod, transformCounts } from '../expression/index.ts';
import type { OutputColumn } from '../table/index.ts';
import { commonOptions } from './common-options.ts';
import { type ModelOptions, modelOptions, modelRequest } from './expression-options.ts';
import { type CommonOptions, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface TransformOptions extends CommonOptions, ModelOptions {
  method: TransformMethod;
  fit: 'parametric' | 'local' | 'mean';
  allGenes: boolean;
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
        .createOption('--method <name>', 'the scale: variance-stabilized, log2 counts per million, normalized counts')
        .choices(['vst', 'logcpm', 'normalized'])
        .default('vst'),
    )
    .addOption(
      program
        .createOption('--fit <kind>', 'vst: the dispersion trend')
        .choices(['parametric', 'local', 'mean'])
        .default('parametric'),
    )
    .option('--all-genes', 'vst: estimate the trend on all genes instead of 1000', false)
    .requiredOption('-o, --output <file>', `one row per gene, one column per sample: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command)
    .addHelpText('after', '\nExample:\n  limbic transform --counts counts.tsv.gz --samples samples.tsv --method vst -o vst.tsv')
    .action(run);
}

async function run(options: TransformOptions): Promise<void> {
  const { matrix, values, words } = await withContext(options, (context) =>
    transformCounts(
      modelRequest(options, []),
      { method: options.method, trend: options.fit, allGenes: options.allGenes },
      context,
    ),
  );
  const samples = matrix.samples.length;
  const columns = matrix.samples.map((name, j): OutputColumn => {
    return { name, values: Float64Array.from({ length: matrix.genes.length }, (_, g) => values[g * samples + j]) };
  });
  await writeColumns(options.output, [{ name: 'gene', values: matrix.genes }, ...columns]);
  say(options, `${matrix.genes.length} genes, ${samples} samples: ${words}`);
}
