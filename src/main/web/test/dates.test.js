import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { age, dateOnly, formatDate, formatInstant, localDate, timeToBreach } from '../dates.js';

const ZONES = ['America/New_York', 'America/Los_Angeles', 'Europe/London', 'UTC'];

// a zone is fixed when Node starts, so each zone gets a process of its own
function inZone(zone, expression) {
  const module = new URL('../dates.js', import.meta.url).href;
  const schema = new URL('../formhost/schema.js', import.meta.url).href;
  const script = `import * as dates from ${JSON.stringify(module)}; import * as schema from ${JSON.stringify(schema)};
    process.stdout.write(JSON.stringify(${expression}));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, TZ: zone },
  });
  return JSON.parse(out);
}

for (const zone of ZONES) {
  test(`a birth date stays on its day in ${zone}`, () => {
    assert.deepEqual(
      inZone(zone, `['1950-03-01','2024-02-29','1999-12-31','2026-03-08','2026-11-01'].map((d) => dates.formatDate(d, 'en-US'))`),
      ['Mar 1, 1950', 'Feb 29, 2024', 'Dec 31, 1999', 'Mar 8, 2026', 'Nov 1, 2026'],
    );
  });

  test(`a prefilled date keeps its day in ${zone}, however it was written`, () => {
    const form = { components: [{ type: 'datetime', subtype: 'date', key: 'followUp' }] };
    const written = ['2026-12-01', '2026-12-01T00:00:00Z', '2026-12-01T00:00:00-05:00', '2026-12-01T23:59:59.999+14:00'];
    assert.deepEqual(
      inZone(zone, `${JSON.stringify(written)}.map((d) => schema.prepareData(${JSON.stringify(form)}, {followUp: d}).followUp)`),
      written.map(() => '2026-12-01'),
    );
  });

  test(`the local date is the one on the wall in ${zone}`, () => {
    const expected = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date('2026-11-24T03:30:00Z'));
    assert.equal(inZone(zone, `dates.localDate(new Date('2026-11-24T03:30:00Z'))`), expected);
  });
}

test('an age counts birthdays', () => {
  assert.equal(age('1950-03-01', '2026-02-28'), '75 years');
  assert.equal(age('1950-03-01', '2026-03-01'), '76 years');
  assert.equal(age('2024-02-29', '2026-02-28'), '23 months');
  assert.equal(age('2026-11-01', '2026-11-23'), '0 months');
  assert.equal(age('2027-01-01', '2026-11-23'), '');
  assert.equal(age(null), '');
});

test('what is no date is no date', () => {
  assert.equal(dateOnly('soon'), null);
  assert.equal(dateOnly(undefined), null);
  assert.equal(formatDate('unknown'), '');
  assert.equal(formatInstant('unknown'), '');
  assert.equal(localDate(new Date(2026, 0, 5)), '2026-01-05');
});

test('an instant is shown in the zone asked for and names it', () => {
  assert.match(formatInstant('2026-11-24T14:40:00Z', 'en-US', 'America/New_York'), /Tue, Nov 24.*9:40\sAM EST/);
  assert.match(formatInstant('2026-07-24T14:40:00Z', 'en-US', 'America/New_York'), /10:40\sAM EDT/);
});

test('time to breach says how long and how urgent', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const at = (iso) => timeToBreach(iso, now);
  assert.deepEqual(at('2026-11-24T11:20:00Z'), { text: 'overdue by 40 min', state: 'overdue' });
  assert.deepEqual(at('2026-11-24T11:59:40Z'), { text: 'overdue now', state: 'overdue' });
  assert.deepEqual(at('2026-11-24T13:05:00Z'), { text: '1 h 5 min left', state: 'soon' });
  assert.deepEqual(at('2026-11-24T16:00:00Z'), { text: '4 h left', state: 'soon' });
  assert.deepEqual(at('2026-11-24T16:01:00Z'), { text: '4 h left', state: 'later' });
  assert.deepEqual(at('2026-11-26T12:00:00Z'), { text: '2 days left', state: 'later' });
  assert.deepEqual(at('2026-11-26T11:59:00Z'), { text: '47 h left', state: 'later' });
  assert.deepEqual(at(undefined), { text: '', state: 'later' });
});
