/** Simplified Chinese, by English sentence (see say.ts). */
export const zh: Readonly<Record<string, string>> = {};
