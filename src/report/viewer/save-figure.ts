import { csvOf, embeddedSet, saveAs } from './embedded.ts';

/** Pixels per figure unit of a saved PNG: 300 dots per inch at 96 units per inch. */
const PNG_SCALE = 300 / 96;

/** A table to be saved. */
export interface TableText {
  /** Name of the file without its ending. */
  id: string;
  names: string[];
  rows: string[][];
}

/**
 * Adds the buttons that save a figure as SVG and PNG, and its data as CSV.
 *
 * @param table the data where they are not those the page carries under the figure's name
 */
export function addSaveButtons(figure: HTMLElement, table?: () => Promise<TableText | undefined>): void {
  const set = figure.dataset.set;
  if (figure.querySelector('svg.figure') === null || figure.dataset.figure === undefined || set === undefined) return;
  const title = (): string => figure.querySelector('figcaption strong')?.textContent ?? '';
  // the drawing and its name may have been replaced since
  const withDrawing = (action: (drawing: SVGSVGElement, name: string) => void) => () => {
    const drawing = figure.querySelector<SVGSVGElement>('svg.figure');
    if (drawing !== null) action(drawing, figure.dataset.figure ?? 'figure');
  };
  const row = document.createElement('div');
  row.className = 'saves';
  row.append(
    button(
      'SVG',
      `Save figure as SVG: ${title()}`,
      withDrawing((drawing, name) => saveAs(`${name}.svg`, standalone(drawing), 'image/svg+xml')),
    ),
    button('PNG', `Save figure as PNG: ${title()}`, withDrawing(savePng)),
    button('CSV', `Save data as CSV: ${title()}`, () => void saveCsv(table ?? (() => pageTable(set)))),
  );
  figure.append(row);
}

function button(text: string, label: string, action: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.setAttribute('aria-label', label);
  element.addEventListener('click', action);
  return element;
}

/** The drawing as a file of its own: on white, in the colors of its attributes, whatever the page looks like. */
function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('class');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', copy.getAttribute('width') ?? '100%');
  ground.setAttribute('height', copy.getAttribute('height') ?? '100%');
  ground.setAttribute('fill', '#fff');
  const words = copy.querySelector('desc');
  if (words === null) copy.prepend(ground);
  else words.after(ground);
  return new XMLSerializer().serializeToString(copy);
}

function savePng(drawing: SVGSVGElement, name: string): void {
  const { width, height } = drawing.viewBox.baseVal;
  const url = URL.createObjectURL(new Blob([standalone(drawing)], { type: 'image/svg+xml' }));
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * PNG_SCALE);
    canvas.height = Math.round(height * PNG_SCALE);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => {
      if (blob !== null) saveAs(`${name}.png`, blob, 'image/png');
    }, 'image/png');
  };
  image.src = url;
}

async function pageTable(id: string): Promise<TableText | undefined> {
  const set = await embeddedSet(id);
  return set === undefined ? undefined : { id, names: set.names, rows: set.rows };
}

async function saveCsv(load: () => Promise<TableText | undefined>): Promise<void> {
  const table = await load();
  if (table !== undefined) saveAs(`${table.id}.csv`, csvOf(table.names, table.rows), 'text/csv;charset=utf-8');
}
