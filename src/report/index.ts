export type { InputFile, Provenance, ReportFiles, ReportInput } from './input.ts';
export { renderReport } from './render.ts';
