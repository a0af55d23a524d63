/** Camunda puts "Cannot submit task form <id>: " before what a listener says; people are shown the rest. */
export function stripPrefix(message) {
  return String(message ?? '')
    .replace(/^An error happened while submitting the task form:\s*/i, '')
    .replace(/^(?:ENGINE-\d+\s+)?Cannot (?:submit task form|complete task) [^\s:]+:\s*/i, '')
    .replace(/^ENGINE-\d+\s+/, '')
    .trim();
}

const FIELD_LINE = /^([A-Za-z_][\w.-]*(?:\[\d+\][\w.-]*)*):\s+(.+)$/;

/**
 * Errors out of the text of a refused completion. The server writes one line per error, "field: message"; a line that
 * starts with no known field is about the form as a whole.
 * @param {string[]} fields keys of the form
 */
export function fromEngineMessage(message, fields = []) {
  const known = new Set(fields);
  const lines = stripPrefix(message).split(/\r?\n/).map((line) => line.trim());
  return lines.filter(Boolean).map((line) => {
    const match = FIELD_LINE.exec(line);
    return match && known.has(match[1].split(/[.[]/)[0])
      ? { field: match[1], message: match[2] }
      : { field: null, message: line };
  });
}

/** Errors out of a problem document (RFC 9457) with an `errors` member. */
export function fromProblem(problem) {
  if (Array.isArray(problem?.errors) && problem.errors.length > 0) {
    return problem.errors.map(({ field, message }) => ({ field: field ?? null, message: message ?? 'Check this.' }));
  }
  return [{ field: null, message: problem?.detail ?? problem?.title ?? 'This could not be completed. Try again.' }];
}

/** "medicines[2].dose" and "medicines.2.dose" are the same place. */
export function samePlace(field, valuePath) {
  return String(field).replace(/\[(\d+)\]/g, '.$1') === valuePath.join('.');
}

/** form-js keeps errors by field id and row: {Field_1: ["…"], Field_2: [undefined, ["…"]]}. */
export function flatten(errors, path = []) {
  if (Array.isArray(errors) && errors.every((entry) => typeof entry === 'string')) {
    return errors.length ? [{ id: path[0], indexes: path.slice(1).map(Number), message: errors[0] }] : [];
  }
  return Object.entries(errors ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .flatMap(([key, value]) => flatten(value, [...path, key]));
}

/** What form-js says, said so that a person knows which field is meant and what to do. */
export function inWords(label, message) {
  if (/^field is required/i.test(message)) {
    return label ? `Enter: ${label}` : 'Enter an answer';
  }
  return label ? `${label}: ${lowerFirst(message)}` : message;
}

function lowerFirst(text) {
  return text.replace(/^Field /, '').replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}
