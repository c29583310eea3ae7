/** What a set of markers stands for, and when it warns. */
export interface MarkerSet {
  set: string;
  label: string;
  /** Tissues to which the set belongs, as a pattern over the tissue's name; null: to none that is dissected from a brain. */
  home: RegExp | null;
  /** What an excess in one sample means. */
  meaning: string;
  /** What a lack in one sample means. */
  less: string;
  mend: string;
}

const WHOLE = 'brain(?!.?stem)|forebrain|cns';
const DISSECTION =
  'compare results with and without the sample, or take the markers as a covariate; tighten the dissection for the next cohort';
const OUTSIDE = 'treat changes in these genes as contamination, not as an effect; compare results with and without the sample';

/** The sets of catalogue/brain-markers.tsv that tell how tissue was handled and cut. Sex-linked genes have a check of their own. */
export const MARKER_SETS: readonly MarkerSet[] = [
  {
    set: 'activity',
    label: 'Immediate-early genes',
    home: null,
    meaning: 'was it handled, tested or killed at another time or in another way than the rest of its group?',
    less: '',
    mend: 'check the time between the last handling and death; immediate-early genes change within minutes and must not be read as a drug effect where it differs',
  },
  {
    set: 'choroid-plexus',
    label: 'Choroid plexus',
    home: new RegExp(`${WHOLE}|choroid|ventric`, 'i'),
    meaning: 'choroid plexus was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: OUTSIDE,
  },
  {
    set: 'blood',
    label: 'Blood',
    home: /blood/i,
    meaning: 'blood was left in the tissue',
    less: 'less of it was taken than with the other samples, which have some',
    mend: OUTSIDE,
  },
  {
    set: 'pituitary',
    label: 'Pituitary',
    home: /pituit|hypophys/i,
    meaning: 'pituitary was cut along, or reads of a pituitary library got mixed in',
    less: 'less of it was taken than with the other samples, which have some',
    mend: OUTSIDE,
  },
  {
    set: 'meninges',
    label: 'Meninges',
    home: /mening|dura/i,
    meaning: 'meninges were left on the tissue',
    less: 'less of it was taken than with the other samples, which have some',
    mend: OUTSIDE,
  },
  {
    set: 'ependyma',
    label: 'Ependyma',
    home: new RegExp(`${WHOLE}|ventric|ependym`, 'i'),
    meaning: 'ventricular wall was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: OUTSIDE,
  },
  {
    set: 'white-matter',
    label: 'White matter',
    home: /./,
    meaning: 'more or less white matter was taken',
    less: 'more or less white matter was taken',
    mend: DISSECTION,
  },
  {
    set: 'dentate-gyrus',
    label: 'Dentate gyrus',
    home: /hippoc|dentate|\bdg\b/i,
    meaning: 'the share of dentate gyrus differs',
    less: 'the share of dentate gyrus differs',
    mend: DISSECTION,
  },
  {
    set: 'ca1',
    label: 'CA1',
    home: /hippoc|\bca1/i,
    meaning: 'the share of CA1 differs',
    less: 'the share of CA1 differs',
    mend: DISSECTION,
  },
  {
    set: 'ca3',
    label: 'CA3',
    home: /hippoc|\bca3/i,
    meaning: 'the share of CA3 differs',
    less: 'the share of CA3 differs',
    mend: DISSECTION,
  },
  {
    set: 'striatum',
    label: 'Striatum',
    home: new RegExp(`${WHOLE}|striat|caudate|putamen|accumb`, 'i'),
    meaning: 'striatum was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: DISSECTION,
  },
  {
    set: 'cortex',
    label: 'Cortex',
    home: new RegExp(`${WHOLE}|cortex|cortic|\\bpfc\\b|\\bacc\\b`, 'i'),
    meaning: 'cortex was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: DISSECTION,
  },
  {
    set: 'thalamus',
    label: 'Thalamus',
    home: new RegExp(`${WHOLE}|(?<!hypo)thalam|habenul`, 'i'),
    meaning: 'thalamus was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: DISSECTION,
  },
  {
    set: 'hypothalamus',
    label: 'Hypothalamus',
    home: new RegExp(`${WHOLE}|hypothal`, 'i'),
    meaning: 'hypothalamus was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: DISSECTION,
  },
  {
    set: 'cerebellum',
    label: 'Cerebellum',
    home: new RegExp(`${WHOLE}|cerebell`, 'i'),
    meaning: 'cerebellum was cut along',
    less: 'less of it was taken than with the other samples, which have some',
    mend: DISSECTION,
  },
];
