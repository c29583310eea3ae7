export { adjacencyTask } from './adjacency.ts';
export { connectivityTask } from './soft-threshold.ts';
export { overlapTask } from './topological-overlap.ts';
