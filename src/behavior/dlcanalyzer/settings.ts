/** Settings of the DLCAnalyzer-compatible mode, as the section `dlcanalyzer:` of an arena file gives them; null: the assay's usual one. */
export interface DlcAnalyzerSettings {
  /** Frames with a lower likelihood are interpolated. */
  likelihood: number | null;
  /** Points whose polygon is the arena. */
  arena: readonly string[] | null;
  /** Area of that polygon, cm2; it then gives the scale. */
  areaCm2: number | null;
  /** Frames outside the arena polygon scaled by this are interpolated. */
  existence: number | null;
  /** Longer steps (cm) are interpolated. */
  maxDeltaCm: number | null;
  /** cm/s. */
  movementCutoff: number | null;
  /** Half width of the majority rule and of the floating window, frames. */
  integrationFrames: number | null;
  /** cm per frame2. */
  floatingCutoff: number | null;
  /** Points that are reported. */
  points: readonly string[] | null;
  /** Points of the swimming mouse. */
  mouse: readonly string[] | null;
  /** Zones of a plus maze by name: the points of their polygons. */
  zones: ReadonlyMap<string, readonly string[]> | null;
}

export const USUAL_SETTINGS: DlcAnalyzerSettings = {
  likelihood: null,
  arena: null,
  areaCm2: null,
  existence: null,
  maxDeltaCm: null,
  movementCutoff: null,
  integrationFrames: null,
  floatingCutoff: null,
  points: null,
  mouse: null,
  zones: null,
};
