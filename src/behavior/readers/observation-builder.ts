import type { Problem } from '../../problems/index.ts';
import { parseNumber } from '../../table/index.ts';
import type { ScoredObservation } from '../recording/recording.ts';

/** Whose events these are. */
export interface EventPlace {
  observation: string;
  subject: string;
  rater: string | null;
  attributes: [string, string][];
}

const NOT_A_TIME = 'scoring-not-a-time';

interface Draft extends EventPlace {
  events: { behavior: string; start: number; stop: number }[];
  open: Map<string, { start: number; line: number }>;
  duration: number;
}

/** Gathers events into one observation per observation, subject and rater; pairs starts with stops and reports what does not pair. */
export class ObservationBuilder {
  private readonly drafts = new Map<string, Draft>();

  constructor(
    private readonly file: string,
    private readonly problems: Problem[],
    private readonly decimal: '.' | ',' = '.',
  ) {}

  /** Makes sure that there is an observation, even without events. */
  observe(place: EventPlace, duration: number): void {
    this.draft(place, duration);
  }

  /**
   * The length of an observation in seconds; NaN when the cell says none. Of several media (`60.5;61.2`) the sum, of several players
   * (`121.7|121.7`) the first.
   */
  length(text: string): number {
    const parts = text.split('|')[0].split(';');
    const seconds = parts.map((part) => parseNumber(part, this.decimal) ?? NaN);
    return seconds.reduce((sum, one) => sum + one, 0);
  }

  private draft(place: EventPlace, duration: number): Draft {
    const key = JSON.stringify([place.observation, place.subject, place.rater]);
    let draft = this.drafts.get(key);
    if (draft === undefined) {
      draft = { ...place, events: [], open: new Map(), duration: NaN };
      this.drafts.set(key, draft);
    }
    if (duration > 0 && !(draft.duration >= duration)) draft.duration = duration;
    return draft;
  }

  private problem(code: string, line: number | undefined, message: string, found: string, mend: string, column?: number): void {
    if (this.problems.length < 20)
      this.problems.push({ code, severity: 'error', file: this.file, line, column, message, found, mend });
  }

  /** A time in seconds; NaN for a cell that is none, which is reported, in the column of that name and zero-based position. */
  number(text: string, line: number, column: string, position: number): number {
    const value = parseNumber(text, this.decimal);
    if (value !== undefined && Number.isFinite(value)) return value;
    this.problem(NOT_A_TIME, line, `column "${column}" must hold seconds`, text, 'correct the cell', position + 1);
    return NaN;
  }

  event(place: EventPlace, behavior: string, start: number, stop: number, duration: number, line?: number): void {
    const isTold = this.problems.some((problem) => problem.line === line && problem.code === NOT_A_TIME);
    if (!(stop >= start) && !isTold)
      this.problem(
        'scoring-stop-before-start',
        line,
        'an event must have a start and a stop, the stop not before the start',
        `${start} to ${stop}`,
        'correct the times',
      );
    this.draft(place, duration).events.push({ behavior, start, stop });
  }

  start(place: EventPlace, behavior: string, time: number, line: number, duration: number): void {
    const { open } = this.draft(place, duration);
    const running = open.get(behavior);
    if (running !== undefined)
      this.problem(
        'scoring-unpaired-state',
        line,
        `"${behavior}" starts again before it was stopped (line ${running.line})`,
        String(time),
        'pair every start with a stop',
      );
    open.set(behavior, { start: time, line });
  }

  stop(place: EventPlace, behavior: string, time: number, line: number, duration: number): void {
    const draft = this.draft(place, duration);
    const running = draft.open.get(behavior);
    if (running === undefined) {
      this.problem(
        'scoring-unpaired-state',
        line,
        `"${behavior}" is stopped but was never started`,
        String(time),
        'pair every start with a stop',
      );
      return;
    }
    draft.open.delete(behavior);
    this.event(place, behavior, running.start, time, duration, line);
  }

  badStatus(found: string, line: number): void {
    this.problem('scoring-status', line, 'the status must be START, STOP or POINT', found, 'export the events again');
  }

  /** All observations, events in order of their start. Reports states that are still running. */
  finish(): ScoredObservation[] {
    return [...this.drafts.values()].map(({ events, open, duration, ...place }) => {
      for (const [behavior, { start, line }] of open)
        this.problem(
          'scoring-unpaired-state',
          line,
          `"${behavior}" is started but never stopped`,
          String(start),
          'pair every start with a stop',
        );
      const order = [...events.keys()].sort((a, b) => events[a].start - events[b].start || a - b);
      return {
        ...place,
        behavior: order.map((i) => events[i].behavior),
        start: Float64Array.from(order, (i) => events[i].start),
        stop: Float64Array.from(order, (i) => events[i].stop),
        duration,
      };
    });
  }
}
