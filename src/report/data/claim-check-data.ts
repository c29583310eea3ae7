import type { Claim, ClaimMultiverse, ClaimsResult, MultiverseResult } from '../../claims/index.ts';
import { slugger } from '../text/slug.ts';
import { type DataSet, dataSet, over } from './data-set.ts';

/** How firmly the claims stand: one table over all claims, who changes a verdict, and the specifications of each claim. */
export function claimCheckData({ claims, checks }: ClaimsResult): DataSet[] {
  if (checks === undefined) return [];
  const rows = claims.map((claim) => ({
    claim,
    stability: checks.stability.find((one) => one.id === claim.id),
    multiverse: checks.multiverse?.claims.find((one) => one.id === claim.id),
    permutation: checks.permutation?.claims.find((one) => one.id === claim.id),
  }));
  const columns = over(rows);
  const summary = dataSet(
    'claim-checks',
    'Checks of the claims',
    'Without each animal and each litter; under other reasonable choices (share of specifications with the same verdict); with the arms, or the pairs of behavior and expression, dealt out again.',
    [
      columns.text('claim', 'Claim', ({ claim }) => claim.statement),
      columns.text('verdict', 'Verdict', ({ claim }) => claim.verdict),
      columns.number('estimate', 'Estimate', ({ claim }) => claim.estimate),
      columns.number('low_without_animal', 'Without one animal from', ({ stability }) => stability?.low ?? NaN),
      columns.number('high_without_animal', 'to', ({ stability }) => stability?.high ?? NaN),
      columns.text('most_influential', 'Most influential animal', ({ stability }) => stability?.mostInfluential?.name ?? null),
      columns.text(
        'most_influential_litter',
        'Most influential litter',
        ({ stability }) => stability?.mostInfluentialLitter?.name ?? null,
      ),
      columns.text('flips', 'Another verdict without', ({ stability }) => flipText(stability?.flips ?? [])),
      columns.number('specifications', 'Specifications', ({ multiverse }) => multiverse?.specifications.length ?? NaN, 'whole'),
      columns.number('agree', 'Share that agrees', ({ multiverse }) => multiverse?.agree ?? NaN),
      columns.number('same_side', 'Share on the same side', ({ multiverse }) => multiverse?.sameSide ?? NaN),
      columns.number('permutation_p', 'Permutation p', ({ permutation }) => permutation?.pvalue ?? NaN, 'p'),
      columns.number('permutation_padj', 'over all claims', ({ permutation }) => permutation?.adjusted ?? NaN, 'p'),
    ],
  );
  const { multiverse } = checks;
  if (multiverse === null) return [summary];
  const idOf = specificationIds(multiverse);
  return [
    summary,
    choiceData(multiverse),
    ...multiverse.claims.map((one) => specificationData(one, multiverse, idOf(one), claims)),
  ];
}

/** Id of the figure and of the table of a claim's specifications. */
export function specificationIds(multiverse: MultiverseResult): (claim: ClaimMultiverse) => string {
  const name = slugger();
  const ids = new Map(multiverse.claims.map((claim) => [claim.id, name(`specifications-${claim.id}`)]));
  return (claim) => ids.get(claim.id) ?? '';
}

/** "animals M02, M61; litter L01". */
function flipText(flips: readonly { unit: string; name: string }[]): string {
  const parts = ['animal', 'litter'].flatMap((unit) => {
    const names = flips.flatMap((flip) => (flip.unit === unit ? [flip.name] : []));
    return names.length === 0 ? [] : [`${unit}${names.length > 1 ? 's' : ''} ${names.join(', ')}`];
  });
  return parts.length === 0 ? 'nobody' : parts.join('; ');
}

function choiceData({ choices }: MultiverseResult): DataSet {
  const rows = choices.flatMap(({ label, options }) =>
    options.map((option, i) => ({ choice: label, option: option.label, planned: i === 0 })),
  );
  const columns = over(rows);
  return dataSet(
    'choices',
    'Choices of the multiverse',
    'Declared before looking; the first option of each choice is the planned one.',
    [
      columns.text('choice', 'Choice', (row) => row.choice),
      columns.text('option', 'Option', (row) => row.option),
      columns.text('planned', 'Planned', (row) => (row.planned ? 'yes' : '')),
    ],
  );
}

function specificationData(one: ClaimMultiverse, { choices }: MultiverseResult, id: string, claims: readonly Claim[]): DataSet {
  const columns = over(one.specifications);
  const statement = claims.find((claim) => claim.id === one.id)?.statement ?? one.id;
  const options = one.choices.map((choice, c) => {
    const declared = choices.find((other) => other.id === choice);
    return columns.text(choice, declared?.label ?? choice, (row) => row.options[c]);
  });
  return dataSet(id, `Specifications: ${statement}`, 'One row per way to analyze the claim, the planned one first.', [
    ...options,
    columns.number('estimate', 'Estimate', (row) => row.estimate),
    columns.number('low', '95 % from', (row) => row.low),
    columns.number('high', '95 % to', (row) => row.high),
    columns.number('pvalue', 'p', (row) => row.pvalue, 'p'),
    columns.text('verdict', 'Verdict', (row) => row.verdict),
  ]);
}
