import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatcher } from '../tasklist/batch.js';

test('cards drawn together ask once, and each task once', async () => {
  const calls = [];
  const cards = createBatcher({
    wait: 1,
    fetch: async (ids) => {
      calls.push(ids);
      return Object.fromEntries(ids.map((id) => [id, { patient: `patient of ${id}` }]));
    },
  });
  const answers = await Promise.all(['a', 'b', 'a', 'c'].map((id) => cards.get(id)));
  assert.deepEqual(calls, [['a', 'b', 'c']]);
  assert.deepEqual(answers.map(({ patient }) => patient.slice(-1)), ['a', 'b', 'a', 'c']);
});

test('answers are kept for a while, then asked for again, and the old one is shown meanwhile', async () => {
  let time = 0;
  let calls = 0;
  const cards = createBatcher({ wait: 1, keep: 100, now: () => time, fetch: async () => ({ a: { round: ++calls } }) });
  assert.equal(cards.peek('a'), undefined);
  assert.equal((await cards.get('a')).round, 1);
  time = 99;
  assert.equal((await cards.get('a')).round, 1);
  time = 100;
  assert.equal(cards.peek('a').round, 1);
  assert.equal((await cards.get('a')).round, 2);
});

test('a task that may not be seen has no card', async () => {
  const cards = createBatcher({ wait: 1, fetch: async () => ({}) });
  assert.equal(await cards.get('other-team'), null);
});

test('a failed call is told to everyone who waited and tried again next time', async () => {
  let broken = true;
  const cards = createBatcher({
    wait: 1,
    fetch: async (ids) => {
      if (broken) {
        throw new TypeError('offline');
      }
      return Object.fromEntries(ids.map((id) => [id, {}]));
    },
  });
  const results = await Promise.allSettled([cards.get('a'), cards.get('b')]);
  assert.deepEqual(results.map(({ status }) => status), ['rejected', 'rejected']);
  broken = false;
  assert.deepEqual(await cards.get('a'), {});
});

test('a long list is asked for in parts', async () => {
  const sizes = [];
  const cards = createBatcher({ wait: 1, most: 2, fetch: async (ids) => (sizes.push(ids.length), {}) });
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => cards.get(id)));
  assert.deepEqual(sizes, [2, 2, 1]);
});
