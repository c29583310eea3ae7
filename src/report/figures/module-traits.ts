import type { ModuleResult, ProfileLink } from '../../integration/index.ts';
import { atanh } from '../../stats/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { fixed } from '../text/numbers.ts';
import type { Figure } from './figure.ts';
import { note, words } from './marks.ts';
import { INK, TYPE } from './style.ts';
import { fitText, textWidth } from './text-width.ts';
import { swatchColor, swatchInk, swatchOf, swatchTone } from './uncertainty-palette.ts';

const CELL = { width: 46, height: 24 } as const;
const GAP = 26;
const TOP = 128;
/** Activity genes that everybody looks for, shown below the modules when they are expressed. */
const SHOWN_GENES = ['arc', 'fos', 'egr1'];

interface Row {
  name: string;
  /** Links by outcome. */
  links: Map<string, ProfileLink>;
}

/** Modules against outcomes, over all animals on the left and within groups on the right. */
export function moduleTraitsFigure(result: ModuleResult, id: string, data: string): Figure | null {
  const outcomes = [...new Map(result.traits.map((link) => [link.outcome, link.outcomeLabel]))];
  if (outcomes.length === 0) return null;
  const rows = [...moduleRows(result), ...geneRows(result)];
  const left = Math.min(220, Math.max(...rows.map((row) => textWidth(row.name, TYPE.tick))) + 16);
  const panel = outcomes.length * CELL.width;
  const second = left + panel + GAP;
  const height = TOP + rows.length * CELL.height + 24;
  const names = rows.map((row, i) => words(left - 8, TOP + i * CELL.height + 16, fitText(row.name, TYPE.tick, left - 12), 'end'));
  const body = svg`${names}${panelOf(rows, outcomes, left, 'r over all animals', (link) => ({ r: link.r, z: fisher(link.r, link.n - 3) }))}
    ${panelOf(rows, outcomes, second, 'r within groups', (link) => ({ r: link.rWithin, z: fisher(link.rWithin, link.dfWithin - 1) }))}
    ${note(left, height - 6, 'color: r, paler the less certain it is (|z| of Fisher’s transformation below 1, 2, 3)')}`;
  return {
    id,
    title: 'Co-expression modules and behavior',
    summary: summaryOf(result),
    caption:
      'Correlation of each module’s eigengene with each outcome, and of well-known activity genes below. A cell that is strong on the left and pale on the right shows what the treatment did to both, not a link among like-treated animals.',
    width: second + panel + 60,
    height,
    body,
    data,
  };
}

function moduleRows({ modules, traits }: ModuleResult): Row[] {
  return modules.map((module, m) => ({ name: `${module.name}, ${module.size} genes`, links: linksOf(traits, m) }));
}

function geneRows({ activityGenes, activityLinks }: ModuleResult): Row[] {
  return SHOWN_GENES.flatMap((gene) => {
    const at = activityGenes.findIndex((one) => one.gene.toLowerCase() === gene);
    return at < 0 ? [] : [{ name: activityGenes[at].gene, links: linksOf(activityLinks, at) }];
  });
}

function linksOf(links: readonly ProfileLink[], profile: number): Map<string, ProfileLink> {
  return new Map(links.filter((link) => link.profile === profile).map((link) => [link.outcome, link]));
}

/** z of a correlation by Fisher's transformation. */
function fisher(r: number, weight: number): number {
  if (!Number.isFinite(r) || weight <= 0) return 0;
  return Math.abs(r) >= 1 ? 99 : atanh(r) * Math.sqrt(weight);
}

function panelOf(
  rows: readonly Row[],
  outcomes: readonly (readonly [string, string])[],
  left: number,
  title: string,
  pick: (link: ProfileLink) => { r: number; z: number },
): Markup {
  const heads = outcomes.map(
    ([, label], k) =>
      svg`<text transform="translate(${left + k * CELL.width + CELL.width / 2 + 4} ${TOP - 6}) rotate(-48)" font-size="${TYPE.small}" class="ink" fill="${INK}">${fitText(label, TYPE.small, 118)}
      </text>`,
  );
  const cells = rows.map((row, i) =>
    outcomes.map(([outcome], k) => {
      const link = row.links.get(outcome);
      return link === undefined ? null : cell(pick(link), left + k * CELL.width, TOP + i * CELL.height);
    }),
  );
  return svg`${words(left, 12, title, 'start', TYPE.label, 600)}${heads}${cells.flat()}`;
}

function cell({ r, z }: { r: number; z: number }, x: number, y: number): Markup {
  const swatch = swatchOf(r, z, 1);
  const tone = swatchTone(swatch);
  return svg`<rect x="${x + 1}" y="${y + 1}" width="${CELL.width - 2}" height="${CELL.height - 2}" rx="3" fill="${swatchColor(swatch)}" class="f-${tone}"/>
    <text x="${x + CELL.width / 2}" y="${y + 16}" text-anchor="middle" font-size="${TYPE.small}" class="t-${tone}" fill="${swatchInk(swatch)}">${fixed(r, 2)}
    </text>`;
}

function summaryOf({ traits, modules }: ModuleResult): string {
  const best = [...traits].filter((link) => Number.isFinite(link.r)).sort((a, b) => Math.abs(b.r) - Math.abs(a.r))[0];
  if (best === undefined) return `${modules.length} modules.`;
  return `${modules.length} modules. Strongest over all animals: ${modules[best.profile].name} with ${best.outcomeLabel}, r = ${fixed(best.r, 2)}; within groups r = ${fixed(best.rWithin, 2)}.`;
}
