/** A JSON value whose objects are lists of fields, so that no text from the data becomes the key of an object in memory. */
export type JsonValue = number | string | boolean | null | readonly JsonValue[] | JsonFields;

/** Fields of a JSON object, in order. */
export type JsonFields = ReadonlyMap<string, JsonValue>;

/** Makes fields from pairs; `undefined` leaves a field out. */
export function fields(...pairs: readonly (readonly [string, JsonValue | undefined])[]): JsonFields {
  return new Map(pairs.filter((pair): pair is readonly [string, JsonValue] => pair[1] !== undefined));
}

function number(value: number): string {
  if (Number.isFinite(value)) return JSON.stringify(value);
  return Number.isNaN(value) ? 'null' : `"${value < 0 ? '-' : ''}Inf"`;
}

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** JSON text: NaN as null, infinities as "Inf" and "-Inf", small objects on one line. */
export function jsonText(value: JsonValue, indent = ''): string {
  if (typeof value === 'number') return number(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = isList(value)
    ? value.map((one) => jsonText(one, `${indent}  `))
    : [...value].map(([key, one]) => `${JSON.stringify(key)}: ${jsonText(one, `${indent}  `)}`);
  const [open, close] = isList(value) ? '[]' : '{}';
  const line = parts.join(', ');
  if (line.length < 600 && !line.includes('\n')) return `${open}${line}${close}`;
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}
