export { cholesky, choleskyInverse, choleskyLogDeterminant, choleskySolve } from './cholesky.ts';
export { solveGeneral } from './general-solve.ts';
export {
  crossProduct,
  dot,
  identityMatrix,
  kronecker,
  matrixVector,
  multiply,
  multiplyTransposedLeft,
  multiplyTransposedRight,
  quadraticForm,
  transpose,
  transposedMatrixVector,
} from './products.ts';
export {
  type QrDecomposition,
  qrCoefficients,
  qrDecomposition,
  qrEffects,
  qrInverseCrossProduct,
  qrLeverages,
  qrOrthonormal,
  qrSolve,
  qrUnrotate,
  qrUpper,
} from './qr.ts';
export { type SingularValueDecomposition, singularValueDecomposition } from './singular-values.ts';
export { type SymmetricEigen, symmetricEigen } from './symmetric-eigen.ts';
export { solveLower, solveLowerTransposed, solveUpper } from './triangular.ts';
