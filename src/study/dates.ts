const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/;
const DAY = 86_400_000;

/** Days since 1970-01-01 of an ISO date (a time of day is ignored); undefined when it is not a date of the calendar. */
export function dayNumber(text: string): number | undefined {
  const match = ISO_DATE.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const time = new Date(Date.UTC(year, month - 1, day));
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return undefined;
  return time.getTime() / DAY;
}

/** The ISO date of a day number. */
export function isoDate(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Days from one ISO date to another; NaN when either is missing or not a date. */
export function daysBetween(from: string | null, to: string | null): number {
  return (to === null ? NaN : (dayNumber(to) ?? NaN)) - (from === null ? NaN : (dayNumber(from) ?? NaN));
}
