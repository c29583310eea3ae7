import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCE = join(ROOT, 'src');

/** Which rooms each room may import, besides `problems` and `context`, on which everything stands. Arrows point down. */
const ALLOWED: Record<string, readonly string[]> = {
  problems: [],
  context: [],
  stats: [],
  table: [],
  study: ['stats', 'table'],
  behavior: ['stats', 'table', 'study'],
  expression: ['stats', 'table', 'study'],
  pathway: ['stats', 'table', 'study', 'expression'],
  integration: ['stats', 'table', 'study', 'behavior', 'expression', 'pathway'],
  translation: ['stats', 'table', 'study'],
  vigilance: ['stats', 'table'],
  intervention: ['stats', 'table', 'pathway'],
  claims: ['stats', 'study', 'behavior', 'expression', 'pathway', 'integration', 'translation', 'vigilance', 'intervention'],
  pipeline: [
    'stats',
    'table',
    'study',
    'behavior',
    'expression',
    'pathway',
    'integration',
    'translation',
    'vigilance',
    'intervention',
    'claims',
    'report',
  ],
  report: ['stats', 'table', 'study', 'behavior', 'expression', 'pathway', 'integration', 'translation', 'claims'],
  cli: ['*'],
  app: ['*'],
};
const GROUND = ['problems', 'context'];
/** Rooms whose numbers must not depend on the engine's own transcendental functions. */
const MAY_USE_ENGINE_MATH = new Set(['report', 'cli', 'app']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(name) ? [path] : [];
  });
}

const files = filesBelow(SOURCE).map((path) => ({ path: relative(SOURCE, path), text: readFileSync(path, 'utf8') }));
const roomOf = (path: string) => (path.includes('/') ? path.slice(0, path.indexOf('/')) : '');
const importsOf = (text: string) => [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]);

describe('the house', () => {
  it('every folder is a known room', () => {
    const unknown = [...new Set(files.map((file) => roomOf(file.path)))].filter((room) => room !== '' && !(room in ALLOWED));
    expect(unknown).toEqual([]);
  });

  it('import arrows point down, through the face of the other room', () => {
    const wrong: string[] = [];
    for (const { path, text } of files) {
      const room = roomOf(path);
      if (room === '') continue;
      for (const target of importsOf(text).filter((one) => one.startsWith('.'))) {
        const resolved = relative(SOURCE, join(SOURCE, path, '..', target));
        const other = roomOf(resolved);
        if (other === room || other === '') continue;
        if (resolved.startsWith('..')) {
          if (!resolved.startsWith('../catalogue/')) wrong.push(`${path} -> ${resolved} (outside src)`);
          continue;
        }
        const allowed = ALLOWED[room].includes('*') || GROUND.includes(other) || ALLOWED[room].includes(other);
        if (!allowed) wrong.push(`${path} -> ${resolved} (arrow points up)`);
        else if (!/^[a-z]+\/(index|[a-z-]+\.node)\.ts$/.test(resolved) && room !== 'cli')
          wrong.push(`${path} -> ${resolved} (not the room's face)`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('only src/cli and *.node.ts touch Node', () => {
    const wrong = files
      .filter(({ path }) => roomOf(path) !== 'cli' && !path.endsWith('.node.ts'))
      .filter(({ text }) => importsOf(text).some((one) => one.startsWith('node:')) || /\bprocess\.|\brequire\(/.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('no room below the report uses the transcendental functions of the engine', () => {
    const engine =
      /\bMath\.(exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|asinh|acosh|atanh|cbrt|hypot|random)\b/;
    const wrong: string[] = [];
    for (const { path, text } of files) {
      if (MAY_USE_ENGINE_MATH.has(roomOf(path))) continue;
      text.split('\n').forEach((line, i) => {
        const code = line
          .replace(/\/\/.*$/, '')
          .replace(/^\s*\*.*$/, '')
          .replace(/\/\*.*?\*\//g, '');
        if (engine.test(code) || /[\w)\]]\s*\*\*\s*[\w(]/.test(code)) wrong.push(`${path}:${i + 1}: ${line.trim()}`);
      });
    }
    expect(wrong).toEqual([]);
  });

  it('no file is longer than 500 lines', () => {
    const long = files.map(({ path, text }) => ({ path, lines: text.split('\n').length })).filter(({ lines }) => lines > 500);
    expect(long).toEqual([]);
  });
});
