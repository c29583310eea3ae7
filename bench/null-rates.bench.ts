import { existsSync, readFileSync } from 'node:fs';
import { plainContext } from '../src/context/index.ts';
import { type ContrastResult, type DeseqRequest, deseqExpression, readCounts, transformCounts } from '../src/expression/index.ts';
import { analyzeReceptors } from '../src/pathway/index.ts';
import { adjustPvalues, randomStream, shuffle } from '../src/stats/index.ts';
import { readDelimited, type Table, tableOf } from '../src/table/index.ts';
import { STANDARD_DESEQ } from '../test/support/deseq-request.ts';

/**
 * How often the receptor view finds something where there is nothing: real samples (16 dentate gyri) whose group labels are
 * shuffled. Prints the table of docs/pathway.md. RELABELINGS=200 by default; about a second each.
 */
const RELABELINGS = Number(process.env.RELABELINGS ?? 200);
const LEVEL = 0.05;

const shared = process.env.LIMBIC_SHARED ?? new URL('../../../shared', import.meta.url).pathname;
const folder = `${shared}/data/expression/mouse-hippocampus-avoidance`;

interface Tally {
  label: string;
  size: number;
  tests: number;
  directional: number;
  mixed: number;
  genePermutation: number;
}

/** The dentate gyrus samples with shuffled labels. */
function relabeled(sheet: Table, index: number): Table {
  const subfield = sheet.columns.find((column) => column.name === 'subfield')?.cells ?? [];
  const rows = subfield.flatMap((cell, row) => (cell === 'DG' ? [row] : []));
  const labels = rows.map((_, i) => (i % 2 === 0 ? 'trained' : 'yoked'));
  shuffle(labels, randomStream(1, 'null-rates', index));
  const cellsOf = (name: string) => rows.map((row) => sheet.columns.find((column) => column.name === name)?.cells[row] ?? null);
  return tableOf('relabeled', [
    { name: 'sample', cells: cellsOf('sample') },
    { name: 'group', cells: labels },
  ]);
}

async function receptorView(sheet: Table, counts: ReturnType<typeof readCounts>, index: number) {
  const contrast = { factor: 'group', treated: 'trained', control: 'yoked' };
  const request: DeseqRequest = {
    counts,
    samples: relabeled(sheet, index),
    ...STANDARD_DESEQ,
    minTotal: 2,
    references: new Map([['group', 'yoked']]),
    test: contrast,
  };
  const context = plainContext(index);
  const { matrix, design, fit, table, combination } = await deseqExpression(request, context);
  const { values } = await transformCounts(request, { method: 'vst', trend: 'parametric', allGenes: false }, context);
  const result: ContrastResult = {
    ...contrast,
    ...table,
    name: combination.name,
    baseMean: fit.baseMean,
    alpha: 0.1,
    filterThreshold: 0,
    up: 0,
    down: 0,
    method: 'DESeq2',
  };
  const expression = {
    genes: matrix.genes,
    samples: matrix.samples,
    counts: matrix.counts,
    transformed: values,
    design: { formula: '~ group', columns: [...design.columns], matrix: design.matrix },
    contrasts: [result],
  };
  return analyzeReceptors(expression, { species: 'mouse', geneId: 'symbol', fdr: LEVEL }, context);
}

if (!existsSync(folder)) console.log('the shared data are not here; nothing to do');
else {
  const sheet = readDelimited(readFileSync(`${folder}/samples.tsv`), 'samples.tsv');
  const all = readCounts(readFileSync(`${folder}/counts.tsv.gz`), 'counts.tsv.gz');
  const subfield = sheet.columns.find((column) => column.name === 'subfield')?.cells ?? [];
  const names = sheet.columns.find((column) => column.name === 'sample')?.cells ?? [];
  const wanted = new Set(names.filter((_, row) => subfield[row] === 'DG'));
  const at = all.samples.flatMap((sample, j) => (wanted.has(sample) ? [j] : []));
  const counts = {
    ...all,
    samples: at.map((j) => all.samples[j]),
    counts: Float64Array.from(all.genes.flatMap((_, g) => at.map((j) => all.counts[g * all.samples.length + j]))),
  };
  const tallies = new Map<string, Tally>();
  const panels = { receptors: { fdr: 0, familywise: 0, deseq: 0 }, machinery: { fdr: 0, familywise: 0, deseq: 0 } };
  const genes = { all: 0, pvalue: 0, deseq: 0, interval: 0 };
  let declared = 0;
  for (let index = 0; index < RELABELINGS; index++) {
    const view = await receptorView(sheet, counts, index);
    for (const family of view.families) {
      const tally = tallies.get(family.id) ?? {
        label: family.label,
        size: family.size,
        tests: 0,
        directional: 0,
        mixed: 0,
        genePermutation: 0,
      };
      tally.tests++;
      if (family.pvalue < LEVEL) tally.directional++;
      if (family.mixedPvalue < LEVEL) tally.mixed++;
      if (family.genePermutationPvalue < LEVEL) tally.genePermutation++;
      tallies.set(family.id, tally);
    }
    if (view.families.some((family) => family.kind !== 'family' && family.familywise < LEVEL)) declared++;
    for (const panel of ['receptors', 'machinery'] as const) {
      const rows = view.panel.filter((row) => row.panel === panel && row.detected);
      if (rows.some((row) => row.panelFdr < LEVEL)) panels[panel].fdr++;
      if (rows.some((row) => row.panelFamilywise < LEVEL)) panels[panel].familywise++;
      const deseq = adjustPvalues(
        rows.map((row) => row.deseqPvalue),
        'BH',
      );
      if (deseq.some((p) => p < LEVEL)) panels[panel].deseq++;
      genes.all += rows.length;
      genes.pvalue += rows.filter((row) => row.pvalue < LEVEL).length;
      genes.deseq += rows.filter((row) => row.deseqPvalue < LEVEL).length;
      genes.interval += rows.filter((row) => row.low <= 0 && row.high >= 0).length;
    }
    if (index % 20 === 19) console.error(`${index + 1} of ${RELABELINGS}`);
  }
  const share = (count: number, of = RELABELINGS): string => `${((100 * count) / of).toFixed(1)} %`;
  console.log(`${RELABELINGS} relabelings; share of p < ${LEVEL}\n`);
  console.log(
    '| set | genes | headline (directional) | rotation, any direction | gene permutation |\n| --- | --- | --- | --- | --- |',
  );
  const rows = [...tallies].filter(([id]) => !id.startsWith('family/'));
  for (const [, one] of rows)
    console.log(
      `| ${one.label} | ${one.size} | ${share(one.directional, one.tests)} | ${share(one.mixed, one.tests)} | ${share(one.genePermutation, one.tests)} |`,
    );
  const families = [...tallies.values()].filter((one) => one.tests >= RELABELINGS / 2);
  const worst = (pick: (one: Tally) => number): string => share(Math.max(...families.map((one) => pick(one) / one.tests)), 1);
  console.log(
    `| worst of all ${families.length} sets, single families included | | ${worst((one) => one.directional)} | ${worst((one) => one.mixed)} | ${worst((one) => one.genePermutation)} |`,
  );
  console.log(`\nAny finding in the declared family (Holm, 5 %): ${share(declared)}`);
  console.log('\n| any finding in the panel | receptors | machinery |\n| --- | --- | --- |');
  const { receptors, machinery } = panels;
  console.log(`| FDR 5 % | ${share(receptors.fdr)} | ${share(machinery.fdr)} |`);
  console.log(`| familywise 5 % (max-T over relabelings) | ${share(receptors.familywise)} | ${share(machinery.familywise)} |`);
  console.log(`| FDR 5 % of DESeq2's Wald p, for comparison | ${share(receptors.deseq)} | ${share(machinery.deseq)} |`);
  console.log(
    `\nSingle genes: p < ${LEVEL} in ${share(genes.pvalue, genes.all)} (DESeq2's: ${share(genes.deseq, genes.all)}); the 95 % interval holds 0 in ${share(genes.interval, genes.all)}`,
  );
}
