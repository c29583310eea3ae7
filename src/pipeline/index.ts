export { type Cache, type Digest, memoryCache, noCache } from './cache.ts';
export { type RunOptions, type RunOutput, runStudy } from './run.ts';
export { parseSteps, STEPS, type Step } from './steps.ts';
