/**
 * Finds files by name among those that are there. Letters with marks are compared as what they are: disks of some systems keep `ä` as
 * `a` and a mark, tables as one letter.
 *
 * @returns the path as it is listed, for a path as the study writes it; undefined when there is no such file
 */
export function fileFinder(paths: Iterable<string>): (path: string) => string | undefined {
  const exact = new Set(paths);
  const composed = new Map([...exact].map((path) => [path.normalize('NFC'), path]));
  return (path) => (exact.has(path) ? path : composed.get(path.normalize('NFC')));
}
