import { geneExplorer } from './gene-explorer.ts';
import { liveTable } from './live-table.ts';
import { addSaveButtons } from './save-figure.ts';

for (const figure of document.querySelectorAll<HTMLElement>('figure[data-figure]'))
  addSaveButtons(figure, figure.closest('[data-gene-explorer]') === null ? undefined : geneExplorer(figure));
for (const table of document.querySelectorAll<HTMLElement>('.table[data-table]')) liveTable(table);

/** Areas that need no scrolling need no stop of the Tab key. */
function trimTabStops(): void {
  for (const area of document.querySelectorAll<HTMLElement>('.canvas, .scroll')) {
    if (area.scrollWidth > area.clientWidth + 1) area.tabIndex = 0;
    else area.removeAttribute('tabindex');
  }
}
trimTabStops();
addEventListener('resize', trimTabStops);
document.addEventListener('toggle', trimTabStops, true);

/** Opens whatever hides the target of a link. */
function reveal(): void {
  if (location.hash.length < 2) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let box = target?.closest('details'); box; box = box.parentElement?.closest('details')) box.open = true;
  target?.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();
