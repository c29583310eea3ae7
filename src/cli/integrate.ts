import { join } from 'node:path';
import type { Command } from 'commander';
import {
  FEWEST_ANIMALS,
  type LinkTable,
  linkTable,
  type MatchedTables,
  type MediationTable,
  matchTables,
} from '../integration/index.ts';
import { catalogueSets, matchCatalogue } from '../pathway/index.ts';
import { inputError } from '../problems/index.ts';
import { columnsOf, readTable } from '../table/index.ts';
import { VERSION } from '../version.ts';
import { commonOptions } from './common-options.ts';
import { nameList } from './data-frame.ts';
import { exposureOf, latentTables, mediationTables, writeLatent, writeMediation } from './integrate-further.ts';
import { type ModuleOptions, moduleOptions, writeModules } from './integrate-modules.ts';
import { type CommonOptions, readInput, say, wholeNumber, withContext, writeOutput } from './support.ts';
import { writeColumns } from './write-columns.ts';

interface IntegrateOptions extends CommonOptions, ModuleOptions {
  expression: string;
  behavior: string;
  group?: string;
  adjust: string[];
  outcomes: string[];
  permutations: number;
  species: 'mouse' | 'rat';
  mediation?: string;
  latent?: boolean;
  output: string;
}

/** `limbic integrate`: behavior with expression of the same animals. */
export function register(program: Command): void {
  const command = program
    .command('integrate')
    .description('correlates behavior with gene expression of the same animals, over all animals and within groups')
    .requiredOption('--expression <file>', 'log-scale expression: first column gene, then one column per animal or sample')
    .requiredOption('--behavior <file>', 'one row per animal or sample: column "animal" (or "sample"), then numeric outcomes')
    .option('--group <column>', 'column of the behavior table with the group; its means are removed for the within-group values')
    .option('--adjust <columns>', 'further columns held constant (sex,batch)', nameList, [])
    .option('--outcomes <columns>', 'only these outcomes', nameList, [])
    .option('--permutations <n>', 'permutations within groups', wholeNumber(99), 1999)
    .addOption(program.createOption('--species <name>', 'whose receptor genes').choices(['mouse', 'rat']).default('mouse'))
    .option(
      '--mediation <column>',
      'exposure (dose, or a column of two levels): mediation of its effect on each outcome by every gene',
    )
    .option('--latent', 'what genes predict in animals left out, and sparse components, with nested cross-validation')
    .requiredOption('-o, --output <folder>', 'folder for the tables');
  commonOptions(moduleOptions(command))
    .addHelpText(
      'after',
      '\nExample:\n  limbic integrate --expression vst.tsv --behavior retention.tsv --group training -o links\n\nWrites links/genes-<outcome>.tsv, links/families.tsv and links/summary.json; with --mediation also links/mediation-<outcome>.tsv, with --latent links/predictions.tsv and links/components.tsv, with --modules links/modules.tsv, links/module-traits.tsv, links/eigengenes.tsv, links/soft-threshold.tsv and more.',
    )
    .action(run);
}

async function run(options: IntegrateOptions): Promise<void> {
  const expression = await readTable(readInput(options.expression), options.expression);
  const behavior = await readTable(readInput(options.behavior), options.behavior);
  const { mediation } = options;
  const labels = mediation === undefined ? options.adjust : [...options.adjust, mediation];
  const withExposure = matchTables(expression, behavior, options.group ?? null, labels);
  const data = { ...withExposure, others: withExposure.others.slice(0, options.adjust.length) };
  const outcomes = chosenOutcomes(data.outcomes, options);
  const exposure = mediation === undefined ? null : exposureOf(withExposure.others[options.adjust.length], mediation);
  const matched = matchCatalogue(data.genes, 'symbol', options.species);
  const families = catalogueSets(matched).map((set) => ({
    id: set.id,
    label: set.label,
    members: set.members.flatMap((m) => (matched[m].index < 0 ? [] : [data.genes[matched[m].index]])),
  }));
  const panel = matched.flatMap(({ index }) => (index < 0 ? [] : [data.genes[index]]));
  if (panel.length === 0)
    data.notes.push(
      `none of the ${options.species}'s receptor genes is in ${options.expression}: no panel and no families (symbols such as ${matched[0].entry[options.species]} are needed).`,
    );
  const links = await withContext(options, async (context) => {
    const tables: LinkTable[] = [];
    for (const { name, values } of outcomes) {
      if (isConstant(values)) {
        data.notes.push(`${name}: the same in every animal; not linked.`);
        continue;
      }
      const request = { ...data, outcome: { id: name, label: name, values }, session: '', families, panel };
      const table = await linkTable({ ...request, permutations: options.permutations }, context);
      if (table === null) data.notes.push(`${name}: fewer than ${FEWEST_ANIMALS} animals have a value; not linked.`);
      else tables.push(table);
    }
    return tables;
  });
  const used = new Set<string>();
  for (const link of links)
    await writeColumns(join(options.output, `genes-${fileName(link.outcome, used)}.tsv`), geneColumns(link));
  const linked = outcomes.filter(({ name }) => links.some((link) => link.outcome === name));
  await writeFurther(options, data, linked, panel, exposure);
  await writeModules(options, data, linked, families);
  await writeColumns(join(options.output, 'families.tsv'), familyColumns(links));
  writeOutput(join(options.output, 'summary.json'), summaryOf(links, data, options));
  for (const note of data.notes) say(options, `note: ${note}`);
  for (const link of links) {
    const hits = link.maxTWithin.filter((p) => p < 0.05).length;
    say(
      options,
      `${link.label}: ${link.n} animals, ${hits} genes linked within groups (max-T p < 0.05)${Number.isNaN(link.detectableR) ? '' : `; |r| >= ${link.detectableR.toFixed(2)} is found with 80 % power`}`,
    );
    for (const warning of link.warnings) say(options, `warning: ${warning}`);
  }
}

/** Mediation and latent components where they were asked for. */
async function writeFurther(
  options: IntegrateOptions,
  data: MatchedTables,
  linked: readonly { name: string; values: Float64Array }[],
  panel: readonly string[],
  exposure: ReturnType<typeof exposureOf> | null,
): Promise<void> {
  if (exposure !== null) {
    const tables = mediationTables(data, linked, exposure, data.others, options.seed);
    const names = new Set<string>();
    await writeMediation(options.output, tables, (outcome) => fileName(outcome, names));
    for (const table of tables) sayMediation(options, table);
  }
  if (options.latent) {
    const found = await withContext(options, (context) => latentTables(data, linked, panel, options.permutations, context));
    await writeLatent(options.output, found.predictions, found.pairs);
    for (const one of found.predictions)
      say(
        options,
        `${one.label} from ${one.genes} ${one.predictors}: share fitted in the same animals ${one.fittedR2.toFixed(2)}, predicted in animals left out ${one.q2.toFixed(2)} (p = ${one.pvalue.toPrecision(2)})`,
      );
    for (const one of found.pairs)
      say(
        options,
        `${one.method}: correlation in the same animals ${one.fittedCorrelation.toFixed(2)}, in animals left out ${one.crossValidatedCorrelation.toFixed(2)} (p = ${one.pvalue.toPrecision(2)})`,
      );
  }
}

function sayMediation(options: IntegrateOptions, table: MediationTable): void {
  const [best] = table.strongest;
  if (best !== undefined)
    say(
      options,
      `${table.label}, ${table.exposure}: smallest joint p ${best.gene}, indirect effect ${best.indirect.toPrecision(3)} [${best.low.toPrecision(3)}, ${best.high.toPrecision(3)}], composite-null FDR ${table.compositeFdr[best.index].toPrecision(2)}; a hidden cause of ${(100 * best.robustnessValue).toFixed(0)} % of the rest of both would explain it`,
    );
  for (const warning of table.warnings) say(options, `warning: ${warning}`);
}

function chosenOutcomes<T extends { name: string }>(outcomes: readonly T[], options: IntegrateOptions): readonly T[] {
  const known = outcomes.map((one) => one.name);
  const unknown = options.outcomes.filter((name) => !known.includes(name));
  if (unknown.length > 0 || outcomes.length === 0)
    throw inputError({
      code: 'link-no-outcome',
      file: options.behavior,
      message: unknown.length > 0 ? `there is no numeric column "${unknown[0]}"` : 'the behavior table has no numeric column',
      mend:
        known.length > 0 ? `numeric columns: ${known.slice(0, 20).join(', ')}` : 'give one row per animal with numeric outcomes',
    });
  return options.outcomes.length === 0 ? outcomes : outcomes.filter((one) => options.outcomes.includes(one.name));
}

function isConstant(values: Float64Array): boolean {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length > 1 && present.every((value) => value === present[0]);
}

/** A name for a file from a column's name, distinct from those used before. */
function fileName(outcome: string, used: Set<string>): string {
  const plain = outcome.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^\.+/, '_') || 'outcome';
  let name = plain;
  for (let k = 2; used.has(name.toLowerCase()); k++) name = `${plain}-${k}`;
  used.add(name.toLowerCase());
  return name;
}

function geneColumns(link: LinkTable) {
  return [
    { name: 'gene', values: link.genes },
    { name: 'r', values: link.r },
    { name: 'pvalue', values: link.pvalue },
    { name: 'padj', values: link.padj },
    { name: 'rWithin', values: link.rWithin },
    { name: 'rWithinLow', values: link.rWithinLow },
    { name: 'rWithinHigh', values: link.rWithinHigh },
    { name: 'pvalueWithin', values: link.pvalueWithin },
    { name: 'padjWithin', values: link.padjWithin },
    { name: 'spearman', values: link.spearman },
    { name: 'spearmanWithin', values: link.spearmanWithin },
    { name: 'biweight', values: link.biweight },
    { name: 'permutationWithin', values: link.permutationWithin },
    { name: 'maxTWithin', values: link.maxTWithin },
  ];
}

function familyColumns(links: readonly LinkTable[]) {
  const rows = links.flatMap((link) => link.families.map((family) => ({ outcome: link.outcome, ...family })));
  return columnsOf(rows, [
    ['outcome', (row) => row.outcome],
    ['family', (row) => row.family],
    ['label', (row) => row.label],
    ['size', (row) => row.size],
    ['r', (row) => row.r],
    ['rWithin', (row) => row.rWithin],
    ['low', (row) => row.low],
    ['high', (row) => row.high],
    ['pvalueWithin', (row) => row.pvalueWithin],
    ['padjWithin', (row) => row.padjWithin],
  ]);
}

function summaryOf(
  links: readonly LinkTable[],
  data: { animals: string[]; genes: string[]; notes: string[] },
  options: IntegrateOptions,
): string {
  const summary = {
    program: `limbic ${VERSION}`,
    animals: data.animals,
    genes: data.genes.length,
    group: options.group ?? null,
    adjusted: options.adjust,
    permutations: options.permutations,
    seed: options.seed,
    notes: data.notes,
    outcomes: links.map((link) => ({
      outcome: link.outcome,
      n: link.n,
      groups: link.groups,
      dfWithin: link.dfWithin,
      detectableR: link.detectableR,
      warnings: link.warnings,
    })),
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}
