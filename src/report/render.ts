import { allFigures, contentsOf } from './contents.ts';
import { crateMetadata } from './crate.ts';
import { tsvOf } from './data/data-set.ts';
import { transformedData } from './data/expression-data.ts';
import { figureFile } from './figures/figure.ts';
import type { ReportFiles, ReportInput } from './input.ts';
import { methodsText } from './methods/methods-text.ts';
import { methodsMarkdown } from './methods/render-methods.ts';
import { reportPage } from './page/document.ts';
import { resultsJson } from './results-json.ts';
import { workbookOf } from './workbook.ts';

/**
 * Draws and words the results of a run: `report.html`, `results.json`, `methods.md`, `tables/`,
 * `tables.xlsx`, `figures/` and `ro-crate-metadata.json`. Computes no statistic, touches no file system and no clock: the same input gives the same bytes.
 */
export async function renderReport(input: ReportInput): Promise<ReportFiles> {
  const contents = contentsOf(input);
  const tables = [...contents.data, ...(input.expression === null ? [] : [transformedData(input.expression)])];
  const titles = new Map([
    ['report.html', 'Report'],
    ['results.json', 'All results'],
    ['methods.md', 'Methods text'],
    ['tables.xlsx', 'Tables as an Excel workbook'],
  ]);
  const files: ReportFiles = new Map();
  files.set('report.html', reportPage(input, contents));
  files.set('results.json', resultsJson(input));
  files.set('methods.md', methodsMarkdown(input.study.title, methodsText(input)));
  for (const set of tables) {
    titles.set(`tables/${set.id}.tsv`, set.title);
    files.set(`tables/${set.id}.tsv`, tsvOf(set));
  }
  files.set('tables.xlsx', await workbookOf(contents.data));
  for (const figure of allFigures(contents)) {
    titles.set(`figures/${figure.id}.svg`, figure.title);
    files.set(`figures/${figure.id}.svg`, figureFile(figure));
  }
  const listed = [...files].map(([path, content]) => ({ path, title: titles.get(path) ?? path, bytes: sizeOf(content) }));
  files.set('ro-crate-metadata.json', crateMetadata(input, listed));
  return files;
}

function sizeOf(content: string | Uint8Array): number {
  return typeof content === 'string' ? new TextEncoder().encode(content).length : content.length;
}
