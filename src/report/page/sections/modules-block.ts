import type { IntegrationResult } from '../../../integration/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import type { ModuleFigures } from '../../figures/module-figures.ts';
import { html, type Markup } from '../../text/markup.ts';
import { figureBlock, moreFigures } from '../figure-block.ts';
import { moreTable, tableBlock } from '../table-block.ts';

/** Co-expression modules: what they are, how they go with behavior, and what must not be read into them. */
export function modulesBlock({ modules }: IntegrationResult, figures: ModuleFigures | null, contents: Contents): Markup | null {
  if (modules === null || modules === undefined || figures === null) return null;
  const said = [...modules.warnings, ...modules.notes];
  return html`<h3 id="modules">Co-expression modules</h3>
    <p>Genes whose expression rises and falls together over the animals, each group of them summed up by one profile, its eigengene.
      Correlations over all animals and within groups stand side by side here too.</p>
    <ul class="warnings">${said.map((one) => html`<li>${one}</li>`)}</ul>
    ${figureBlock(figures.traits)}
    ${tableBlock(dataOf(contents, 'modules'))}
    ${moreFigures('How the modules were found: tree and soft threshold', [figures.tree, figures.power])}
    ${['module-traits', 'activity-genes', 'module-genes', 'module-sets', 'module-eigengenes'].map((id) => moreTable(dataOf(contents, id)))}`;
}
