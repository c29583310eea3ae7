import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { InputError, type Problem } from '../problems/index.ts';
import type { Place, PositionedValue, ValuePath } from './positioned.ts';

/**
 * Parses study.yaml (YAML 1.2), keeping positions.
 *
 * @throws InputError with every syntax error, each with line and column
 */
export function parseYaml(text: string, file: string): PositionedValue {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) throw new InputError(document.errors.map((error) => syntaxProblem(error, placeAt)));
  return {
    value: toPlain(document, file),
    placeOf: (path) => placeAt(offsetOf(document, path)),
    placeOfKey: (path, key) => placeAt(offsetOfKey(document, path, key)),
    textOf: (path) => {
      const node = document.getIn(path, true);
      return isScalar(node) && node.value !== null ? (node.source ?? String(node.value)) : undefined;
    },
  };
}

function syntaxProblem(error: { message: string; pos: [number, number] }, placeAt: (offset: number) => Place): Problem {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    ...placeAt(error.pos[0]),
    message: `this is not valid YAML: ${error.message}`,
    mend: 'check the indentation, the colons and the quotes of this line and the one before',
  };
}

/** Values as plain data. Aliases that multiply without end are a fault of the file. */
function toPlain(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = `this is not valid YAML: ${error instanceof Error ? error.message : String(error)}`;
    throw new InputError([{ code: 'yaml-syntax', severity: 'error', file, message, mend: 'write the values out in full' }]);
  }
}

function offsetOf(document: Document, path: ValuePath): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function offsetOfKey(document: Document, path: ValuePath, key: string): number {
  const map = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isMap(map)) {
    const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
  }
  return offsetOf(document, path);
}
