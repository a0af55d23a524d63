import { age, dateOnly, formatDate, formatInstant, timeToBreach } from '../dates.js';
import { el } from '../shared.js';

/** Who this is about, in the same place and order on every task, so that two people are never mixed up. */
export function patientBanner(patient) {
  if (!patient) {
    return null;
  }
  const alerts = patient.alerts ?? [];
  return el(
    'section',
    { class: 'hw-patient', 'aria-label': 'Patient' },
    el(
      'div',
      { class: 'hw-patient__who' },
      el('p', { class: 'hw-patient__name' }, patient.name),
      patient.preferredName && patient.preferredName !== patient.name
        ? el('p', { class: 'hw-patient__preferred' }, `Goes by ${patient.preferredName}`)
        : null,
    ),
    el(
      'dl',
      { class: 'hw-patient__facts' },
      fact('Born', patient.birthDate && `${formatDate(patient.birthDate)} (${age(dateOnly(patient.birthDate))})`),
      fact('Identifier', patient.identifier),
      fact('Language', patient.language),
    ),
    patient.phones?.length
      ? el(
          'ul',
          { class: 'hw-patient__phones', 'aria-label': 'Numbers to call' },
          patient.phones.map((phone) =>
            el(
              'li',
              {},
              phone.dial ? el('a', { href: `tel:${phone.dial}` }, phone.number) : el('span', {}, `${phone.number} (check before dialling)`),
              ` ${phone.whose}`,
            ),
          ),
        )
      : null,
    alerts.length
      ? el(
          'ul',
          { class: 'hw-patient__alerts', 'aria-label': 'Alerts' },
          alerts.map((alert) =>
            el('li', {}, el('span', { class: 'hw-shape', 'aria-hidden': 'true' }, '▲'), ` ${alert.text ?? alert}`),
          ),
        )
      : null,
  );
}

function fact(term, value) {
  return value ? el('div', {}, el('dt', {}, term), el('dd', {}, value)) : null;
}

/** Why this task exists and until when, with the reason of each clock. */
export function reasons(why, clocks = []) {
  if (!why && clocks.length === 0) {
    return null;
  }
  return el(
    'section',
    { class: 'hw-why', 'aria-label': 'Why now' },
    why ? el('p', { class: 'hw-why__text' }, why) : null,
    clocks.length
      ? el(
          'ul',
          { class: 'hw-why__clocks' },
          clocks.map((clock) => {
            const left = timeToBreach(clock.workBy ?? clock.due);
            return el(
              'li',
              {},
              el('span', { class: 'hw-why__label' }, `${clock.label}: `),
              el('span', { class: `hw-clock hw-clock--${left.state}`, 'data-work-by': clock.workBy ?? clock.due }, left.text),
              el(
                'span',
                { class: 'hw-why__reason' },
                clock.workBy && clock.workBy !== clock.due
                  ? `Work by ${formatInstant(clock.workBy)}, due ${formatInstant(clock.due)}.`
                  : `Due ${formatInstant(clock.due)}.`,
                clock.reason ? ` ${clock.reason}` : null,
              ),
            );
          }),
        )
      : null,
  );
}

/** What was tried and said before this task, newest first; in the zone of the page around it, where that names one. */
export function before(notes = [], zone = undefined) {
  if (!notes || notes.length === 0) {
    return null;
  }
  return el(
    'section',
    { class: 'hw-before', 'aria-label': 'So far' },
    el('h2', { class: 'hw-before__title' }, 'So far'),
    el(
      'ul',
      { class: 'hw-before__notes' },
      notes.map(({ at, words }) => el('li', {}, el('time', { datetime: at }, formatInstant(at, undefined, zone)), ` ${words}`)),
    ),
  );
}
