/** The environment of a spawned program whose home is that folder, on every platform, and nothing else of this machine's. */
export function environment(home = '/nonexistent'): Record<string, string> {
  const { PATH = '', SystemRoot } = process.env;
  // Windows has its home in USERPROFILE, and opens no socket without SystemRoot.
  return { PATH, HOME: home, USERPROFILE: home, ...(SystemRoot && { SystemRoot }) };
}
