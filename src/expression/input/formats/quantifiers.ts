import { inputError } from '../../../problems/index.ts';
import { type Hdf5Group, hdf5Numbers, hdf5Texts } from '../../../table/index.ts';
import { readTextColumns } from './text-columns.ts';

/** One sample's estimates per transcript. */
export interface TranscriptEstimates {
  file: string;
  ids: string[];
  /** Estimated reads. */
  counts: Float64Array;
  /** Effective lengths. */
  lengths: Float64Array;
  /** Transcripts per million. */
  abundance: Float64Array;
}

/** salmon's `quant.sf`. */
export function readSalmon(text: Uint8Array, file: string): TranscriptEstimates {
  const { ids, numbers } = readTextColumns(text, file, 'Name', ['NumReads', 'EffectiveLength', 'TPM']);
  const [counts, lengths, abundance] = numbers;
  return checked({ file, ids, counts, lengths, abundance });
}

/** kallisto's `abundance.tsv`. */
export function readKallisto(text: Uint8Array, file: string): TranscriptEstimates {
  const { ids, numbers } = readTextColumns(text, file, 'target_id', ['est_counts', 'eff_length', 'tpm']);
  const [counts, lengths, abundance] = numbers;
  return checked({ file, ids, counts, lengths, abundance });
}

/** kallisto's `abundance.h5`, which leaves TPM to be computed (as tximport's `read_kallisto_h5`). */
export function readKallistoHdf5(open: Hdf5Group, file: string): TranscriptEstimates {
  const counts = hdf5Numbers(open, 'est_counts').values;
  const lengths = hdf5Numbers(open, 'aux/eff_lengths').values;
  const ids = hdf5Texts(open, 'aux/ids');
  if (ids.length !== counts.length || lengths.length !== counts.length) throw new RangeError('its columns differ in length');
  const rates = counts.map((count, i) => count / lengths[i]);
  let sum = 0;
  for (const rate of rates) sum += rate;
  return checked({ file, ids, counts, lengths, abundance: rates.map((rate) => (1e6 / sum) * rate) });
}

function checked(estimates: TranscriptEstimates): TranscriptEstimates {
  const { file, ids, counts } = estimates;
  if (ids.length === 0)
    throw inputError({
      code: 'counts-no-genes',
      file,
      message: 'the file names no transcript',
      mend: 'check that the program finished, and that this is the file you mean',
    });
  const bad = counts.findIndex((value, i) => !(value >= 0 && estimates.lengths[i] > 0 && estimates.abundance[i] >= 0));
  if (bad >= 0)
    throw inputError({
      code: 'counts-not-a-number',
      file,
      message: `transcript "${ids[bad]}" has a count, length or abundance that cannot be`,
      found: `${counts[bad]} reads, effective length ${estimates.lengths[bad]}, ${estimates.abundance[bad]} TPM`,
      expected: 'reads and TPM of at least 0 and a length above 0',
      mend: 'give the file as the program wrote it',
    });
  return estimates;
}
