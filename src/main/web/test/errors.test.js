import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flatten, fromEngineMessage, fromProblem, inWords, samePlace, stripPrefix } from '../formhost/errors.js';

const ID = '0190a9a6-5f0c-7d1e-9c46-0e2f3b1a4c5d';

test('what Camunda puts in front is taken away', () => {
  assert.equal(stripPrefix(`Cannot submit task form ${ID}: Nothing was filled in.`), 'Nothing was filled in.');
  assert.equal(stripPrefix(`Cannot complete task ${ID}: Note is required.`), 'Note is required.');
  assert.equal(
    stripPrefix(`An error happened while submitting the task form: Cannot submit task form ${ID}: Nothing was filled in.`),
    'Nothing was filled in.',
  );
  assert.equal(stripPrefix('ENGINE-03051 Something'), 'Something');
  assert.equal(stripPrefix(undefined), '');
});

test('lines that name a field of the form belong to it, the rest to the form', () => {
  const message = `Cannot submit task form ${ID}: followUpDate: Choose a working day\nmedicines[2].dose: Enter the dose\nNote: this is text\nCall the patient first.`;
  assert.deepEqual(fromEngineMessage(message, ['followUpDate', 'medicines']), [
    { field: 'followUpDate', message: 'Choose a working day' },
    { field: 'medicines[2].dose', message: 'Enter the dose' },
    { field: null, message: 'Note: this is text' },
    { field: null, message: 'Call the patient first.' },
  ]);
});

test('a problem document gives its errors, or at least its detail', () => {
  assert.deepEqual(fromProblem({ errors: [{ field: 'note', message: 'Enter a note' }] }), [
    { field: 'note', message: 'Enter a note' },
  ]);
  assert.deepEqual(fromProblem({ title: 'Unprocessable', detail: 'Two red flags.' }), [{ field: null, message: 'Two red flags.' }]);
  assert.equal(fromProblem(undefined).length, 1);
});

test('a row can be written with brackets or dots', () => {
  assert.ok(samePlace('medicines[2].dose', ['medicines', 2, 'dose']));
  assert.ok(samePlace('medicines.2.dose', ['medicines', 2, 'dose']));
  assert.ok(!samePlace('medicines[1].dose', ['medicines', 2, 'dose']));
});

test('errors in rows are found', () => {
  assert.deepEqual(flatten({ A: ['Field is required.'], B: [undefined, ['Too long.'], [['Deep.']]] }), [
    { id: 'A', indexes: [], message: 'Field is required.' },
    { id: 'B', indexes: [1], message: 'Too long.' },
    { id: 'B', indexes: [2, 0], message: 'Deep.' },
  ]);
  assert.deepEqual(flatten({}), []);
});

test('an error says which field and what to do', () => {
  assert.equal(inWords('Who was told', 'Field is required.'), 'Enter: Who was told');
  assert.equal(inWords('Dose', 'Field must have minimum length of 2.'), 'Dose: must have minimum length of 2.');
  assert.equal(inWords('', 'Field is required.'), 'Enter an answer');
});
