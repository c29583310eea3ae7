/** Seconds of `H:MM:SS.fff`, `MM:SS.fff` or plain seconds; NaN when the text is none of these. */
export function clockSeconds(text: string): number {
  const match = /^(?:(\d+):)?(?:(\d{1,2}):)?(\d+(?:[.,]\d+)?)$/.exec(text.trim());
  if (match === null) return NaN;
  const seconds = Number(match[3].replace(',', '.'));
  if (match[1] === undefined) return seconds;
  return match[2] === undefined ? Number(match[1]) * 60 + seconds : Number(match[1]) * 3600 + Number(match[2]) * 60 + seconds;
}

/** Parts of an ISO date and time: whole days (since 1970) and seconds of the day; null when it is none. */
function dayAndSeconds(text: string): { day: number; seconds: number } | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(text);
  if (match === null) return null;
  const [year, month, date, hours, minutes] = match.slice(1, 6).map(Number);
  return { day: Date.UTC(year, month - 1, date) / 86_400_000, seconds: hours * 3600 + minutes * 60 + Number(match[6]) };
}

/** How a cell says a time that is no plain number: a date with time of day, or a clock; null for anything else. */
export function stampKind(text: string): 'date' | 'clock' | null {
  if (dayAndSeconds(text) !== null) return 'date';
  return text.includes(':') && !Number.isNaN(clockSeconds(text)) ? 'clock' : null;
}

/** Seconds from the first ISO time stamp to each; NaN where a text is no time stamp. The zone is taken as the same throughout. */
export function isoSeconds(texts: readonly string[]): Float64Array {
  const first = texts.length === 0 ? null : dayAndSeconds(texts[0]);
  return Float64Array.from(texts, (text) => {
    const parts = dayAndSeconds(text);
    if (parts === null || first === null) return NaN;
    return (parts.day - first.day) * 86_400 + (parts.seconds - first.seconds);
  });
}
