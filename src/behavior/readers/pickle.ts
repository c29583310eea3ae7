/** What a pickle of column labels can hold. */
export type Pickled = string | number | boolean | null | Pickled[];

const MARK = Symbol('mark');

/**
 * Reads a protocol-0 pickle of lists, tuples, strings and numbers: how pandas keeps column labels in the attributes of an
 * HDF5 table (Python's pickletools lists the opcodes). Nothing is ever executed.
 *
 * @throws RangeError for any other opcode
 */
export function readPickle(text: string): Pickled {
  const stack: (Pickled | typeof MARK)[] = [];
  const memo = new Map<string, Pickled>();
  let at = 0;
  const line = (): string => {
    const end = text.indexOf('\n', at);
    if (end < 0) throw new RangeError('the pickle is cut short');
    const found = text.slice(at, end);
    at = end + 1;
    return found;
  };
  const top = (): Pickled => {
    const value = stack.at(-1);
    if (value === undefined || value === MARK) throw new RangeError('the pickle is damaged');
    return value as Pickled;
  };
  const toMark = (): Pickled[] => {
    const mark = stack.lastIndexOf(MARK);
    if (mark < 0) throw new RangeError('the pickle is damaged');
    return stack.splice(mark).slice(1) as Pickled[];
  };
  while (at < text.length) {
    const opcode = text[at++];
    if (opcode === '.') return top();
    if (opcode === '(') stack.push(MARK);
    else if (opcode === 'l' || opcode === 't') stack.push(toMark());
    else if (opcode === 'V') stack.push(decodeEscapes(line()));
    else if (opcode === 'S') stack.push(line().slice(1, -1));
    else if (opcode === 'I' || opcode === 'L' || opcode === 'F') stack.push(number(line()));
    else if (opcode === 'N') stack.push(null);
    else if (opcode === 'p') memo.set(line(), top());
    else if (opcode === 'g') {
      const value = memo.get(line());
      if (value === undefined) throw new RangeError('the pickle refers to something it does not hold');
      stack.push(value);
    } else if (opcode === 'a') {
      const value = stack.pop() as Pickled;
      const list = top();
      if (!Array.isArray(list)) throw new RangeError('the pickle is damaged');
      list.push(value);
    } else throw new RangeError(`the pickle has an opcode ${JSON.stringify(opcode)} that labels do not need`);
  }
  throw new RangeError('the pickle is cut short');
}

function number(text: string): number | boolean {
  if (text === '01') return true;
  return text === '00' ? false : Number(text.replace(/L$/, ''));
}

function decodeEscapes(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
