import { csvOf, embeddedSet, saveAs } from './embedded.ts';

/** Pixels per figure unit of a saved PNG: 300 dots per inch at 96 units per inch. */
const PNG_SCALE = 300 / 96;

/** Adds the buttons that save a figure as SVG and PNG, and its data as CSV. */
export function addSaveButtons(figure: HTMLElement): void {
  const drawing = figure.querySelector<SVGSVGElement>('svg.figure');
  const name = figure.dataset.figure;
  const set = figure.dataset.set;
  if (drawing === null || name === undefined || set === undefined) return;
  const title = figure.querySelector('figcaption strong')?.textContent ?? name;
  const row = document.createElement('div');
  row.className = 'saves';
  row.append(
    button('SVG', `Save figure as SVG: ${title}`, () => saveAs(`${name}.svg`, standalone(drawing), 'image/svg+xml')),
    button('PNG', `Save figure as PNG: ${title}`, () => savePng(drawing, name)),
    button('CSV', `Save data as CSV: ${title}`, () => saveCsv(set)),
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

async function saveCsv(id: string): Promise<void> {
  const set = await embeddedSet(id);
  if (set !== undefined) saveAs(`${id}.csv`, csvOf(set.names, set.rows), 'text/csv;charset=utf-8');
}
