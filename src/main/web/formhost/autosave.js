/**
 * Keeps a draft on the server while somebody types. One request at a time, always with the newest data; what could not
 * be sent stays in memory (never in the browser's storage: it is a patient's) and is tried again, later and later.
 *
 * States: idle, typing, saving, saved (at), offline (retryIn), signedOut, conflict, gone, refused.
 */
export class Autosave {
  #timer;
  #running;
  #latest;
  #dirty = false;
  #failures = 0;
  #closed = false;

  /** @param {{save: (revision: number, data: object) => Promise<{revision: number}>, revision: number}} options */
  constructor({ save, revision, onState = () => {}, delay = 800, firstRetry = 1_000, lastRetry = 30_000, clock = Date }) {
    this.revision = revision;
    this.state = { name: 'idle' };
    this.#options = { save, onState, delay, firstRetry, lastRetry, clock };
  }

  #options;

  get unsaved() {
    return this.#dirty || this.#running !== undefined;
  }

  change(data) {
    this.#latest = structuredClone(data);
    this.#dirty = true;
    if (this.#closed) {
      return;
    }
    if (this.#failures === 0) {
      this.#enter({ name: 'typing' });
      this.#schedule(this.#options.delay);
    }
  }

  /** Sends at once what is not saved; resolves with the saved revision, rejects with the reason why not. */
  async flush() {
    clearTimeout(this.#timer);
    while (this.unsaved) {
      if (this.#closed) {
        throw this.#reason;
      }
      await this.#send();
      if (this.#failures > 0 || this.#closed) {
        throw this.#reason;
      }
    }
    return this.revision;
  }

  /** After a conflict: what is on this screen is to replace the other version. */
  async keepMine(revision) {
    this.revision = revision;
    this.#closed = false;
    this.#failures = 0;
    this.#dirty = true;
    return this.flush();
  }

  retryNow() {
    if (this.#failures > 0) {
      this.#schedule(0);
    }
  }

  close() {
    clearTimeout(this.#timer);
    this.#closed = true;
    this.#dirty = false;
  }

  #reason;

  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), delay);
  }

  async #send() {
    if (this.#running) {
      return this.#running;
    }
    if (!this.#dirty || this.#closed) {
      return undefined;
    }
    this.#running = this.#attempt();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
    if (this.#dirty && !this.#closed && this.#failures === 0) {
      this.#schedule(this.#options.delay);
    }
    return undefined;
  }

  async #attempt() {
    const { save, clock, firstRetry, lastRetry } = this.#options;
    this.#dirty = false;
    this.#enter({ name: 'saving' });
    try {
      const answer = await save(this.revision, this.#latest);
      this.revision = answer.revision;
      this.#failures = 0;
      if (!this.#closed) {
        this.#enter(this.#dirty ? { name: 'typing' } : { name: 'saved', at: new clock() });
      }
    } catch (error) {
      this.#reason = error;
      if (this.#closed) {
        return;
      }
      this.#dirty = true;
      const final = { 403: 'refused', 404: 'gone', 409: 'conflict', 410: 'gone', 400: 'refused', 413: 'refused', 422: 'refused' };
      if (final[error.status]) {
        clearTimeout(this.#timer);
        this.#closed = true;
        this.#enter({ name: final[error.status], error });
        return;
      }
      this.#failures++;
      const retryIn = Math.min(firstRetry * 2 ** (this.#failures - 1), lastRetry);
      this.#enter({ name: error.status === 401 ? 'signedOut' : 'offline', retryIn, error });
      this.#schedule(retryIn);
    }
  }

  #enter(state) {
    this.state = state;
    this.#options.onState(state);
  }
}
