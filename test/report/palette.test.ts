import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { groupStyles } from '../../src/report/figures/style.ts';
import { LEVELS, swatchColor, swatchInk, swatchOf, swatchTone } from '../../src/report/figures/uncertainty-palette.ts';

const ALL = LEVELS.flatMap(({ bins }, level) => Array.from({ length: bins }, (_, bin) => ({ level, bin })));

/** Contrast ratio of two colors (WCAG 2.2). */
function contrast(a: string, b: string): number {
  const luminance = (color: string): number => {
    const [red, green, blue] = [1, 3, 5].map((i) => {
      const c = Number.parseInt(color.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

describe('the uncertainty palette', () => {
  it('gives certain effects more colors than uncertain ones', () => {
    expect(swatchOf(0.9, 0.5, 1)).toEqual({ level: 0, bin: 0 });
    expect(swatchOf(0.9, -1.5, 1)).toEqual({ level: 1, bin: 1 });
    expect(swatchOf(-0.9, -2.5, 1)).toEqual({ level: 2, bin: 0 });
    expect(swatchOf(0.9, 4, 1)).toEqual({ level: 3, bin: 7 });
    expect(swatchOf(-7, -9, 1)).toEqual({ level: 3, bin: 0 });
  });

  it('text on every swatch has a contrast of at least 4.5, on light and dark pages', () => {
    for (const swatch of ALL) {
      for (const ground of ['light', 'dark'] as const) {
        const ratio = contrast(swatchColor(swatch, ground), swatchInk(swatch, ground));
        expect(ratio, `${swatchTone(swatch)} ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });

  it('is the one that the dark page uses', () => {
    const css = readFileSync(new URL('../../src/report/viewer/swatches.css', import.meta.url), 'utf8').replace(/\s+/g, ' ');
    for (const swatch of ALL) {
      expect(css).toContain(`.f-${swatchTone(swatch)} { fill: ${swatchColor(swatch, 'dark')}; }`);
      expect(css).toContain(`.t-${swatchTone(swatch)} { fill: ${swatchInk(swatch, 'dark')}; }`);
    }
  });
});

describe('groups', () => {
  it('differ in shape as well as color; the highest dose is the strongest', () => {
    const styles = [...groupStyles('vehicle', ['low', 'mid', 'high']).values()];
    expect(new Set(styles.map((style) => style.shape)).size).toBe(4);
    expect(new Set(styles.map((style) => style.color)).size).toBe(4);
    expect(groupStyles('vehicle', ['low', 'mid', 'high']).get('high')?.tone).toBe('c1');
  });
});
