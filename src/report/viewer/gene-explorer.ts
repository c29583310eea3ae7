import { figureInline } from '../figures/figure.ts';
import { type GeneEstimate, geneFigure, HALF_WIDTH } from '../figures/gene-groups.ts';
import { slug } from '../text/slug.ts';
import { type GeneCounts, unpackGeneCounts } from './gene-counts.ts';
import type { TableText } from './save-figure.ts';

const MOST_SUGGESTED = 20;

/**
 * Puts a field above the figure of one gene in which the reader names any gene; its normalized counts by group and its changes are drawn in
 * the figure's place.
 *
 * @returns the data of the gene shown, for the button that saves it
 */
export function geneExplorer(figure: HTMLElement): () => Promise<TableText | undefined> {
  let loaded: Promise<GeneCounts | undefined> | undefined;
  const load = (): Promise<GeneCounts | undefined> => {
    loaded ??= unpackGeneCounts();
    return loaded;
  };
  const first = figure.querySelector('figcaption strong')?.textContent?.replace(/\.$/, '') ?? '';
  let shown = first;
  const { form, input, list, status } = lookUpForm(first);
  figure.before(form);
  input.addEventListener('input', async () => {
    const counts = await load();
    if (counts === undefined) return;
    list.replaceChildren(...suggestions(counts.genes, input.value).map((gene) => new Option(gene)));
    // a choice from the list arrives as an input that is a whole name
    if (counts.genes.includes(input.value)) await show();
  });
  const show = async (): Promise<void> => {
    const counts = await load();
    if (counts === undefined) return;
    const wanted = input.value.trim();
    const gene = findGene(counts.genes, wanted);
    if (gene < 0) {
      const cut =
        counts.genes.length < counts.of
          ? ` This file holds the ${counts.genes.length} genes with the smallest p of ${counts.of}.`
          : '';
      status.textContent = wanted === '' ? 'Type the name of a gene.' : `No gene is called ${wanted} here.${cut}`;
      return;
    }
    shown = counts.genes[gene];
    status.textContent = '';
    draw(figure, counts, gene);
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void show();
  });
  return async () => {
    const counts = await load();
    const gene = counts?.genes.indexOf(shown) ?? -1;
    return counts === undefined || gene < 0 ? undefined : tableOf(counts, gene);
  };
}

function lookUpForm(first: string) {
  const form = document.createElement('form');
  form.className = 'lookup';
  const label = document.createElement('label');
  const input = document.createElement('input');
  input.type = 'search';
  input.name = 'gene';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.placeholder = first;
  const list = document.createElement('datalist');
  list.id = 'gene-names';
  input.setAttribute('list', list.id);
  const button = document.createElement('button');
  button.textContent = 'Show';
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  label.append('Look up any gene ', input);
  form.append(label, list, button, status);
  return { form, input, list, status };
}

/** Names that begin with what was typed, then names that hold it, in the order of the genes. */
export function suggestions(genes: readonly string[], typed: string): string[] {
  const text = typed.trim().toLowerCase();
  if (text === '') return [];
  const begins = genes.filter((gene) => gene.toLowerCase().startsWith(text)).slice(0, MOST_SUGGESTED);
  if (begins.length === MOST_SUGGESTED) return begins;
  const holds = genes.filter((gene) => !gene.toLowerCase().startsWith(text) && gene.toLowerCase().includes(text));
  return [...begins, ...holds].slice(0, MOST_SUGGESTED);
}

/** The gene of that name, else the one that differs in capitals only, else the only one that begins so; -1 when there is none. */
export function findGene(genes: readonly string[], name: string): number {
  const exact = genes.indexOf(name);
  if (exact >= 0 || name === '') return exact;
  const text = name.toLowerCase();
  const same = genes.findIndex((gene) => gene.toLowerCase() === text);
  if (same >= 0) return same;
  const begins = genes.flatMap((gene, g) => (gene.toLowerCase().startsWith(text) ? [g] : []));
  return begins.length === 1 ? begins[0] : -1;
}

function draw(figure: HTMLElement, counts: GeneCounts, gene: number): void {
  const n = counts.samples.length;
  const plot = geneFigure({
    gene: counts.genes[gene],
    styles: new Map(counts.groups.map(({ name, style }) => [name, style])),
    groups: counts.groups.map(({ name }, code) => ({
      name,
      values: counts.codes.flatMap((one, s) => (one === code ? [counts.counts[gene * n + s] / counts.sizeFactors[s]] : [])),
    })),
    estimates: estimatesOf(counts, gene),
  });
  const fresh = new DOMParser().parseFromString(figureInline(plot).text, 'text/html').querySelector('svg');
  const canvas = figure.querySelector('.canvas');
  const caption = figure.querySelector('figcaption strong');
  if (fresh === null || canvas === null || caption === null) return;
  canvas.replaceChildren(document.adoptNode(fresh));
  caption.textContent = `${plot.title}.`;
  figure.dataset.figure = `gene-${slug(plot.title)}`;
}

function estimatesOf({ contrasts, estimates, genes }: GeneCounts, gene: number): GeneEstimate[] {
  return contrasts.map(({ treated, control }, i) => {
    const [change, error, padj] = [0, 1, 2].map((kind) => estimates[(3 * i + kind) * genes.length + gene]);
    return { treated, control, change, low: change - HALF_WIDTH * error, high: change + HALF_WIDTH * error, padj };
  });
}

function tableOf(counts: GeneCounts, gene: number): TableText {
  const n = counts.samples.length;
  const rows = counts.samples.map((sample, s) => [
    sample,
    counts.groups[counts.codes[s]]?.name ?? 'NA',
    String(counts.counts[gene * n + s]),
    String(counts.counts[gene * n + s] / counts.sizeFactors[s]),
  ]);
  return { id: `gene-${slug(counts.genes[gene])}`, names: ['sample', 'group', 'count', 'normalized_count'], rows };
}
