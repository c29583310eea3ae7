import type { ReportInput } from './input.ts';

const TYPES = new Map([
  ['html', 'text/html'],
  ['json', 'application/json'],
  ['tsv', 'text/tab-separated-values'],
  ['svg', 'image/svg+xml'],
  ['md', 'text/markdown'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
]);

/**
 * The RO-Crate 1.1 metadata file of the results folder: the files, the run that made them, its inputs by digest.
 *
 * @param files path, title and size in bytes of every file of the folder but this one
 */
export function crateMetadata(input: ReportInput, files: readonly { path: string; title: string; bytes: number }[]): string {
  const { study, provenance } = input;
  const parts = files.map(({ path }) => ({ '@id': path }));
  const graph = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      conformsTo: { '@id': 'https://w3id.org/ro/crate/1.1' },
      about: { '@id': './' },
    },
    {
      '@id': './',
      '@type': 'Dataset',
      name: `Results: ${study.title}`,
      description: `Report, tables and figures of the study "${study.title}", made with limbic ${provenance.version}.`,
      datePublished: lastDate(input),
      license: 'All rights reserved unless the owners of the study state otherwise.',
      hasPart: parts,
      mainEntity: { '@id': 'report.html' },
      mentions: { '@id': '#run' },
    },
    ...files.map(({ path, title, bytes }) => ({
      '@id': path,
      '@type': 'File',
      name: title,
      contentSize: String(bytes),
      encodingFormat: TYPES.get(path.slice(path.lastIndexOf('.') + 1)) ?? 'application/octet-stream',
    })),
    ...run(input, parts),
  ];
  return `${JSON.stringify({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph }, null, 1)}\n`;
}

/** The run as an action with the program as its instrument. */
function run({ provenance }: ReportInput, parts: readonly { '@id': string }[]): object[] {
  const inputId = (path: string): string => `#input/${encodeURIComponent(path)}`;
  return [
    {
      '@id': '#run',
      '@type': 'CreateAction',
      name: 'limbic run',
      description: provenance.command,
      instrument: { '@id': '#limbic' },
      object: provenance.inputs.map(({ path }) => ({ '@id': inputId(path) })),
      result: parts,
    },
    { '@id': '#limbic', '@type': 'SoftwareApplication', name: 'limbic', softwareVersion: provenance.version },
    ...provenance.inputs.map(({ path, sha256, bytes }) => ({
      '@id': inputId(path),
      '@type': 'CreativeWork',
      name: path,
      sha256,
      contentSize: String(bytes),
    })),
    ...provenance.parameters.map(({ label, value }, i) => ({
      '@id': `#parameter-${i + 1}`,
      '@type': 'PropertyValue',
      name: label,
      value,
    })),
  ];
}

/**
 * RO-Crate asks for a date, and a clock would make two runs differ: the last date in the study's own records stands in.
 * Without any, the day on which the metadata format was released.
 */
function lastDate({ study }: ReportInput): string {
  const dates = [...study.weights.map((record) => record.date), ...study.animals.map((animal) => animal.born)];
  const known = dates.filter((date) => date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date)).sort();
  return known[known.length - 1] ?? '2020-10-30';
}
