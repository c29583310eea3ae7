import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coordinate, escapeText, html, join, svg, trusted } from '../../src/report/text/markup.ts';
import { slug, slugger } from '../../src/report/text/slug.ts';

describe('markup', () => {
  it('escapes everything that is interpolated unless it is markup', () => {
    expect(html`<p title="${'"x"'}">${'<script>alert(1)</script>'} & ${trusted('<b>b</b>')}</p>`.text).toBe(
      '<p title="&quot;x&quot;">&lt;script&gt;alert(1)&lt;/script&gt; & <b>b</b></p>',
    );
    expect(html`${null}${undefined}${false}${['a', html`<i>${'<'}</i>`]}`.text).toBe('a<i>&lt;</i>');
    expect(join(['<', html`<b></b>`], ' & ').text).toBe('&lt; &amp; <b></b>');
  });

  it('joins the lines of a template, not those of its values', () => {
    expect(
      html`<p>
      two
      words ${'a\n b'}
    </p>`.text,
    ).toBe('<p>two words a\n b</p>');
  });

  it('rounds numbers of drawings to two decimals, without negative zero', () => {
    expect(svg`M${1.23456} ${-0.001}`.text).toBe('M1.23 0');
    expect(coordinate(-0)).toBe('0');
  });

  it('replaces what XML cannot hold', () => {
    expect(escapeText('a\u0000b\u001fc\ufffed\ud800e\tf')).toBe('a\ufffdb\ufffdc\ufffdd\ufffde\tf');
  });

  it('leaves no character that could end text or attribute', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[<>"'&]/.test(escapeText(text).replace(/&(amp|lt|gt|quot|#39);/g, '')),
      ),
    );
  });
});

describe('slugs', () => {
  it('are safe as file names and never repeat', () => {
    const name = slugger();
    expect([name('Week 6 / éa'), name('week 6 ea'), name('<>'), name('__proto__'), name('../../etc')]).toEqual([
      'week-6-ea',
      'week-6-ea-2',
      'item',
      'proto',
      'etc',
    ]);
    fc.assert(fc.property(fc.string(), (text) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug(text))));
  });
});
