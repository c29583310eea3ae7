declare const LIMBIC_VERSION: string;
declare const LIMBIC_BUILD: string;

/** The version of this build, from package.json. */
export const VERSION: string = LIMBIC_VERSION;

/** Digest of the sources of this build: kept results are reused only by the build that made them. */
export const BUILD: string = LIMBIC_BUILD;
