import { join } from 'node:path';
import type { Command } from 'commander';
import {
  FEWEST_FOR_MODULES,
  findModules,
  type MatchedTables,
  MODULE_DEFAULTS,
  type ModulePreservation,
  type ModuleResult,
  type ModuleSettings,
  modulePreservation,
  selectRows,
  varyingGenes,
} from '../integration/index.ts';
import { inputError } from '../problems/index.ts';
import { numbers, readDelimited } from '../table/index.ts';
import { writeModuleTables, writePreservation } from './module-tables.ts';
import { type CommonOptions, numberBetween, readInput, say, wholeNumber, withContext } from './support.ts';

/** The options of `limbic integrate` that belong to modules. */
export interface ModuleOptions extends CommonOptions {
  expression: string;
  modules?: boolean;
  moduleGenes: number;
  network: ModuleSettings['network'];
  overlap: ModuleSettings['overlap'];
  bicor?: boolean;
  power?: number;
  deepSplit: number;
  minSize: number;
  mergeHeight: number;
  preserve?: string;
  preservePermutations: number;
  output: string;
}

/** Adds the options of co-expression modules to a command. */
export function moduleOptions(command: Command): Command {
  const choice = (flags: string, text: string, choices: string[], first: string) =>
    command.createOption(flags, text).choices(choices).default(first);
  return command
    .option('--modules', 'co-expression modules (WGCNA) and their links with the outcomes')
    .option('--module-genes <n>', 'cluster the n most variable genes', wholeNumber(10), 5000)
    .addOption(choice('--network <type>', 'of modules', ['signed', 'unsigned', 'signed hybrid'], MODULE_DEFAULTS.network))
    .addOption(
      choice('--overlap <type>', 'topological overlap', ['signed', 'unsigned', 'signed Nowick'], MODULE_DEFAULTS.overlap),
    )
    .option('--bicor', 'biweight midcorrelation instead of Pearson between genes')
    .option('--power <n>', 'soft-thresholding power (default: the scale-free choice)', wholeNumber(1))
    .addOption(
      command
        .createOption('--deep-split <n>', '0: few large modules, 4: many small ones')
        .choices(['0', '1', '2', '3', '4'])
        .default(String(MODULE_DEFAULTS.deepSplit)),
    )
    .option('--min-size <n>', 'fewest genes of a module', wholeNumber(3), MODULE_DEFAULTS.minimumSize)
    .option(
      '--merge-height <h>',
      'merge modules whose eigengenes correlate above 1 - h',
      numberBetween(0, 1),
      MODULE_DEFAULTS.mergeHeight,
    )
    .option('--preserve <file>', 'second expression table of the same genes: are the modules there too?')
    .option('--preserve-permutations <n>', 'random gene sets for that question', wholeNumber(0), 200);
}

/** Finds modules in matched tables, writes their tables, and tells what was found. */
export async function writeModules(
  options: ModuleOptions,
  data: MatchedTables,
  outcomes: readonly { name: string; values: Float64Array }[],
  families: readonly { id: string; label: string; members: string[] }[],
): Promise<void> {
  if (!options.modules) return;
  const width = data.animals.length;
  const varying = varyingGenes(data.values, width);
  const genes = varying.map((gene) => data.genes[gene]);
  const values = selectRows(data.values, width, varying);
  const settings = settingsOf(options);
  const request = {
    ...{ animals: data.animals, group: data.group, others: data.others, genes, values, settings, sets: families },
    outcomes: outcomes.map((one) => ({ id: one.name, label: one.name, values: one.values })),
    scale: `as in ${options.expression}`,
    most: options.moduleGenes,
  };
  const result = await withContext(options, (context) => findModules(request, context));
  if (result === null)
    throw inputError({
      code: 'modules-too-few',
      file: options.expression,
      message: `${width} animals and ${genes.length} genes that vary are too few for modules`,
      expected: `at least ${FEWEST_FOR_MODULES} animals and ${2 * settings.minimumSize} genes`,
      mend: 'leave --modules out, or give more animals or a smaller --min-size',
    });
  await writeModuleTables(options.output, result);
  const left = data.genes.length - genes.length;
  if (left > 0) say(options, `note: ${left} genes do not vary or have missing values and are in no module`);
  for (const note of result.notes) say(options, note);
  for (const warning of result.warnings) say(options, `warning: ${warning}`);
  if (options.preserve !== undefined) await preserve({ ...options, preserve: options.preserve }, result, genes, values, width);
}

function settingsOf(options: ModuleOptions): ModuleSettings {
  return {
    ...MODULE_DEFAULTS,
    network: options.network,
    overlap: options.overlap,
    correlation: options.bicor ? 'bicor' : 'pearson',
    power: options.power ?? null,
    deepSplit: Number(options.deepSplit) as ModuleSettings['deepSplit'],
    minimumSize: options.minSize,
    mergeHeight: options.mergeHeight,
  };
}

/** Tries the modules on a second table: those genes that it has and that vary there. */
async function preserve(
  options: ModuleOptions & { preserve: string },
  result: ModuleResult,
  genes: readonly string[],
  values: Float64Array,
  width: number,
): Promise<void> {
  const table = readDelimited(readInput(options.preserve), options.preserve);
  const columns = table.columns.slice(1).map((column) => numbers(table, column.name));
  const rows = new Map(table.columns[0].cells.map((cell, row) => [cell ?? '', row]));
  const second = Float64Array.from(
    { length: rows.size * columns.length },
    (_, k) => columns[k % columns.length][Math.floor(k / columns.length)],
  );
  const varying = new Set(varyingGenes(second, columns.length));
  const shared = result.genes.flatMap((gene, i) => (varying.has(rows.get(gene) ?? -1) ? [i] : []));
  if (shared.length < 3)
    throw inputError({
      code: 'modules-nothing-shared',
      file: options.preserve,
      message: `only ${shared.length} of the clustered genes are in this table and vary there`,
      mend: 'name genes alike in both tables',
    });
  const place = new Map(genes.map((gene, i) => [gene, i]));
  const at = (where: ReadonlyMap<string, number>): number[] => shared.map((i) => where.get(result.genes[i]) ?? NaN);
  const found = await withContext(options, (context) =>
    modulePreservation(
      {
        reference: selectRows(values, width, at(place)),
        referenceSamples: width,
        test: selectRows(second, columns.length, at(rows)),
        testSamples: columns.length,
        labels: Int32Array.from(shared, (i) => result.detected.labels[i]),
        network: result.settings.network,
        correlation: result.settings.correlation,
        power: result.detected.power,
        permutations: options.preservePermutations,
      },
      context,
    ),
  );
  await writePreservation(join(options.output, 'preservation.tsv'), found);
  for (const one of found) say(options, preservationLine(one));
}

function preservationLine({ module, size, zSummary, medianRank }: ModulePreservation): string {
  const words =
    zSummary > 10 ? 'strongly preserved' : zSummary > 2 ? 'weakly to moderately preserved' : 'no evidence of preservation';
  return `module ${module} (${size} genes): Zsummary ${zSummary.toFixed(1)}, median rank ${medianRank}: ${words}`;
}
