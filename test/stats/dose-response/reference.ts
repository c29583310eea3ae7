import { haveShared } from '../../support/shared.ts';
import { statsFixtureCases } from '../../support/stats-fixtures.ts';
import { grouped, rowsOf } from '../tests/data.ts';

const cases = statsFixtureCases('doseresponse.json');

/** What R gave in a case of doseresponse.json. */
export const result = <T>(id: string) => cases.get(id)?.result as T;

/** A matrix as that file holds it, by rows. */
export interface Matrix {
  values: number[][];
}

/** The data tables of R and of DoseFinding that those cases are about. */
export const plates = haveShared ? rowsOf('DNase.csv') : [];
export const firstRun = plates.filter((row) => row.get('Run') === '1');
export const biom = haveShared ? rowsOf('biom.csv') : [];
export const pups = haveShared ? rowsOf('litter.csv') : [];
export const litter = grouped(pups, 'weight', 'dose', ['0', '5', '50', '500']);
const vitaminC = (haveShared ? rowsOf('ToothGrowth.csv') : []).filter((row) => row.get('supp') === 'VC');
export const teeth = grouped(vitaminC, 'len', 'dose', ['0.5', '1', '2']);
export const recovery = grouped(haveShared ? rowsOf('recovery.csv') : [], 'minutes', 'blanket', ['b0', 'b1', 'b2', 'b3']);
