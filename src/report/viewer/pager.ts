/** What the pager may change. */
interface Pages {
  first: number;
  pageSize: number;
}

/** The line below a table: how many rows pass, and for long tables the way to the next ones. */
export interface Pager {
  element: HTMLElement;
  show(kept: number, loaded: number, of: number): void;
}

/** Makes the line; `paged` tables get buttons and a choice of page size. */
export function pager(state: Pages, paged: boolean, onChange: () => void): Pager {
  const element = document.createElement('div');
  element.className = 'pager';
  const status = document.createElement('span');
  status.setAttribute('role', 'status');
  let kept = 0;
  const turn = (text: string, label: string, pages: number): HTMLButtonElement => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => {
      state.first = Math.max(0, state.first + pages * state.pageSize);
      onChange();
    });
    return button;
  };
  const back = turn('‹ Previous', 'Previous rows', -1);
  const next = turn('Next ›', 'Next rows', 1);
  if (paged) element.append(back, next, sizes(state, onChange));
  element.append(status);
  const show = (passing: number, loaded: number, of: number): void => {
    kept = passing;
    back.disabled = state.first === 0;
    next.disabled = state.first + state.pageSize >= kept;
    const range =
      paged && kept > 0 ? `rows ${state.first + 1}–${Math.min(kept, state.first + state.pageSize)} of ${kept}` : `${kept} rows`;
    const filtered = kept < loaded ? `, filtered from ${loaded}` : '';
    const cut = loaded < of ? `; the first ${loaded} of ${of} are in this file, all are in tables/` : '';
    status.textContent = paged || kept < loaded ? `${range}${filtered}${cut}` : '';
  };
  return { element, show };
}

function sizes(state: Pages, onChange: () => void): HTMLElement {
  const label = document.createElement('label');
  const select = document.createElement('select');
  for (const size of [25, 50, 100, 500]) select.add(new Option(String(size), String(size), size === 25, size === 25));
  select.addEventListener('change', () => {
    state.pageSize = Number(select.value);
    state.first = 0;
    onChange();
  });
  label.append('Rows per page ', select);
  return label;
}
