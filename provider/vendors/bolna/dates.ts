import { isoDate } from "../../domain/iso-date";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** The ISO date of a day in English, `17th Dec, 2024`, or in ISO form; null for anything else. */
export function readDay(text: string): string | null {
  const [, day, month, year] = /^(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*\.?,? (\d{4})$/i.exec(text) ?? [];
  if (day === undefined) return isoDate(text)?.slice(0, 10) ?? null;
  const index = months.indexOf((month ?? "").toLowerCase());
  const date = new Date(Date.UTC(Number(year), index, Number(day)));
  // The 31st of a shorter month would be taken for a day of the next.
  return date.getUTCMonth() === index ? date.toISOString().slice(0, 10) : null;
}

/** The ISO time in UTC; null for anything else. Without a zone, as in the answer to a purchase, UTC is meant. */
export function readTime(text: string): string | null {
  const [, day, clock = "00:00", zone = "Z"] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}[\d:.]*) ?(Z|[+-]\d{2}:\d{2})?)?$/i.exec(text) ?? [];
  const time = Date.parse(`${day}T${clock}${zone}`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
