export { raterFigureFile } from './figures/bland-altman.ts';
export type { InputFile, Provenance, ReportFiles, ReportInput } from './input.ts';
export { renderReport } from './render.ts';
