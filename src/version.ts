declare const LIMBIC_VERSION: string;

/** The version of this build, from package.json. */
export const VERSION: string = LIMBIC_VERSION;
