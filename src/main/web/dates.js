// A date such as a birth date has no zone: it is never turned into an instant of the browser's zone here.

const DATE = /^(\d{4})-(\d{2})-(\d{2})/;

/** The calendar date in an ISO 8601 text, as written there; null when there is none. */
export function dateOnly(text) {
  const match = typeof text === 'string' ? DATE.exec(text) : null;
  return match ? match[0] : null;
}

/** "1950-03-01" as "Mar 1, 1950" (or as the locale writes it), the month in letters so that nobody swaps it with the day. */
export function formatDate(text, locale) {
  const match = DATE.exec(text ?? '');
  if (!match) {
    return '';
  }
  const [, year, month, day] = match.map(Number);
  return new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year, month - 1, day),
  );
}

/** Today's date where the reader is. */
export function localDate(now = new Date()) {
  const two = (number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Full years; for an infant full months, because "0" says nothing. */
export function age(birthDate, today = localDate()) {
  const born = DATE.exec(birthDate ?? '');
  const on = DATE.exec(today);
  if (!born || !on) {
    return '';
  }
  const [, year, month, day] = born.map(Number);
  const [, thisYear, thisMonth, thisDay] = on.map(Number);
  const months = (thisYear - year) * 12 + thisMonth - month - (thisDay < day ? 1 : 0);
  if (months < 0) {
    return '';
  }
  return months < 24 ? `${months} ${months === 1 ? 'month' : 'months'}` : `${Math.floor(months / 12)} years`;
}

/** An instant in the reader's zone, with the zone's name, for a clock somebody else set. */
export function formatInstant(iso, locale, timeZone) {
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) {
    return '';
  }
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(instant);
}

/** "14:02" of the reader's day. */
export function timeOfDay(instant, locale) {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(instant);
}

let ahead = 0;

/** What the server's business clock says: it can be ahead of this machine's, in a demo by days. */
export function serverTimeIs(iso) {
  const at = Date.parse(iso ?? '');
  if (!Number.isNaN(at)) {
    ahead = at - Date.now();
  }
}

/**
 * How long until work must be done.
 * @returns {{text: string, state: 'later'|'soon'|'overdue'}} soon = within four hours
 */
export function timeToBreach(iso, now = Date.now() + ahead) {
  const at = new Date(iso ?? NaN).getTime();
  if (Number.isNaN(at)) {
    return { text: '', state: 'later' };
  }
  const minutes = at >= now ? Math.floor((at - now) / 60_000) : Math.floor((now - at) / 60_000);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60);
  const span =
    days >= 2 ? `${days} days` : hours >= 2 ? `${hours} h` : hours === 1 ? `1 h ${minutes - 60} min` : `${minutes} min`;
  if (at < now) {
    return { text: minutes === 0 ? 'overdue now' : `overdue by ${span}`, state: 'overdue' };
  }
  return { text: minutes === 0 ? 'due now' : `${span} left`, state: at - now <= 4 * 3_600_000 ? 'soon' : 'later' };
}
