export * from './elementary/index.ts';
export { type RandomStream, randomStream, shuffle } from './random.ts';
