/** The version of package.json, put in at build time. */
declare const MODSH_VERSION: string;
export const VERSION: string = typeof MODSH_VERSION === 'string' ? MODSH_VERSION : '0.0.0';
