export { editDistance, nearestName, suggestName } from './nearest.ts';
export { formatProblem, InputError, inputError, type Problem, placeOf, quote, type Severity, throwIfErrors } from './problem.ts';
