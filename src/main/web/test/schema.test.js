import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOneTapOutcome, prepareData, prepareSchema, withRowIds } from '../formhost/schema.js';

const list = {
  type: 'dynamiclist',
  path: 'medicines',
  components: [
    { type: 'textfield', key: 'name' },
    { type: 'group', components: [{ type: 'datetime', subtype: 'date', key: 'since' }] },
  ],
};

test('lists are open, also inside a group, and the original schema is left alone', () => {
  const schema = { components: [{ type: 'group', components: [list] }] };
  const prepared = prepareSchema(schema, 'reconcile-medications');
  assert.equal(prepared.components[0].components[0].disableCollapse, true);
  assert.equal(list.disableCollapse, undefined);
});

test('no row of a long list is lost and dates in its rows keep their day', () => {
  const medicines = Array.from({ length: 12 }, (_, row) => ({ name: `medicine ${row}`, since: '2026-03-01T00:00:00Z' }));
  const prepared = prepareData({ components: [list] }, { medicines });
  assert.equal(prepared.medicines.length, 12);
  assert.deepEqual(prepared.medicines[11], { name: 'medicine 11', since: '2026-03-01' });
});

test('a date and time is left as it is', () => {
  const schema = { components: [{ type: 'datetime', subtype: 'datetime', key: 'at' }] };
  assert.equal(prepareData(schema, { at: '2026-03-01T09:30:00-05:00' }).at, '2026-03-01T09:30:00-05:00');
});

test('a date inside a group with a path is found', () => {
  const schema = {
    components: [{ type: 'group', path: 'visit', components: [{ type: 'datetime', subtype: 'date', key: 'on' }] }],
  };
  assert.equal(prepareData(schema, { visit: { on: '2026-03-01T05:00:00Z' } }).visit.on, '2026-03-01');
  assert.deepEqual(prepareData(schema, {}), {});
});

test('only the outcome of a call becomes buttons without being asked to', () => {
  const schema = { components: [{ type: 'radio', key: 'contactOutcome' }, { type: 'radio', key: 'other' }] };
  const [outcome, other] = prepareSchema(schema, 'call-patient').components;
  assert.equal(outcome.properties.presentation, 'buttons');
  assert.equal(other.properties, undefined);
  assert.equal(prepareSchema(schema, 'close-episode').components[0].properties, undefined);
});

test('no answer, voicemail and busy need one tap; reached and declined do not', () => {
  for (const outcome of ['NO_ANSWER', 'voicemail', 'Busy', 'no-answer']) {
    assert.ok(isOneTapOutcome('call-patient', { contactOutcome: outcome }), outcome);
  }
  for (const outcome of ['REACHED', 'DECLINED', undefined]) {
    assert.ok(!isOneTapOutcome('call-patient', { contactOutcome: outcome }), outcome);
  }
  assert.ok(!isOneTapOutcome('send-letter', { contactOutcome: 'BUSY' }));
});

test('a row keeps the id of what it stands for, and an emptied list is sent as empty', () => {
  const schema = { components: [{ type: 'group', components: [list] }] };
  const shown = { medicines: [{ id: 'b', name: 'aspirin' }, { name: 'added here' }] };
  const submitted = { medicines: [{ name: 'aspirin' }, { name: 'added here' }] };
  assert.deepEqual(withRowIds(schema, shown, submitted).medicines, shown.medicines);
  assert.deepEqual(withRowIds(schema, { medicines: [] }, {}), { medicines: [] });
  assert.deepEqual(withRowIds(schema, {}, {}), {});
});

test('a time says whose clock it is on, where there are two', () => {
  const at = { type: 'datetime', subtype: 'datetime', timeLabel: 'Time', key: 'bookedFor', properties: { clock: 'patient' } };
  const zones = { patient: 'Central Time, where the patient is', team: "Eastern Time, the team's" };
  assert.equal(
    prepareSchema({ components: [at] }, 'book-appointment', zones).components[0].timeLabel,
    'Time (Central Time, where the patient is)',
  );
  assert.equal(prepareSchema({ components: [at] }, 'book-appointment', null).components[0].timeLabel, 'Time');
});
