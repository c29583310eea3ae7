import type { AssayFormat } from './study.ts';

/** What the study format knows of an assay; its measures live in the behavior room. */
export interface AssayKind {
  id: string;
  label: string;
  /** Formats in which its files can come; the first is the default. */
  formats: readonly AssayFormat[];
}

const kind = (id: string, label: string, ...formats: AssayFormat[]): AssayKind => ({ id, label, formats });

/** Every assay that study.yaml may name. `custom` is any other test whose measures stand in a table. */
export const ASSAYS: readonly AssayKind[] = [
  kind('open-field', 'Open field', 'track', 'table'),
  kind('elevated-plus-maze', 'Elevated plus maze', 'track', 'table'),
  kind('elevated-zero-maze', 'Elevated zero maze', 'track', 'table'),
  kind('light-dark-box', 'Light-dark box', 'events', 'track', 'table'),
  kind('novelty-suppressed-feeding', 'Novelty-suppressed feeding', 'events', 'table'),
  kind('marble-burying', 'Marble burying', 'table'),
  kind('social-interaction', 'Social interaction', 'events', 'table'),
  kind('three-chamber', 'Three-chamber sociability', 'events', 'track', 'table'),
  kind('y-maze', 'Y-maze alternation', 'events', 'table'),
  kind('novel-object', 'Novel object recognition', 'events', 'table'),
  kind('rotarod', 'Rotarod', 'table'),
  kind('home-cage', 'Home-cage locomotion', 'table'),
  kind('sucrose-preference', 'Sucrose preference', 'bottles', 'table'),
  kind('splash-test', 'Splash test', 'events', 'table'),
  kind('tail-suspension', 'Tail suspension', 'events', 'table'),
  kind('forced-swim', 'Forced swim', 'events', 'track', 'table'),
  kind('body-weight', 'Body weight', 'table'),
  kind('custom', 'Custom test', 'table'),
];

/** The assay of that id, or undefined. */
export function assayKind(id: string): AssayKind | undefined {
  return ASSAYS.find((assay) => assay.id === id);
}
