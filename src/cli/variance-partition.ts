import type { Command } from 'commander';
import { type PartitionTable, partitionExpression } from '../expression/index.ts';
import { median } from '../stats/index.ts';
import { matrixColumns } from '../table/index.ts';
import { commonOptions, NOTHING_RANDOM } from './common-options.ts';
import { type ModelOptions, modelOptions, modelRequest } from './expression-options.ts';
import { type CommonOptions, say, withContext } from './support.ts';
import { TABLE_ENDINGS, tablePath, writeColumns } from './write-columns.ts';

interface PartitionOptions extends CommonOptions, Omit<ModelOptions, 'design'> {
  variables: string[];
  factors: string[];
  filter: boolean;
  output: string;
}

/** `limbic variance-partition`: how much of each gene's variation goes with sex, litter, batch, arm and the rest. */
export function register(program: Command): void {
  const command = program
    .command('variance-partition')
    .description("share of each gene's variation that goes with each variable of the sample sheet")
    .requiredOption('--variables <column...>', 'categorical columns become random intercepts, numeric ones slopes');
  modelOptions(command)
    .option('--factors <column...>', 'columns that are categories although they look like numbers', [])
    .option('--no-filter', 'keep genes with too few counts')
    .requiredOption('-o, --output <file>', `one row per gene: ${TABLE_ENDINGS}`, tablePath);
  commonOptions(command, NOTHING_RANDOM)
    .addHelpText(
      'after',
      '\nExample:\n  limbic variance-partition --counts counts.tsv.gz --samples samples.tsv --variables arm sex litter weight -o shares.tsv',
    )
    .action(run);
}

async function run(options: PartitionOptions): Promise<void> {
  const { design: _, ...request } = modelRequest({ ...options, design: '~ 1' }, options.factors);
  const table = await withContext(options, (context) =>
    partitionExpression({ ...request, variables: options.variables, normalization: 'TMM', filter: options.filter }, context),
  );
  const shares = matrixColumns(table.names, table.fractions);
  await writeColumns(options.output, [{ name: 'gene', values: table.expressed.genes }, ...shares]);
  for (const { name, reason } of table.left) say(options, `note: ${name} was left out: ${reason}.`);
  say(options, headline(table));
}

/** Medians over the genes. */
function headline({ names, fractions, expressed }: PartitionTable): string {
  const medians = matrixColumns(names, fractions).map(({ name, values }) => {
    const middle = median(values.filter((value) => !Number.isNaN(value)));
    return `${name} ${(100 * middle).toFixed(1)} %`;
  });
  return `${expressed.genes.length} genes; median share of the variance: ${medians.join(', ')}`;
}
