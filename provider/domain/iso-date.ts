/**
 * The ISO date that a text is, or the ISO time in UTC; null for anything else, also where `Date.parse` would guess. A time without a zone is
 * one of its day, and no more is known of it.
 */
export function isoDate(text: string): string | null {
  const [, day, clock, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:\d{2})?)?$/i.exec(
      text.trim(),
    ) ?? [];
  // The 31st of a shorter month would be taken for a day of the next.
  if (day === undefined || isoTime(`${day}T00:00Z`)?.slice(0, 10) !== day) return null;
  const time = isoTime(`${day}T${clock ?? "00:00"}${zone ?? "Z"}`);
  return zone === undefined ? time && day : time;
}

function isoTime(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
