import { highWord, powerOfTwo } from '../elementary/words.ts';
import { addPairs, low, scalePair, twoProduct, twoSum } from './extended-sum.ts';

/** log(j / 64), j = 48 .. 96, and what rounding left of it. */
const HIGH = [
  -0.2876820724517809, -0.26706278524904525, -0.24686007793152578, -0.22705745063534608, -0.2076393647782445,
  -0.18859116980755003, -0.16989903679539747, -0.15154989812720093, -0.13353139262452263, -0.1158318155251217,
  -0.09844007281325252, -0.0813456394539524, -0.06453852113757118, -0.048009219186360606, -0.0317486983145803,
  -0.015748356968139168, 0.0, 0.015504186535965254, 0.030771658666753687, 0.0458095360312942, 0.06062462181643484,
  0.07522342123758753, 0.08961215868968714, 0.10379679368164356, 0.11778303565638346, 0.13157635778871926, 0.1451820098444979,
  0.15860503017663857, 0.17185025692665923, 0.184922338494012, 0.19782574332991987, 0.21056476910734964, 0.22314355131420976,
  0.2355660713127669, 0.24783616390458127, 0.25995752443692605, 0.27193371548364176, 0.2837681731306446, 0.2954642128938359,
  0.3070250352949119, 0.3184537311185346, 0.329753286372468, 0.3409265869705932, 0.3519764231571782, 0.3629054936893685,
  0.37371640979358406, 0.38441169891033206, 0.394993808240869, 0.4054651081081644,
];
const LOW = [
  -2.607160616442564e-17, 7.32891532732017e-18, -1.361743371748368e-17, -9.551415762738488e-18, -1.2053243216686129e-17,
  7.432164219196925e-18, 4.868008764439071e-19, -5.1669593684615594e-18, 3.664457663660085e-18, -4.338484369808096e-18,
  4.439009633675136e-18, -5.07707635593117e-18, 6.470486661692933e-18, -1.4390903347292205e-18, -3.0382263084680858e-18,
  -1.0021578630528974e-18, 0.0, -3.278321022892429e-19, 1.0431732029005968e-18, 1.902959866474257e-18, 2.6424025938726934e-18,
  -5.930604196293241e-18, -5.4268129336647135e-18, 5.47772415726659e-18, -1.1971685747593677e-18, 1.1123000879729588e-17,
  8.242418783022475e-18, 1.1257003872182592e-17, -6.0224538210113705e-18, 3.0236614153574064e-18, 1.2821194372980142e-17,
  -4.249405314729895e-18, -9.091270597324799e-18, -2.3943371495187355e-18, -1.2432209578702523e-17, 2.069806938978935e-17,
  7.83319637697442e-19, -2.032665581126656e-17, -2.16461086040599e-17, -1.2319916200101964e-17, 2.7114779367326236e-17,
  2.122020616196946e-18, 1.7467136443544747e-17, -1.2953893030191963e-17, -2.1492361455310972e-17, 2.1836211281198184e-17,
  -1.612149700764673e-17, -1.5113724418336168e-17, -2.8811380259626426e-18,
];
const LN2_HIGH = 0.6931471805599453;
const LN2_LOW = 2.3190468138462996e-17;

/** Low part of the last {@link extendedLog}. */
export let logLow = 0;

/**
 * log(x + xLow) as a pair: the high part returned, the low part left in {@link logLow}. Absolute error 3e-23 + 1e-30 |log x|.
 *
 * @param x positive, finite
 * Source: table of log(j / 64), series of log(1 + u) with its first two terms in pairs.
 */
export function extendedLog(x: number, xLow: number): number {
  let k = 0;
  let value = x;
  let rest = xLow;
  if (x < 2.3e-308) {
    value *= 18014398509481984;
    rest *= 18014398509481984;
    k = -54;
  }
  let exponent = (highWord(value) >> 20) - 1023;
  // Scaling in two steps: 2^-exponent alone overflows at the ends of the range.
  const half = exponent >> 1;
  value = value * powerOfTwo(-half) * powerOfTwo(half - exponent);
  rest = rest * powerOfTwo(-half) * powerOfTwo(half - exponent);
  if (value > 1.5) {
    value *= 0.5;
    rest *= 0.5;
    exponent++;
  }
  k += exponent;
  const j = Math.round(value * 64);
  const center = j / 64;
  const difference = value - center;
  const u = (difference + rest) / center;
  const product = twoProduct(u, center);
  const uLow = (difference - product - low + rest) / center;
  const high = logOnePlus(u, uLow);
  const lowest = addPairsOf(high, logLow, HIGH[j - 48], LOW[j - 48]);
  if (k === 0) return lowest;
  const shift = scalePair(LN2_HIGH, LN2_LOW, k);
  return addPairsOf(shift, low, lowest, logLow);
}

function addPairsOf(a: number, aLow: number, b: number, bLow: number): number {
  const sum = addPairs(a, aLow, b, bLow);
  logLow = low;
  return sum;
}

/** log(1 + u + uLow) for |u| <= 1/64. */
function logOnePlus(u: number, uLow: number): number {
  const square = twoProduct(u, u);
  const squareLow = low + 2 * u * uLow;
  const tail =
    square *
    u *
    (1 / 3 - u * (1 / 4 - u * (1 / 5 - u * (1 / 6 - u * (1 / 7 - u * (1 / 8 - u * (1 / 9 - u * (1 / 10 - u / 11))))))));
  const sum = twoSum(u, -0.5 * square);
  const rest = low + (uLow - 0.5 * squareLow + tail);
  const high = sum + rest;
  logLow = rest - (high - sum);
  return high;
}

/** {@link extendedLog} of a double as an array [high, low], where speed does not matter. */
export function extendedLogPair(x: number): [high: number, low: number] {
  const high = extendedLog(x, 0);
  return [high, logLow];
}
