import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBehaviorFile } from '../../src/behavior/readers/read-file.ts';
import { InputError } from '../../src/problems/index.ts';
import { haveShared, SHARED, sharedBytes } from '../support/shared.ts';

const FOLDER = 'data/behavior';

/** What every file in the shared folder is read as: layout, frames or observations, or why it is refused. */
async function summaryOf(path: string): Promise<string> {
  try {
    const read = await readBehaviorFile(sharedBytes(`${FOLDER}/${path}`), path);
    if (read.kind === 'scoring') {
      const { format, observations, notes } = read.scoring;
      return `${format}: ${observations.length} observations, ${observations.reduce((sum, one) => sum + one.start.length, 0)} events, ${notes.length} notes`;
    }
    if (read.kind === 'summary') return `${read.summary.format}: ${read.summary.rows.length} values`;
    return read.recordings
      .map(({ format, frames, unit, individuals, zones, time }) => {
        const points = individuals.map(({ name, points: own }) => `${name === '' ? '' : `${name}:`}${own.length}`);
        return `${format}: ${frames} frames, ${time === null ? 'no time' : 'time'}, ${unit}, points ${points.length > 6 ? `${points.length} individuals` : points.join(' ')}, ${zones.length} zones`;
      })
      .join('; ');
  } catch (error) {
    if (error instanceof InputError) {
      for (const { message, mend } of error.problems) expect(`${message} ${mend}`, path).toMatch(/\w{3}.*\w{3}/);
      return `refused: ${error.problems.map(({ code, line, column, message }) => `${code}${line === undefined ? '' : ` at ${line}:${column ?? '-'}`} (${message})`).join(' ')}`;
    }
    throw error;
  }
}

describe.skipIf(!haveShared)('every shared file is read, or refused with a place and a mend', () => {
  const files = haveShared
    ? readdirSync(`${SHARED}/${FOLDER}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath}/${entry.name}`.slice(`${SHARED}/${FOLDER}/`.length))
        .sort()
    : [];
  it('as expected', async () => {
    expect(files.length).toBeGreaterThan(110);
    const lines: string[] = [];
    for (const file of files) lines.push(`${file} -> ${await summaryOf(file)}`);
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      anymaze/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      anymaze/Test 1105.csv -> any-maze: 862 frames, time, px, points 1, 11 zones
      anymaze/Test 482.csv -> any-maze: 860 frames, time, px, points 1, 11 zones
      anymaze/Test 541.csv -> any-maze: 856 frames, time, px, points 1, 11 zones
      anymaze/Test 985.csv -> any-maze: 862 frames, time, px, points 1, 11 zones
      anymaze/trial_list.xlsx -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      boris/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      boris/export_observations_list_test1.tsv -> refused: behavior-unknown-layout at 1:1 (this is BORIS's list of observations, not a track or a scoring)
      boris/test.boris -> boris-project: 18 observations, 91 events, 1 notes
      boris/test2.boris -> boris-project: 11 observations, 50 events, 1 notes
      boris/test_export_aggregated_events_test_full_1.tsv -> boris-aggregated: 3 observations, 18 events, 0 notes
      boris/test_export_aggregated_events_test_full_3.tsv -> boris-aggregated: 3 observations, 10 events, 1 notes
      boris/test_export_events_tabular.csv -> boris-tabular: 2 observations, 4 events, 0 notes
      boris/test_export_events_tabular.tsv -> boris-tabular: 2 observations, 4 events, 0 notes
      boris/test_export_events_tabular.xlsx -> boris-tabular: 2 observations, 4 events, 0 notes
      dlc/CollectedData_Pranav.csv -> deeplabcut: 116 frames, no time, px, points 4, 0 zones
      dlc/CollectedData_Pranav.h5 -> deeplabcut: 116 frames, no time, px, points 4, 0 zones
      dlc/CollectedData_X_3indexcols.csv -> deeplabcut: 20 frames, no time, px, points 4, 0 zones
      dlc/EPM_15DeepCut_resnet50_epmMay17shuffle1_1030000.csv.gz -> deeplabcut: 962 frames, no time, px, points 25, 0 zones
      dlc/EPM_pointinfo.csv -> refused: behavior-unknown-layout at 1:1 (this is DLCAnalyzer's list of points, not a track or a scoring)
      dlc/EPM_zoneinfo.csv -> refused: behavior-unknown-layout at 1:1 (this is DLCAnalyzer's list of zones, not a track or a scoring)
      dlc/FST_BinData.csv -> refused: behavior-unknown-layout at 1:1 (this is a list of time bins, not a track or a scoring)
      dlc/FST_pointinfo.csv -> refused: behavior-unknown-layout at 1:1 (this is DLCAnalyzer's list of points, not a track or a scoring)
      dlc/OFT_pointinfo.csv -> refused: behavior-unknown-layout at 1:1 (this is DLCAnalyzer's list of points, not a track or a scoring)
      dlc/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      dlc/dlc_testdata.csv -> deeplabcut: 4 frames, no time, px, points 3, 0 zones
      dlc/madlc_testdata.csv -> deeplabcut: 4 frames, no time, px, points Animal1:3 Animal2:3, 0 zones
      dlc/madlc_testdata_v2.csv -> deeplabcut: 4 frames, no time, px, points Animal1:3 Animal2:3, 0 zones
      dlc/maudlc_testdata.csv -> deeplabcut: 4 frames, no time, px, points Animal1:3 Animal2:3 single:2, 0 zones
      ethovision/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      ethovision/Raw data-NORT D3 20251003-Trial    10 (1).xlsx -> ethovision: 5560 frames, time, cm, points 3, 10 zones
      ethovision/Raw data-NORT D3 20251003-Trial    33 (1).xlsx -> ethovision: 2002 frames, time, cm, points 3, 10 zones
      ethovision/Trial 308.txt -> ethovision: 2501 frames, time, cm, points 1, 7 zones
      ethovision/Trial 637.txt -> ethovision: 2501 frames, time, cm, points 1, 7 zones
      ethovision/resaved_manual_scoring.expected_bouts.csv -> refused: behavior-unknown-layout at 1:5 (this is a table with rows of animals, not a track or a scoring)
      ethovision/resaved_manual_scoring.expected_times.csv -> refused: behavior-unknown-layout at 1:5 (this is a table with rows of animals, not a track or a scoring)
      ethovision/resaved_manual_scoring.xlsx -> ethovision: 8992 frames, time, cm, points 3, 4 zones
      ethovision/trial_list.xlsx -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      labels/EPM_human_labels.csv.gz -> rater-labels: 15 observations, 1363 events, 0 notes
      labels/FST_human_labels.csv.gz -> rater-labels: 40 observations, 804 events, 0 notes
      labels/FST_human_labels_example_Oliver.csv -> rater-labels: 5 observations, 103 events, 0 notes
      labels/OFT_human_labels.csv.gz -> rater-labels: 60 observations, 5384 events, 1 notes
      labels/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      medpc/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      medpc/example_rat_multipellet -> med-pc: 4372 values
      simba/Detailed_ROI_data_nose.csv.gz -> simba-visits: 352 observations, 11724 events, 0 notes
      simba/Dory_open_field_distance.csv -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      simba/Dory_open_field_roi.csv -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      simba/Movement_log.csv -> simba-summary: 64 values
      simba/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      simba/ROI_descriptive_statistics.csv -> simba-summary: 64 values
      simba/ratID_key.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      simba/videos_to_exclude.csv -> refused: behavior-unknown-layout at 1:1 (this is a list of excluded videos, not a track or a scoring)
      simulated/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      simulated/battery_a.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      simulated/battery_a_bottles.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      simulated/epm_a_dlc.csv.gz -> deeplabcut: 3000 frames, no time, px, points 17, 0 zones
      simulated/epm_b_ethovision.txt.gz -> ethovision: 3750 frames, time, cm, points 1, 3 zones
      simulated/epm_fell_ethovision.txt.gz -> ethovision: 3750 frames, time, cm, points 1, 3 zones
      simulated/fst_6min_boris_aggregated.tsv -> boris-aggregated: 1 observations, 63 events, 0 notes
      simulated/fst_6min_boris_tabular.csv -> boris-tabular: 1 observations, 63 events, 0 notes
      simulated/fst_a_boris_aggregated.tsv -> boris-aggregated: 1 observations, 29 events, 0 notes
      simulated/fst_a_boris_tabular.csv -> boris-tabular: 1 observations, 29 events, 0 notes
      simulated/fst_a_dlc.csv.gz -> deeplabcut: 3000 frames, no time, px, points 10, 0 zones
      simulated/ldb_a_ethovision.txt.gz -> ethovision: 3750 frames, time, cm, points 1, 1 zones
      simulated/oft_a_dlc.csv.gz -> deeplabcut: 3000 frames, no time, px, points 7, 0 zones
      simulated/oft_a_dlc.h5 -> deeplabcut: 3000 frames, no time, px, points 3, 0 zones
      simulated/oft_a_madlc.csv.gz -> deeplabcut: 3000 frames, no time, px, points mouse1:3 single:4, 0 zones
      simulated/oft_a_sleap.analysis.h5 -> sleap: 3000 frames, no time, px, points track_0:3, 0 zones
      simulated/oft_a_sleap_analysis.csv.gz -> sleap: 3000 frames, no time, px, points track_0:3, 0 zones
      simulated/oft_b_anymaze.csv.gz -> any-maze: 1563 frames, time, px, points 1, 2 zones
      simulated/oft_b_bonsai.csv.gz -> bonsai: 2700 frames, time, px, points 1, 0 zones
      simulated/oft_b_ethovision_decimalcomma.txt.gz -> ethovision: 2700 frames, time, cm, points 1, 3 zones
      simulated/oft_b_ethovision_utf16_semicolon.txt.gz -> ethovision: 2700 frames, time, cm, points 1, 3 zones
      simulated/oft_b_ethovision_utf8_tab.txt.gz -> ethovision: 2700 frames, time, cm, points 1, 3 zones
      simulated/oft_b_idtracker.txt.gz -> idtracker: 2700 frames, no time, px, points 1:1, 0 zones
      simulated/oft_b_plain_mm.csv.gz -> plain: 2700 frames, time, mm, points 1, 0 zones
      simulated/oft_wall_plain_mm.csv.gz -> plain: 2700 frames, time, mm, points 1, 0 zones
      simulated/three_a_dlc.csv.gz -> deeplabcut: 3600 frames, no time, px, points 2, 0 zones
      simulated/ymaze_a_boris_aggregated.tsv -> boris-aggregated: 1 observations, 71 events, 0 notes
      simulated/ymaze_a_boris_tabular.csv -> boris-tabular: 1 observations, 71 events, 0 notes
      sleap/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      sleap/centered_pair_standard.analysis.h5 -> sleap: 1100 frames, no time, px, points 27 individuals, 0 zones
      sleap/jabs_example_pose_est_v5.h5 -> jabs: 250 frames, no time, px, points mouse 1:12 mouse 2:12 mouse 3:12 mouse 4:12 single:4, 0 zones
      sleap/multi_matlab.analysis.h5 -> sleap: 3 frames, no time, px, points animal1:2 animal2:2, 0 zones
      sleap/multi_matlab.expected.json -> refused: boris-project (this JSON file is no BORIS project: it has no "observations")
      sleap/simple_matlab.analysis.h5 -> sleap: 3 frames, no time, px, points animal1:2, 0 zones
      sleap/simple_matlab.expected.json -> refused: boris-project (this JSON file is no BORIS project: it has no "observations")
      sleap/simple_standard.analysis.h5 -> sleap: 3 frames, no time, px, points animal1:2, 0 zones
      sleap/simple_standard.expected.json -> refused: boris-project (this JSON file is no BORIS project: it has no "observations")
      sleap/untracked_multi_standard.analysis.h5 -> sleap: 5 frames, no time, px, points track_0:2 track_1:2, 0 zones
      sleap/untracked_multi_standard.expected.json -> refused: boris-project (this JSON file is no BORIS project: it has no "observations")
      tables/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      tables/c9_epm.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_genotype_sex.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_marbles_14w.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_marbles_66w.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_three_chamber_long.csv.gz -> refused: behavior-unknown-layout at 1:3 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_weight_long.csv.gz -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      tables/c9_ymaze_long.csv.gz -> refused: behavior-unknown-layout at 1:3 (this is a table with rows of animals, not a track or a scoring)
      tables/creatine_body_weights.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/creatine_epm.csv -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      tables/creatine_nort_di.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/creatine_nort_learning.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/creatine_oft_d14_d28.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/creatine_oft_d3_d7.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/ovx2016_fst.csv -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      tables/ovx2016_of.csv -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      tables/pd_animals_info.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/pd_females_weight.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/pd_males_weight.csv -> refused: behavior-unknown-layout at 1:1 (this is a table with rows of animals, not a track or a scoring)
      tables/pd_saccharin_preference.csv -> refused: behavior-unknown-layout at 1:2 (this is a table with rows of animals, not a track or a scoring)
      tracker_video/README.md -> refused: behavior-unknown-layout at 1:- (this is no track or scoring that is known: there are no columns for x and y, nor for behavior, start and stop)
      tracker_video/mouse_video.mp4 -> refused: behavior-video (this is a video, not a track)
      tracker_video/mouse_video_LocationOutput.csv.gz -> eztrack: 10000 frames, no time, px, points 1, 2 zones
      tracker_video/mouse_video_SummaryStats.csv -> refused: behavior-unknown-layout at 1:2 (this is ezTrack's summary, not a track or a scoring)
      tracker_video/mouse_video_idtracker.txt.gz -> idtracker: 9999 frames, no time, px, points 1:1, 0 zones
      tracker_video/mouse_video_toxtrac.txt.gz -> toxtrac: 9860 frames, no time, px, points arena 0 track 1:1, 0 zones
      tracker_video/mouse_video_tracktor.csv.gz -> tracktor: 10000 frames, no time, px, points 1, 0 zones
      "
    `);
  });
});
