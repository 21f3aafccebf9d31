declare const MAILCHECK_VERSION: string;

/** The version of the package, put in by the build. */
export const version = MAILCHECK_VERSION;
