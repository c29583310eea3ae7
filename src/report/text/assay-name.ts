/** The study's own name of an assay, or its id in words. */
export function assayName(id: string, labels: ReadonlyMap<string, string>): string {
  const words = labels.get(id) ?? id.replaceAll('-', ' ');
  return words === '' ? id : words[0].toUpperCase() + words.slice(1);
}
