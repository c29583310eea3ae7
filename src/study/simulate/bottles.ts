import { exp, type RandomStream } from '../../stats/index.ts';

export const BOTTLE_HEADER = 'animal,session,day,bottle,side,start_g,end_g\n';
const DAYS = 2;
const SIDES = ['left', 'right'] as const;

/**
 * Two days of sucrose preference with the sides swapped in between. Preference falls with the depression trait (as this
 * test shows it); total intake does not. Every bottle also loses some tenths of a gram by dripping and evaporation.
 *
 * @param sucroseFirstLeft whether sucrose stands on the left on day 1
 */
export function bottleRows(
  animal: string,
  session: string,
  depression: number,
  sucroseFirstLeft: boolean,
  stream: RandomStream,
): string {
  const sideBias = 0.25 * stream.normal();
  let rows = '';
  for (let day = 1; day <= DAYS; day++) {
    const sucroseLeft = sucroseFirstLeft === (day === 1);
    const logit = 1.3 - 0.36 * depression + (sucroseLeft ? sideBias : -sideBias) + 0.12 * stream.normal();
    const intake = Math.max(2, 6.4 + 0.8 * stream.normal());
    const preference = 1 / (1 + exp(-logit));
    for (const side of SIDES) {
      const sucrose = (side === 'left') === sucroseLeft;
      rows += bottleRow(
        animal,
        session,
        day,
        sucrose,
        side,
        intake * (sucrose ? preference : 1 - preference) + loss(stream),
        stream,
      );
    }
  }
  return rows;
}

/** The bottles of animal-free cages in a session, from which the loss is known. */
export function evaporationRows(session: string, stream: RandomStream): string {
  let rows = '';
  for (let day = 1; day <= DAYS; day++)
    for (const side of SIDES)
      rows += bottleRow('evaporation', session, day, (side === 'left') === (day === 1), side, loss(stream), stream);
  return rows;
}

function loss(stream: RandomStream): number {
  return Math.max(0.1, 0.35 + 0.06 * stream.normal());
}

function bottleRow(
  animal: string,
  session: string,
  day: number,
  sucrose: boolean,
  side: string,
  drunk: number,
  stream: RandomStream,
): string {
  const start = 148 + 8 * stream.uniform();
  return `${animal},${session},${day},${sucrose ? 'sucrose' : 'water'},${side},${start.toFixed(2)},${(start - drunk).toFixed(2)}\n`;
}
