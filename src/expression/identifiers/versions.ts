const VERSIONED = /^(ENS(?:[A-Z]{3})?[GTP]\d{11})\.\d+(_PAR_Y)?$/;

/**
 * An Ensembl id without its version: `ENSMUSG00000000001.5` becomes `ENSMUSG00000000001`; the mark of the copy on the human Y
 * chromosome (`_PAR_Y`) stays, so that two genes do not become one. Other ids stay as they are.
 */
export function withoutVersion(id: string): string {
  return id.startsWith('ENS') ? id.replace(VERSIONED, '$1$2') : id;
}
