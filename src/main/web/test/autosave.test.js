import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Autosave } from '../formhost/autosave.js';

const status = (code) => Object.assign(new Error(`HTTP ${code}`), { status: code });
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function autosave(save, options = {}) {
  const states = [];
  const subject = new Autosave({
    save,
    revision: 3,
    delay: 5,
    firstRetry: 5,
    lastRetry: 20,
    onState: ({ name }) => states.push(name),
    ...options,
  });
  return { subject, states };
}

test('typing is saved once, after a pause, with the last words', async () => {
  const saved = [];
  const { subject, states } = autosave(async (revision, data) => (saved.push([revision, data.note]), { revision: revision + 1 }));
  subject.change({ note: 'a' });
  subject.change({ note: 'ab' });
  subject.change({ note: 'abc' });
  assert.ok(subject.unsaved);
  await wait(40);
  assert.deepEqual(saved, [[3, 'abc']]);
  assert.equal(subject.revision, 4);
  assert.equal(states.at(-1), 'saved');
  assert.ok(!subject.unsaved);
});

test('nothing changed, nothing saved', async () => {
  let calls = 0;
  const { subject } = autosave(async () => (calls++, { revision: 4 }));
  assert.equal(await subject.flush(), 3);
  assert.equal(calls, 0);
});

test('one request at a time, and what is typed meanwhile follows with the new revision', async () => {
  let open = 0;
  const saved = [];
  const { subject } = autosave(async (revision, data) => {
    assert.equal(++open, 1);
    await wait(10);
    open--;
    saved.push([revision, data.n]);
    return { revision: revision + 1 };
  });
  subject.change({ n: 1 });
  await wait(8);
  subject.change({ n: 2 });
  assert.equal(await subject.flush(), 5);
  assert.deepEqual(saved, [[3, 1], [4, 2]]);
});

test('without an answer the words stay and are tried again until they are saved', async () => {
  let attempts = 0;
  const { subject, states } = autosave(async (revision, data) => {
    if (++attempts < 3) {
      throw attempts === 1 ? new TypeError('Failed to fetch') : status(500);
    }
    assert.deepEqual(data, { note: 'kept' });
    return { revision: revision + 1 };
  });
  subject.change({ note: 'kept' });
  await wait(80);
  assert.equal(attempts, 3);
  assert.deepEqual(states.filter((name) => name === 'offline').length, 2);
  assert.equal(states.at(-1), 'saved');
});

test('a completion does not go on without its draft', async () => {
  const { subject } = autosave(async () => {
    throw status(503);
  }, { firstRetry: 10_000, lastRetry: 10_000 });
  subject.change({ note: 'x' });
  await assert.rejects(subject.flush(), { status: 503 });
  assert.ok(subject.unsaved);
  subject.close();
});

test('a conflict stops saving until somebody chooses', async () => {
  const saved = [];
  const { subject, states } = autosave(async (revision, data) => {
    if (revision !== 9) {
      throw status(409);
    }
    saved.push(data.note);
    return { revision: 10 };
  });
  subject.change({ note: 'mine' });
  await assert.rejects(subject.flush(), { status: 409 });
  subject.change({ note: 'mine, later' });
  await wait(20);
  assert.deepEqual(states, ['typing', 'saving', 'conflict']);
  assert.equal(await subject.keepMine(9), 10);
  assert.deepEqual(saved, ['mine, later']);
});

for (const [code, name] of [[404, 'gone'], [403, 'refused']]) {
  test(`an answer of ${code} ends saving`, async () => {
    let calls = 0;
    const { subject, states } = autosave(async () => {
      calls++;
      throw status(code);
    });
    subject.change({ note: 'late' });
    await wait(40);
    subject.change({ note: 'later' });
    await wait(20);
    assert.equal(calls, 1);
    assert.equal(states.at(-1), name);
  });
}

test('a session that ended is waited for', async () => {
  let signedIn = false;
  const { subject, states } = autosave(async (revision) => {
    if (!signedIn) {
      throw status(401);
    }
    return { revision: revision + 1 };
  });
  subject.change({ note: 'x' });
  await wait(12);
  assert.equal(states.at(-1), 'signedOut');
  signedIn = true;
  await wait(60);
  assert.equal(states.at(-1), 'saved');
});

test('after a completion nothing is saved any more', async () => {
  let calls = 0;
  const { subject } = autosave(async () => (calls++, { revision: 4 }));
  subject.change({ note: 'x' });
  subject.close();
  await wait(20);
  assert.equal(calls, 0);
});
