import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from '../../src/report/page/assets.generated.ts';

const root = new URL('../..', import.meta.url).pathname;

it('the embedded script and style are those of src/report/viewer (run scripts/viewer.mjs after a change)', () => {
  const made = spawnSync('node', ['scripts/viewer.mjs', '--print'], { cwd: root, encoding: 'utf8' });
  expect(made.stderr).toBe('');
  expect(made.stdout).toBe(readFileSync(`${root}/src/report/page/assets.generated.ts`, 'utf8'));
});

it('their digests are right, and the script cannot end its element early', () => {
  const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;
  expect([digest(SCRIPT), digest(STYLE)]).toEqual([SCRIPT_HASH, STYLE_HASH]);
  expect(SCRIPT).not.toMatch(/<\/script/i);
  expect(STYLE).not.toContain('<');
});
