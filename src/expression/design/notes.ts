import type { DataFrame } from '../../stats/index.ts';
import type { ModelDesign } from './model-design.ts';

const CONTROL_NAMES = new Set(['control', 'vehicle', 'ctrl', 'wt', 'wildtype', 'sham', 'saline', 'untreated', 'baseline']);

/** What is unusual about a design, in words: things DESeq2 warns of, and things it passes over in silence. */
export function designNotes({ design, cells }: ModelDesign, frame: DataFrame): string[] {
  const notes: string[] = [];
  const residual = cells.samples - cells.coefficients;
  if (design.columns.length === 1 && design.intercept)
    notes.push(
      'The design is ~ 1: the "log2 fold change" is the log2 mean count, and its p-value says nothing about a treatment.',
    );
  if (residual <= 3)
    notes.push(
      `Only ${residual} residual degree${residual === 1 ? '' : 's'} of freedom: dispersions rest almost entirely on the trend over genes.`,
    );
  for (const variable of design.variables) {
    const column = frame.get(variable.label);
    if (variable.kind === 'factor') {
      const control = variable.levels.slice(1).find((level) => CONTROL_NAMES.has(level.toLowerCase()));
      if (control !== undefined)
        notes.push(
          `"${control}" is a level of ${variable.label}, but the reference is "${variable.levels[0]}"; --ref '${variable.label}=${control}' changes that.`,
        );
    } else if (column?.kind === 'number') notes.push(...numericNotes(variable.label, column.values));
  }
  return notes;
}

function numericNotes(name: string, values: Float64Array): string[] {
  const distinct = new Set(values);
  if (distinct.size <= 3)
    return [`${name} is numeric with ${distinct.size} values and enters as a slope; write factor(${name}) if these are groups.`];
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const sd = Math.sqrt(squares / (values.length - 1));
  if (Math.abs(mean) <= 5 && sd <= 5) return [];
  return [
    `${name} has mean ${mean.toPrecision(3)} and standard deviation ${sd.toPrecision(3)}; scale(${name}) gives a fold change per SD.`,
  ];
}
