import type { Claim, ClaimChecks, ClaimsResult } from '../../../claims/index.ts';
import { type Contents, dataOf } from '../../contents.ts';
import { html, type Markup } from '../../text/markup.ts';
import { count, listed, pEquals, percent, plural, significant } from '../../text/numbers.ts';
import { moreFigures } from '../figure-block.ts';
import { moreTable } from '../table-block.ts';
import { term } from './glossary-section.ts';

/** How firmly one claim stands, in one line; null when it was not looked at. */
export function firmness({ id }: Claim, checks: ClaimChecks | undefined): Markup | null {
  const stability = checks?.stability.find((one) => one.id === id);
  const multiverse = checks?.multiverse?.claims.find((one) => one.id === id);
  const permutation = checks?.permutation?.claims.find((one) => one.id === id);
  const parts = [
    stability === undefined ? null : stabilityText(stability),
    multiverse === undefined
      ? null
      : html`${percent(multiverse.agree)} of ${count(multiverse.specifications.length)} ${term('multiverse', 'specifications')} agree`,
    permutation === undefined
      ? null
      : html`${term('whole-permutation', 'permutation')} ${pEquals(permutation.pvalue)} (over all claims ${pEquals(permutation.adjusted)})`,
  ].filter((part) => part !== null);
  if (parts.length === 0) return null;
  return html`<p class="firmness">${parts.map((part, i) => html`${i > 0 ? '; ' : null}${part}`)}.</p>`;
}

function stabilityText(stability: ClaimChecks['stability'][number]): Markup {
  const { animals, litters, flips, mostInfluential } = stability;
  const whole = [plural(animals, 'animal'), ...(litters > 0 ? [plural(litters, 'litter')] : [])];
  const most =
    mostInfluential === null
      ? null
      : html` (estimate ${significant(stability.low)} to ${significant(stability.high)}; most without ${mostInfluential.name})`;
  if (flips.length === 0) return html`The verdict stays ${term('left-out', 'without any one')} of ${listed(whole)}${most}`;
  const names = (unit: string): string[] => flips.flatMap((flip) => (flip.unit === unit ? [flip.name] : []));
  const shown = (unit: string): string | null => {
    const all = names(unit);
    if (all.length === 0) return null;
    return `${unit} ${all.length > SHOWN ? `${all.slice(0, SHOWN).join(', ')} or ${all.length - SHOWN} others` : all.join(' or ')}`;
  };
  const who = ['animal', 'litter'].map(shown).filter((text) => text !== null);
  return html`The verdict is another ${term('left-out', 'without')} ${who.join(', or ')} (of ${listed(whole)})${most}`;
}

/** Names listed before "or others". */
const SHOWN = 4;

/** The table of all checks, the specification curves, and how the arms were dealt out again. */
export function claimChecksPart({ checks }: ClaimsResult, contents: Contents): Markup | null {
  if (checks === undefined) return null;
  const { multiverse, permutation } = checks;
  const figures = contents.claims;
  return html`<h3 id="firmness">How firmly the claims stand</h3>
    <p>A result that hangs on one animal, on one choice of the analyst, or on assumptions about errors is worth less than its p says.
      Each claim was weighed again without each animal and each litter${multiverse === null ? null : ', under every declared combination of reasonable choices'}${permutation === null ? null : ', and with the arms dealt out again'}.${multiverse === null || permutation === null ? unasked(multiverse === null, permutation === null) : null}</p>
    ${permutation === null ? null : html`<ul class="notes">${permutation.notes.map((text) => html`<li>${text}</li>`)}${genesText(permutation)}</ul>`}
    ${multiverse === null ? null : html`<p>${multiverseText(multiverse)}</p>`}
    ${moreTable(dataOf(contents, 'claim-checks'))}
    ${multiverse === null ? null : html`${moreTable(dataOf(contents, 'choices'))}${moreFigures(`Specification curves (${figures.length})`, figures)}`}`;
}

function unasked(multiverse: boolean, permutation: boolean): Markup {
  const options = [...(multiverse ? ['--multiverse'] : []), ...(permutation ? ['--permutations 1000'] : [])];
  return html` Not asked for in this run: ${options.map((option, i) => html`${i > 0 ? ' and ' : null}<code>${option}</code>`)}.`;
}

function multiverseText({ analyses, fits, notes }: NonNullable<ClaimChecks['multiverse']>): string {
  const { behavior, expression, link } = analyses;
  return `The multiverse: ${count(behavior)} analyses of behavior, ${count(expression)} of expression (on ${plural(fits, 'fit')} of the counts), ${count(link)} of the link between them. ${notes.join(' ')}`;
}

function genesText({ genes, permutations }: NonNullable<ClaimChecks['permutation']>): Markup | null {
  if (genes === null) return null;
  const words = `${plural(genes.observed, 'gene')} below the false discovery rate; in ${count(permutations)} arrangements the median was ${count(genes.median)} and the largest number ${count(genes.largest)} (${pEquals(genes.pvalue)}).`;
  return html`<li>${words}</li>`;
}
