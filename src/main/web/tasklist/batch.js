/**
 * Collects what the visible cards ask for within a few milliseconds into one call, and remembers the answers briefly:
 * Tasklist draws all cards anew on every refresh.
 *
 * @param {{fetch: (ids: string[]) => Promise<Record<string, object>>, wait?: number, keep?: number, most?: number}} options
 */
export function createBatcher({ fetch, wait = 30, keep = 15_000, most = 100, now = Date.now }) {
  const cache = new Map();
  let waiting = new Map();
  let timer;

  function send() {
    timer = undefined;
    const asked = waiting;
    waiting = new Map();
    const ids = [...asked.keys()];
    for (let from = 0; from < ids.length; from += most) {
      const part = ids.slice(from, from + most);
      fetch(part).then(
        (answers) =>
          part.forEach((id) => {
            const answer = answers[id] ?? null;
            cache.set(id, { answer, at: now() });
            asked.get(id).resolve(answer);
          }),
        (error) => part.forEach((id) => asked.get(id).reject(error)),
      );
    }
  }

  return {
    /** The last known answer, however old: better than an empty card while the new one is on its way. */
    peek: (id) => cache.get(id)?.answer,
    get(id) {
      const known = cache.get(id);
      if (known && now() - known.at < keep) {
        return Promise.resolve(known.answer);
      }
      let entry = waiting.get(id);
      if (!entry) {
        entry = {};
        entry.promise = new Promise((resolve, reject) => Object.assign(entry, { resolve, reject }));
        waiting.set(id, entry);
        timer ??= setTimeout(send, wait);
      }
      return entry.promise;
    },
    clear: () => cache.clear(),
  };
}
