/** One number of the report: what it means, when it misleads, what to do next. */
export interface GlossaryEntry {
  id: string;
  name: string;
  meaning: string;
  /** Continues the words "Misleads when". */
  misleads: string;
  next: string | null;
}

/** The glossary in reading order. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  {
    id: 'verdict',
    name: 'Verdict',
    meaning:
      'Supported: the planned test passes after adjustment and the effect points as claimed. Contradicted: it passes the other way. Not supported: an effect as large as the smallest one of interest is ruled out. Inconclusive: none of these.',
    misleads:
      'inconclusive is read as “no effect”. It means that the data are compatible with an effect worth having and with none.',
    next: 'Read the interval: it says which effects remain possible.',
  },
  {
    id: 'interval',
    name: 'Estimate and 95 % interval',
    meaning:
      'The estimate is the value best supported by the data; the interval holds the values that the data do not reject at 5 %. Over many studies, 95 % of such intervals contain the truth.',
    misleads: 'two intervals that overlap are taken as proof of no difference, or the estimate is quoted without its interval.',
    next: 'Quote both, and judge the end of the interval that is nearest to zero.',
  },
  {
    id: 'p',
    name: 'p',
    meaning:
      'How often a study like this one would give a result at least as extreme if there were no effect and the model were right.',
    misleads:
      'it is read as the probability that there is no effect, or as a measure of size. With many animals trifles have tiny p.',
    next: null,
  },
  {
    id: 'adjusted-p',
    name: 'Adjusted p',
    meaning:
      'p after counting how many questions were asked together. For claims and arms it bounds the chance of any false positive in the family; for gene lists (false discovery rate) the expected share of false ones among the genes called.',
    misleads: 'the family is chosen after looking. Here it is declared beforehand and named beside each p.',
    next: 'Compare the adjusted p with the stated level; the unadjusted p serves meta-analysis only.',
  },
  {
    id: 'family',
    name: 'Family of tests',
    meaning: 'The set of tests over which an adjusted p is adjusted.',
    misleads: 'families are small and many: each is then safe and the whole is not.',
    next: null,
  },
  {
    id: 'left-out',
    name: 'Without one animal or litter',
    meaning:
      'The claims weighed again with each animal, and each litter, left out. For behavior the rows leave the planned model while its variances stay; for sets of genes the samples leave the set tests while transformed values stay; links are computed again.',
    misleads: 'a verdict that changes is taken for wrong. A claim close to its threshold will change without many an animal.',
    next: 'Where one animal alone carries a claim, look at its tracks and counts before you quote the claim.',
  },
  {
    id: 'multiverse',
    name: 'Multiverse and specifications',
    meaning:
      'All combinations of choices that a careful analyst could have made, declared beforehand, each run to the end. The share that agrees says how much the verdict hangs on such choices.',
    misleads:
      'the share is read as a probability. Specifications share their data, and options that nobody would take can be added at will.',
    next: 'Look at the curve: which option do the specifications with another verdict have in common?',
  },
  {
    id: 'whole-permutation',
    name: 'Whole-pipeline permutation',
    meaning:
      'The arms dealt out again as the design allows (within litters, batches or cages), and everything computed again: scores, models, differential expression, set tests. p is how often the planned test was as extreme. For links, animals are exchanged within their groups instead.',
    misleads:
      'the arms were not dealt out at random in the first place; or there are few ways to deal them out, so that p cannot be small.',
    next: null,
  },
  {
    id: 'equivalence',
    name: 'Equivalence and the smallest effect of interest',
    meaning:
      'Two one-sided tests ask whether the effect is smaller than the smallest one that would matter, set in the study file. A small equivalence p is evidence of absence.',
    misleads: 'the bound was chosen to fit the result.',
    next: 'Set the bound before the data are seen, from what a clinician or breeder would care about.',
  },
  {
    id: 'domain-score',
    name: 'Domain score and SD of controls',
    meaning:
      'Each measure becomes a z-score against control animals of the same sex and session, signed so that higher is more of the behavior; the mean over a domain’s assays is its score. Effects are stated in standard deviations of the score among controls.',
    misleads: 'the controls are few (their SD is itself uncertain) or one assay carries the whole score.',
    next: 'Look at the single assays below the score.',
  },
  {
    id: 'alpha',
    name: 'Cronbach’s alpha',
    meaning:
      'How far the tests of a domain score measure one thing, from 0 (nothing in common) to 1, among animals of the same arm and sex.',
    misleads:
      'a low alpha is read as a bad score: the mean of tests that each measure something else is still a fair summary, but no trait.',
    next: 'Look at the single tests, and at the score without each of them.',
  },
  {
    id: 'hedges-g',
    name: 'Hedges g',
    meaning: 'Difference of two means in units of their pooled standard deviation, corrected for small samples.',
    misleads: 'the spread differs between groups, or animals of a litter are counted as independent.',
    next: null,
  },
  {
    id: 'mixed-model',
    name: 'Mixed model, litter and animal',
    meaning:
      'Animals of one litter, and sessions of one animal, are alike. The model gives each its own level, so that the litter and not the pup is counted. Degrees of freedom follow Kenward and Roger.',
    misleads: 'there are fewer than about five litters per arm: their spread is then barely known.',
    next: 'Add litters rather than pups.',
  },
  {
    id: 'censored',
    name: 'Censored latency',
    meaning: 'The event never happened within the test; the latency is at least the test’s length.',
    misleads: 'the test length is averaged as if it were an observation.',
    next: null,
  },
  {
    id: 'fold-change',
    name: 'log2 fold change',
    meaning:
      '+1 is a doubling of expression, −1 a halving. In bulk tissue it mixes changes per cell with changes in which cells are there.',
    misleads: 'counts are few: large fold changes then come from noise; or the gene was picked for its size (winner’s curse).',
    next: 'Read it with its standard error; confirm in other animals.',
  },
  {
    id: 'dispersion',
    name: 'Dispersion',
    meaning:
      'Variance beyond counting noise; its square root is about the coefficient of variation between animals. Genes borrow strength from the trend.',
    misleads: 'the trend does not fit the cloud, or groups differ in spread.',
    next: 'Look at the dispersion figure before trusting any p.',
  },
  {
    id: 'filter',
    name: 'Independent filtering and missing p',
    meaning:
      'Genes with too few counts to ever pass are set aside so that the others pay less for multiplicity; genes with a single extreme count get no p.',
    misleads: 'a missing adjusted p is read as no change.',
    next: 'See the reason in the last column of the gene table.',
  },
  {
    id: 'set-test',
    name: 'Set tests: sample-based and gene-based',
    meaning:
      'Sample-based tests (rotation, label permutation) ask whether the set changes more than chance among animals allows, keeping the correlation of genes. Gene-based ones (over-representation, preranked enrichment) ask whether it changes more than other genes.',
    misleads: 'gene-based p are taken alone: co-expressed genes make them far too small.',
    next: 'Take the sample-based p; use the gene-based one to describe.',
  },
  {
    id: 'balance',
    name: 'Excitation–inhibition index',
    meaning: 'Mean expression of genes whose receptors excite minus that of genes whose receptors inhibit.',
    misleads: 'it is read as synaptic balance. Messenger RNA is not protein, and receptors sit on cells of either kind.',
    next: 'Treat a shift as a reason for electrophysiology.',
  },
  {
    id: 'r-within',
    name: 'r raw and r within groups',
    meaning:
      'Raw r over all animals is large whenever treatment moves both expression and behavior. Within-group r, after removing group means, asks whether like-treated animals that express more also behave differently.',
    misleads: 'raw r is quoted as a link; or many genes are searched and the best r is quoted (it is too large).',
    next: 'Use within-group r with its interval and the max-T p.',
  },
  {
    id: 'permutation',
    name: 'Permutation p and max-T',
    meaning:
      'Labels are shuffled within groups many times; p is the share of shuffles at least as extreme (never 0: the observed order counts too). max-T compares with the best gene of each shuffle and so adjusts for having searched all genes.',
    misleads: 'animals are not exchangeable, for example across litters.',
    next: null,
  },
  {
    id: 'detectable',
    name: 'Detectable correlation',
    meaning:
      'The smallest |r| that this number of animals finds with 80 % power at two-sided 5 %, for a single gene without adjustment.',
    misleads: 'smaller correlations are called absent.',
    next: null,
  },
];
