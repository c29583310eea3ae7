import type { Problem } from '../problems/index.ts';
import {
  type ContrastTable,
  contrastsAsRatios,
  type MarginalMeans,
  type ModelSummary,
  meansOnResponseScale,
  type RepeatedMeasuresAnova,
} from '../stats/index.ts';
import { VERSION } from '../version.ts';
import { fields, type JsonFields, type JsonValue } from './json-text.ts';

/** Means and contrasts asked for beside a fit. */
export interface FitExtras {
  means: MarginalMeans | undefined;
  contrasts: ContrastTable | undefined;
}

/** Names of factors as fields of a row; one that a number of the row already has is prefixed. */
const TAKEN = new Set(['contrast', 'estimate', 'se', 'df', 'lower', 'upper', 'statistic', 'pvalue', 'response']);
const factorField = (name: string): string => (TAKEN.has(name) ? `factor.${name}` : name);

function levelFields(names: readonly string[], levels: readonly string[]): [string, JsonValue][] {
  return names.map((name, i) => [factorField(name), levels[i]]);
}

/** Rows of marginal means: their factors' levels, then the numbers; on the response scale too for a generalized model. */
export function meansJson({ means, factors, by, grid }: MarginalMeans): JsonFields[] {
  const response = grid.link === undefined ? undefined : meansOnResponseScale(means, grid.link);
  return means.map((mean, i) =>
    fields(
      ...levelFields([...factors, ...by], mean.levels),
      ['estimate', mean.estimate],
      ['se', mean.se],
      ['df', mean.df],
      ['lower', mean.lower],
      ['upper', mean.upper],
      ['response', response?.[i].estimate],
      ['responseSe', response?.[i].se],
      ['responseLower', response?.[i].lower],
      ['responseUpper', response?.[i].upper],
    ),
  );
}

/** Rows of contrasts; as ratios too for log and logit models. */
export function contrastsJson(table: ContrastTable, means: MarginalMeans): JsonFields[] {
  const ratios = means.grid.link === undefined ? undefined : contrastsAsRatios(table.rows, means.grid.link);
  return table.rows.map((row, i) =>
    fields(
      ['contrast', row.contrast],
      ...levelFields(means.by, row.by),
      ['estimate', row.estimate],
      ['se', row.se],
      ['df', row.df],
      ['statistic', row.statistic],
      ['pvalue', row.pvalue],
      ['lower', row.lower],
      ['upper', row.upper],
      ['ratio', ratios?.[i].estimate],
      ['ratioLower', ratios?.[i].lower],
      ['ratioUpper', ratios?.[i].upper],
    ),
  );
}

/** Notes as plain sentences with their code and severity. */
export function notesJson(notes: readonly Problem[]): JsonFields[] {
  return notes.map((note) =>
    fields(
      ['code', note.code],
      ['severity', note.severity],
      ['message', note.message],
      ['found', note.found],
      ['mend', note.mend],
    ),
  );
}

function extrasJson({ means, contrasts }: FitExtras): [string, JsonValue | undefined][] {
  return [
    ['emmeans', means === undefined ? undefined : meansJson(means)],
    ['contrasts', contrasts === undefined || means === undefined ? undefined : contrastsJson(contrasts, means)],
    ['adjustment', contrasts?.adjustment],
  ];
}

/** The whole result of a fitted formula. */
export function fitJson(model: ModelSummary, extras: FitExtras): JsonFields {
  const { design } = model;
  return fields(
    ['program', `limbic ${VERSION}`],
    ['formula', model.formula],
    ['family', model.family],
    ['method', model.method],
    ['n', model.n],
    ['rowsLeftOut', design.missing.rows.length],
    ['missingByColumn', design.missing.byColumn.map(({ column, count }) => fields(['column', column], ['missing', count]))],
    [
      'coefficients',
      model.coefficients.map(({ term, estimate, se, df, statistic, pvalue, lower, upper }) =>
        fields(
          ['term', term],
          ['estimate', estimate],
          ['se', se],
          ['df', df],
          ['statistic', statistic],
          ['pvalue', pvalue],
          ['lower', lower],
          ['upper', upper],
        ),
      ),
    ],
    ['anovaType', model.anovaType],
    [
      'anova',
      model.anova.map(({ term, numDf, denDf, F, pvalue }) =>
        fields(['term', term], ['numDf', numDf], ['denDf', denDf], ['F', F], ['pvalue', pvalue]),
      ),
    ],
    [
      'random',
      model.random.map(({ group, effect, second, variance, sd, correlation }) =>
        second === null
          ? fields(['group', group], ['term', effect], ['variance', variance], ['sd', sd])
          : fields(['group', group], ['term', effect], ['with', second], ['correlation', correlation]),
      ),
    ],
    ['sigma', model.sigma],
    ['dispersion', Number.isNaN(model.dispersion) ? undefined : model.dispersion],
    ['dispersionMeaning', model.dispersionMeaning],
    ['logLik', model.logLik],
    ['AIC', model.aic],
    ['BIC', model.bic],
    ...extrasJson(extras),
    ['notes', notesJson(model.notes)],
  );
}

/** The result of a repeated-measures analysis of variance. */
export function repeatedJson(
  anova: RepeatedMeasuresAnova,
  formula: string,
  method: string,
  extras: FitExtras,
  notes: readonly Problem[],
): JsonFields {
  return fields(
    ['program', `limbic ${VERSION}`],
    ['formula', formula],
    ['method', method],
    ['subjects', anova.wide.subjects.length],
    [
      'subjectsLeftOut',
      anova.wide.incomplete.map(({ subject, missingCells }) => fields(['subject', subject], ['missing', missingCells])),
    ],
    ['cellsAveraged', anova.wide.averaged],
    [
      'anova',
      anova.rows.map((row) =>
        fields(
          ['term', row.term],
          ['numDf', row.numDf],
          ['denDf', row.denDf],
          ['F', row.F],
          ['pvalue', row.pvalue],
          ['sumOfSquares', row.sumOfSquares],
          ['errorSumOfSquares', row.errorSumOfSquares],
          ['partialEtaSquared', row.partialEtaSquared],
          ['generalizedEtaSquared', row.generalizedEtaSquared],
          ['epsilonGreenhouseGeisser', row.sphericity?.greenhouseGeisser],
          ['pvalueGreenhouseGeisser', row.sphericity === undefined ? undefined : row.pvalueGreenhouseGeisser],
          ['epsilonHuynhFeldt', row.sphericity?.huynhFeldt],
          ['pvalueHuynhFeldt', row.sphericity === undefined ? undefined : row.pvalueHuynhFeldt],
          ['mauchlyW', row.sphericity?.mauchlyW],
          ['mauchlyP', row.sphericity?.mauchlyP],
        ),
      ),
    ],
    ...extrasJson(extras),
    ['notes', notesJson(notes)],
  );
}
