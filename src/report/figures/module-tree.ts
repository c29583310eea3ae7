import type { Dendrogram, ModuleResult } from '../../integration/index.ts';
import { type Markup, svg } from '../text/markup.ts';
import { leftAxis } from './axis.ts';
import type { Figure } from './figure.ts';
import { note, words } from './marks.ts';
import { linearScale, type Scale } from './scale.ts';
import { GRID, MUTED, OKABE_ITO, TYPE } from './style.ts';

const [WIDTH, LEFT, TOP, HEIGHT, STRIP] = [760, 92, 12, 240, 16];
const COLORS = ['vermilion', 'blue', 'green', 'orange', 'sky', 'purple', 'yellow'] as const;
const TONES = ['c1', 'c2', 'c4', 'c6', 'c3', 'c5', 'c8'] as const;

/** Color and tone of a module; they repeat after seven, which is why the numbers stand beside them. */
export function moduleColor(label: number): { color: string; tone: string } {
  if (label === 0) return { color: GRID, tone: 'none' };
  const k = (label - 1) % COLORS.length;
  return { color: OKABE_ITO[COLORS[k]], tone: TONES[k] };
}

/** The tree of the genes with the modules as bands below: before and after modules of like eigengenes were merged. */
export function moduleTreeFigure(result: ModuleResult, id: string, data: string): Figure {
  const { tree, labels, unmerged } = result.detected;
  const lowest = Math.min(...tree.height.subarray(0, 1));
  const y = linearScale([Math.max(0, lowest - 0.05), 1], [TOP + HEIGHT, TOP], 5);
  const step = (WIDTH - LEFT - 10) / tree.order.length;
  const x = (place: number): number => LEFT + (place + 0.5) * step;
  const changed = labels.some((label, g) => label !== unmerged[g]);
  const bands = changed
    ? [
        { name: 'before merging', values: unmerged },
        { name: 'modules', values: labels },
      ]
    : [{ name: 'modules', values: labels }];
  const first = TOP + HEIGHT + 14;
  const strips = bands.map(({ name, values }, b) => {
    const top = first + b * (STRIP + 16);
    return svg`${note(LEFT - 8, top + 12, name, 'end')}${strip(tree, values, x, step, top)}`;
  });
  return {
    id,
    title: 'Tree of the genes and its modules',
    summary: `${result.modules.length} modules among ${tree.order.length} genes; sizes ${result.modules.map((one) => one.size).join(', ')}.`,
    caption:
      'Average linkage on 1 minus the topological overlap: genes that share neighbors hang together low in the tree. Bands: modules by number (gray: none).',
    width: WIDTH,
    height: first + bands.length * (STRIP + 16) + 6,
    body: svg`${leftAxis(y, LEFT - 6, '1 − topological overlap', 16)}<path d="${treePath(tree, x, y)}" class="s-c0" stroke="${MUTED}" stroke-width="0.6" fill="none"/>${strips}`,
    data,
  };
}

/** Every merge as a bracket, with one decimal, so that a thousand genes take some tens of kilobytes. */
function treePath(tree: Dendrogram, x: (place: number) => number, y: Scale): string {
  const places = new Float64Array(tree.order.length);
  tree.order.forEach((object, place) => {
    places[object] = place;
  });
  const centers = new Float64Array(tree.height.length);
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  const parts: string[] = [];
  const foot = y.range[0];
  tree.height.forEach((height, k) => {
    const ends = [tree.merge[2 * k], tree.merge[2 * k + 1]].map((node) => {
      if (node < 0) return { at: places[-node - 1], from: Math.min(foot, y(height) + 7) };
      return { at: centers[node - 1], from: y(tree.height[node - 1]) };
    });
    centers[k] = (ends[0].at + ends[1].at) / 2;
    parts.push(
      `M${tenth(x(ends[0].at))} ${tenth(ends[0].from)}V${tenth(y(height))}H${tenth(x(ends[1].at))}V${tenth(ends[1].from)}`,
    );
  });
  return parts.join('');
}

/** A band of module colors under the leaves, with the number of each module at its longest run. */
function strip(tree: Dendrogram, labels: Int32Array, x: (place: number) => number, step: number, top: number): Markup {
  const runs: { label: number; from: number; to: number }[] = [];
  tree.order.forEach((gene, place) => {
    const last = runs[runs.length - 1];
    if (last !== undefined && last.label === labels[gene]) last.to = place;
    else runs.push({ label: labels[gene], from: place, to: place });
  });
  const modules = [...new Set(labels)].sort((a, b) => a - b);
  const bands = modules.map((module) => {
    const own = runs.filter((run) => run.label === module);
    const path = own.map(
      (run) => svg`M${x(run.from) - step / 2} ${top}h${(run.to - run.from + 1) * step}v${STRIP}H${x(run.from) - step / 2}z`,
    );
    const { color, tone } = moduleColor(module);
    return svg`<path d="${path}" class="f-${tone}" fill="${color}"/>`;
  });
  const names = modules.flatMap((module) => {
    const longest = runs.filter((run) => run.label === module).sort((a, b) => b.to - b.from - (a.to - a.from))[0];
    if (module === 0 || (longest.to - longest.from + 1) * step < 7) return [];
    return [words((x(longest.from) + x(longest.to)) / 2, top + STRIP + 11, String(module), 'middle', TYPE.small)];
  });
  return svg`${bands}${names}`;
}
