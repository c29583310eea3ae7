import type { Command } from 'commander';

/** A command's name and its file, which is loaded only when it is needed, so that start-up stays short. */
export interface CommandEntry {
  name: string;
  load(): Promise<{ register(program: Command): void }>;
}

/** Every command, in the order of `limbic --help`. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'run', load: () => import('./run.ts') },
  { name: 'demo', load: () => import('./demo.ts') },
  { name: 'verify', load: () => import('./verify.ts') },
  { name: 'init', load: () => import('./init.ts') },
  { name: 'check', load: () => import('./check.ts') },
  { name: 'simulate', load: () => import('./simulate.ts') },
  { name: 'de', load: () => import('./de.ts') },
  { name: 'transform', load: () => import('./transform.ts') },
  { name: 'cell-types', load: () => import('./cell-types.ts') },
  { name: 'variance-partition', load: () => import('./variance-partition.ts') },
  { name: 'quality', load: () => import('./quality.ts') },
  { name: 'behavior', load: () => import('./behavior.ts') },
  { name: 'raters', load: () => import('./raters.ts') },
  { name: 'track', load: () => import('./track.ts') },
  { name: 'fit', load: () => import('./fit.ts') },
  { name: 'test', load: () => import('./test.ts') },
  { name: 'power', load: () => import('./power.ts') },
  { name: 'enrich', load: () => import('./enrich.ts') },
  { name: 'receptors', load: () => import('./receptors.ts') },
  { name: 'get', load: () => import('./get.ts') },
  { name: 'integrate', load: () => import('./integrate.ts') },
  { name: 'qpcr', load: () => import('./qpcr.ts') },
];
