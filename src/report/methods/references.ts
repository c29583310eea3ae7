/** A work that the methods text may cite. */
export interface Reference {
  key: string;
  /** As cited in the text. */
  short: string;
  full: string;
  /** null where the work has none. */
  doi: string | null;
}

/** Every work that the report can cite; a fixed list, so that no citation depends on a network. */
export const REFERENCES: readonly Reference[] = [
  ref(
    'love2014',
    'Love et al. 2014',
    'Love MI, Huber W, Anders S. Moderated estimation of fold change and dispersion for RNA-seq data with DESeq2. Genome Biology 2014;15:550',
    '10.1186/s13059-014-0550-8',
  ),
  ref(
    'zhang2005',
    'Zhang & Horvath 2005',
    'Zhang B, Horvath S. A general framework for weighted gene co-expression network analysis. Statistical Applications in Genetics and Molecular Biology 2005;4:17',
    '10.2202/1544-6115.1128',
  ),
  ref(
    'langfelder2008',
    'Langfelder & Horvath 2008',
    'Langfelder P, Horvath S. WGCNA: an R package for weighted correlation network analysis. BMC Bioinformatics 2008;9:559',
    '10.1186/1471-2105-9-559',
  ),
  ref(
    'langfelder2008cut',
    'Langfelder et al. 2008',
    'Langfelder P, Zhang B, Horvath S. Defining clusters from a hierarchical cluster tree: the Dynamic Tree Cut package for R. Bioinformatics 2008;24:719–720',
    '10.1093/bioinformatics/btm563',
  ),
  ref(
    'simonsohn2020',
    'Simonsohn et al. 2020',
    'Simonsohn U, Simmons JP, Nelson LD. Specification curve analysis. Nature Human Behaviour 2020;4:1208–1214',
    '10.1038/s41562-020-0912-z',
  ),
  ref(
    'ge2003',
    'Ge et al. 2003',
    'Ge Y, Dudoit S, Speed TP. Resampling-based multiple testing for microarray data analysis. TEST 2003;12:1–77',
    '10.1007/BF02595811',
  ),
  ref(
    'anders2010',
    'Anders & Huber 2010',
    'Anders S, Huber W. Differential expression analysis for sequence count data. Genome Biology 2010;11:R106',
    '10.1186/gb-2010-11-10-r106',
  ),
  ref(
    'bourgon2010',
    'Bourgon et al. 2010',
    'Bourgon R, Gentleman R, Huber W. Independent filtering increases detection power for high-throughput experiments. PNAS 2010;107:9546–9551',
    '10.1073/pnas.0914005107',
  ),
  ref(
    'benjamini1995',
    'Benjamini & Hochberg 1995',
    'Benjamini Y, Hochberg Y. Controlling the false discovery rate: a practical and powerful approach to multiple testing. Journal of the Royal Statistical Society B 1995;57:289–300',
    '10.1111/j.2517-6161.1995.tb02031.x',
  ),
  ref(
    'holm1979',
    'Holm 1979',
    'Holm S. A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 1979;6:65–70',
    null,
  ),
  ref(
    'guilloux2011',
    'Guilloux et al. 2011',
    'Guilloux JP, Seney M, Edgar N, Sibille E. Integrated behavioral z-scoring increases the sensitivity and reliability of behavioral phenotyping in mice. Journal of Neuroscience Methods 2011;197:21–31',
    '10.1016/j.jneumeth.2011.01.019',
  ),
  ref(
    'kenward1997',
    'Kenward & Roger 1997',
    'Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum likelihood. Biometrics 1997;53:983–997',
    '10.2307/2533558',
  ),
  ref(
    'lazic2013',
    'Lazic & Essioux 2013',
    'Lazic SE, Essioux L. Improving basic and translational science by accounting for litter-to-litter variation in animal models. BMC Neuroscience 2013;14:37',
    '10.1186/1471-2202-14-37',
  ),
  ref(
    'hedges1981',
    'Hedges 1981',
    'Hedges LV. Distribution theory for Glass’s estimator of effect size and related estimators. Journal of Educational Statistics 1981;6:107–128',
    '10.3102/10769986006002107',
  ),
  ref(
    'schuirmann1987',
    'Schuirmann 1987',
    'Schuirmann DJ. A comparison of the two one-sided tests procedure and the power approach for assessing the equivalence of average bioavailability. Journal of Pharmacokinetics and Biopharmaceutics 1987;15:657–680',
    '10.1007/BF01068419',
  ),
  ref(
    'ho2019',
    'Ho et al. 2019',
    'Ho J, Tumkaya T, Aryal S, Choi H, Claridge-Chang A. Moving beyond P values: data analysis with estimation graphics. Nature Methods 2019;16:565–566',
    '10.1038/s41592-019-0470-3',
  ),
  ref(
    'wu2010',
    'Wu et al. 2010',
    'Wu D, Lim E, Vaillant F, Asselin-Labat ML, Visvader JE, Smyth GK. ROAST: rotation gene set tests for complex microarray experiments. Bioinformatics 2010;26:2176–2182',
    '10.1093/bioinformatics/btq401',
  ),
  ref(
    'wu2012',
    'Wu & Smyth 2012',
    'Wu D, Smyth GK. Camera: a competitive gene set test accounting for inter-gene correlation. Nucleic Acids Research 2012;40:e133',
    '10.1093/nar/gks461',
  ),
  ref(
    'subramanian2005',
    'Subramanian et al. 2005',
    'Subramanian A, Tamayo P, Mootha VK, et al. Gene set enrichment analysis: a knowledge-based approach for interpreting genome-wide expression profiles. PNAS 2005;102:15545–15550',
    '10.1073/pnas.0506580102',
  ),
  ref(
    'phipson2010',
    'Phipson & Smyth 2010',
    'Phipson B, Smyth GK. Permutation p-values should never be zero: calculating exact p-values when permutations are randomly drawn. Statistical Applications in Genetics and Molecular Biology 2010;9:39',
    '10.2202/1544-6115.1585',
  ),
  ref(
    'kievit2013',
    'Kievit et al. 2013',
    'Kievit RA, Frankenhuis WE, Waldorp LJ, Borsboom D. Simpson’s paradox in psychological science: a practical guide. Frontiers in Psychology 2013;4:513',
    '10.3389/fpsyg.2013.00513',
  ),
  ref(
    'percie2020',
    'Percie du Sert et al. 2020',
    'Percie du Sert N, Hurst V, Ahluwalia A, et al. The ARRIVE guidelines 2.0: updated guidelines for reporting animal research. PLoS Biology 2020;18:e3000410',
    '10.1371/journal.pbio.3000410',
  ),
  ref(
    'correll2018',
    'Correll et al. 2018',
    'Correll M, Moritz D, Heer J. Value-suppressing uncertainty palettes. Proceedings of CHI 2018, paper 642',
    '10.1145/3173574.3174216',
  ),
  ref(
    'mackinnon2002',
    'MacKinnon et al. 2002',
    'MacKinnon DP, Lockwood CM, Hoffman JM, West SG, Sheets V. A comparison of methods to test mediation and other intervening variable effects. Psychological Methods 2002;7:83–104',
    '10.1037/1082-989X.7.1.83',
  ),
  ref(
    'dai2022',
    'Dai et al. 2022',
    'Dai JY, Stanford JL, LeBlanc M. A multiple-testing procedure for high-dimensional mediation hypotheses. Journal of the American Statistical Association 2022;117:198–213',
    '10.1080/01621459.2020.1765785',
  ),
  ref(
    'imai2010',
    'Imai et al. 2010',
    'Imai K, Keele L, Yamamoto T. Identification, inference and sensitivity analysis for causal mediation effects. Statistical Science 2010;25:51–71',
    '10.1214/10-STS321',
  ),
  ref(
    'cinelli2020',
    'Cinelli and Hazlett 2020',
    'Cinelli C, Hazlett C. Making sense of sensitivity: extending omitted variable bias. Journal of the Royal Statistical Society B 2020;82:39–67',
    '10.1111/rssb.12348',
  ),
  ref(
    'jahn2011',
    'Jahn-Eimermacher et al. 2011',
    'Jahn-Eimermacher A, Lasarzik I, Raber J. Statistical analysis of latency outcomes in behavioral experiments. Behavioural Brain Research 2011;221:271–275',
    '10.1016/j.bbr.2011.03.007',
  ),
  ref(
    'papke1996',
    'Papke & Wooldridge 1996',
    'Papke LE, Wooldridge JM. Econometric methods for fractional response variables with an application to 401(k) plan participation rates. Journal of Applied Econometrics 1996;11:619–632',
    null,
  ),
  ref(
    'mancl2001',
    'Mancl & DeRouen 2001',
    'Mancl LA, DeRouen TA. A covariance estimator for GEE with improved small-sample properties. Biometrics 2001;57:126–134',
    '10.1111/j.0006-341X.2001.00126.x',
  ),
  ref(
    'shrout1979',
    'Shrout & Fleiss 1979',
    'Shrout PE, Fleiss JL. Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin 1979;86:420–428',
    '10.1037/0033-2909.86.2.420',
  ),
  ref(
    'bland1986',
    'Bland & Altman 1986',
    'Bland JM, Altman DG. Statistical methods for assessing agreement between two methods of clinical measurement. Lancet 1986;327:307–310',
    '10.1016/S0140-6736(86)90837-8',
  ),
];

function ref(key: string, short: string, full: string, doi: string | null): Reference {
  return { key, short, full, doi };
}

/** The work of that key. Throws RangeError when the list has none: a fault of this program. */
export function referenceOf(key: string): Reference {
  const found = REFERENCES.find((one) => one.key === key);
  if (found === undefined) throw new RangeError(`no reference ${key}`);
  return found;
}
