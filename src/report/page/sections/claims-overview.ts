import type { Claim } from '../../../claims/index.ts';
import { html, type Markup } from '../../text/markup.ts';
import { verdictSymbol } from '../verdict-badge.ts';

/** Up to here the claims themselves are read as fast as a list of them. */
const FEW = 6;

/**
 * All claims on one screen, by the family they are adjusted in: verdict and statement, each a link to the claim.
 * Null when there are only a few.
 *
 * @param idOf the claim's element
 */
export function claimsOverview(claims: readonly Claim[], idOf: (claim: Claim) => string): Markup | null {
  if (claims.length <= FEW) return null;
  const families = [...new Set(claims.map((claim) => claim.family))];
  return html`<div class="glance">${families.map(
    (family) => html`<div>
      <h3>${family.charAt(0).toUpperCase() + family.slice(1)}</h3>
      <ul>${claims.filter((claim) => claim.family === family).map((claim) => overviewLine(claim, idOf(claim)))}</ul>
    </div>`,
  )}</div>`;
}

function overviewLine(claim: Claim, id: string): Markup {
  return html`<li>${verdictSymbol(claim.verdict)}<a href="#${id}">${claim.statement.replace(/\.$/, '')}</a></li>`;
}
