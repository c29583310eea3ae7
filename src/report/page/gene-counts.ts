import { deflateSync } from 'fflate';
import type { ExpressionResult } from '../../expression/index.ts';
import { log10 } from '../../stats/index.ts';
import { ascending } from '../data/data-set.ts';
import type { SampleGroups } from '../figures/sample-groups.ts';
import { styleOf } from '../figures/style.ts';
import { base64 } from '../text/base64.ts';
import { html, type Markup } from '../text/markup.ts';

/** The counts of all genes take at most this much of the page, and at least that much however full it is. */
const MOST_TEXT = 1_200_000;
const LEAST_TEXT = 300_000;
/** The page without its data sets. */
const ROOM = 4_400_000;
const START_GENES = 40_000;
const NONE = 0xffff;

/**
 * The counts of all genes for the viewer, which draws any gene the reader names: a line of JSON (names, groups, size factors), then
 * the counts gene by gene as little-endian base-128 numbers, then per comparison fold changes of all genes and standard errors in
 * thousandths and negative decimal logarithms of the adjusted p in thousandths, 16 bits each (32767 and 65535: none); all deflated.
 * Genes stand by rising p of the headline comparison; where they do not all fit the last ones are left out.
 *
 * @param taken length of the rest of the page
 */
export function geneCounts(expression: ExpressionResult, groups: SampleGroups, taken: number): Markup {
  const most = Math.min(MOST_TEXT, Math.max(LEAST_TEXT, ROOM - taken));
  const headline = expression.contrasts[0];
  const order = headline === undefined ? Uint32Array.from(expression.genes.keys()) : ascending(headline.pvalue);
  let genes = Math.min(order.length, START_GENES);
  let text = pack(expression, groups, order.subarray(0, genes));
  while (text.length > most && genes > 0) {
    genes = Math.floor((0.97 * genes * most) / text.length);
    text = pack(expression, groups, order.subarray(0, genes));
  }
  return html`<script type="text/plain" data-gene-counts="${String(genes)}" data-of="${String(expression.genes.length)}">${text}
    </script>\n`;
}

function pack(expression: ExpressionResult, groups: SampleGroups, genes: Uint32Array): string {
  const n = expression.samples.length;
  const head = JSON.stringify({
    genes: Array.from(genes, (g) => expression.genes[g]),
    samples: expression.samples,
    groups: groups.names.map((name) => ({ name, style: styleOf(groups.styles, name) })),
    codes: groups.of.map((name) => groups.names.indexOf(name ?? '')),
    sizeFactors: Array.from(expression.sizeFactors, (factor) => Number(factor.toPrecision(9))),
    contrasts: expression.contrasts.map(({ treated, control }) => ({ treated, control })),
  });
  const bytes = [...new TextEncoder().encode(`${head}\n`)];
  for (const g of genes) {
    for (let s = 0; s < n; s++) {
      let rest = Math.round(expression.counts[g * n + s]);
      while (rest >= 128) {
        bytes.push((rest % 128) + 128);
        rest = Math.floor(rest / 128);
      }
      bytes.push(rest);
    }
  }
  for (const contrast of expression.contrasts) {
    for (const [columns, none] of [
      [contrast.log2FoldChange.map((change) => 1000 * Math.min(32, Math.max(-32, change))), 0x7fff],
      [contrast.lfcSE.map((error) => 1000 * Math.min(65, error)), NONE],
      [contrast.padj.map((p) => -1000 * log10(Math.max(p, 1e-65))), NONE],
    ] as const)
      for (const g of genes) {
        const value = Number.isNaN(columns[g]) ? none : Math.round(columns[g]) & NONE;
        bytes.push(value & 255, value >> 8);
      }
  }
  return base64(deflateSync(Uint8Array.from(bytes), { level: 6 }));
}
