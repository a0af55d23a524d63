import { dateOnly } from '../dates.js';

function* components(parent) {
  for (const component of parent.components ?? []) {
    yield component;
    yield* components(component);
  }
}

/**
 * The form as it is shown: lists are open (a collapsed list hides rows that somebody must read), and a choice marked
 * with the property `presentation: buttons` is drawn as large buttons; so is the outcome of a call. Where the team's
 * clock and the patient's differ, each time says whose it is (property `clock`).
 */
export function prepareSchema(schema, form, zones) {
  const prepared = structuredClone(schema);
  for (const component of components(prepared)) {
    if (component.type === 'dynamiclist') {
      component.disableCollapse = true;
    }
    const whose = zones?.[component.properties?.clock];
    if (whose && component.type === 'datetime') {
      component.timeLabel = `${component.timeLabel ?? 'Time'} (${whose})`;
    }
    if (component.type === 'radio' && form === 'call-patient' && component.key === 'contactOutcome') {
      component.properties = { ...component.properties, presentation: 'buttons' };
    }
  }
  return prepared;
}

/**
 * The data as the form needs it. A date field takes the date as written: a value that comes with a time or an offset
 * would be moved into the browser's zone, and the day with it.
 */
export function prepareData(schema, data) {
  const prepared = structuredClone(data ?? {});
  settle(schema, prepared);
  return prepared;
}

function settle(parent, values) {
  if (values === null || typeof values !== 'object') {
    return;
  }
  for (const component of parent.components ?? []) {
    if (component.type === 'datetime' && (component.subtype ?? 'date') === 'date') {
      if (component.key in values) {
        values[component.key] = dateOnly(values[component.key]);
      }
    } else if (component.type === 'dynamiclist') {
      for (const row of at(values, component.path) ?? []) {
        settle(component, row);
      }
    } else if (component.components) {
      settle(component, component.path ? at(values, component.path) : values);
    }
  }
}

/**
 * What a form submits has only what it has fields for. A row's id says which medicine or visit the row stands for, so
 * it goes back with its row, and a list whose last row was removed goes back empty instead of not at all.
 */
export function withRowIds(schema, shown, submitted) {
  for (const component of components(schema)) {
    if (component.type !== 'dynamiclist') {
      continue;
    }
    const rows = at(shown, component.path);
    const sent = at(submitted, component.path);
    if (Array.isArray(rows) && Array.isArray(sent)) {
      sent.forEach((row, index) => {
        if (rows[index]?.id !== undefined && row.id === undefined) {
          row.id = rows[index].id;
        }
      });
    } else if (Array.isArray(rows) && rows.length === 0 && !component.path.includes('.')) {
      submitted[component.path] = [];
    }
  }
  return submitted;
}

function at(values, path) {
  return path.split('.').reduce((value, key) => value?.[key], values);
}

/** What a call that reached nobody needs: nothing more. */
export function isOneTapOutcome(form, data) {
  const outcome = String(data?.contactOutcome ?? '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '-');
  return (
    form === 'call-patient' &&
    ['no-answer', 'voicemail', 'left-voicemail', 'answering-machine', 'busy', 'not-home'].includes(outcome)
  );
}
