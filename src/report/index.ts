export { raterFigureFile } from './figures/bland-altman.ts';
export type { InputFile, Provenance, ReportFiles, ReportInput } from './input.ts';
export { type QualityOrigin, renderQuality } from './quality-report.ts';
export { renderReport } from './render.ts';
