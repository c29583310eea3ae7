import { type CellDesign, ridgeInBasis } from '../design/cells.ts';
import type { Kernel } from './kernel.ts';

/** Hands a design to the kernel, which forgets everything it held. `lambda`: ridge per coefficient, natural-log scale. */
export function loadDesign(k: Kernel, design: CellDesign, lambda: Float64Array): void {
  const { samples, coefficients, cells } = design;
  k.beginDesign(samples, coefficients, cells, design.grouped ? 1 : 0, design.logDetScale);
  new Int32Array(k.memory.buffer, k.placeOfCells(), samples).set(design.cellOf);
  new Float64Array(k.memory.buffer, k.placeOfBasis(), cells * coefficients).set(design.basis);
  new Float64Array(k.memory.buffer, k.placeOfProjection(), cells * coefficients).set(design.projection);
  new Float64Array(k.memory.buffer, k.placeOfRidge(), coefficients * coefficients).set(ridgeInBasis(design, lambda));
}
