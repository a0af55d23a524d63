import { Form } from '@bpmn-io/form-js-viewer';
import { timeOfDay } from '../dates.js';
import { el, HttpError, request } from '../shared.js';
import { Autosave } from './autosave.js';
import { before, patientBanner, reasons } from './banner.js';
import { flatten, fromProblem, inWords, samePlace } from './errors.js';
import { fieldsModule } from './fields.js';
import { isOneTapOutcome, prepareData, prepareSchema, withRowIds } from './schema.js';

const hosts = new WeakMap();

/**
 * Shows the form of one task and keeps its draft on the server.
 *
 * @param {HTMLElement} element where; what is in it is replaced
 * @param {object} options
 * @param {string} options.taskId
 * @param {string} [options.path] where a form that no task asked for is kept
 * @param {'console'|'tasklist'} [options.mode] in Tasklist its own Complete button is used
 * @param {() => void} [options.onCompleted]
 * @param {() => void} [options.onOneTap] presses the door's Complete button (Tasklist only)
 */
export function mountForm(element, options) {
  hosts.get(element)?.unmount();
  const host = new FormHost(element, options);
  hosts.set(element, host);
  host.ready = host.load();
  return host;
}

class FormHost {
  constructor(element, { taskId, path, mode = 'console', onCompleted = () => {}, onOneTap }) {
    this.element = element;
    this.taskId = taskId;
    this.mode = mode;
    this.onCompleted = onCompleted;
    this.onOneTap = onOneTap ?? (() => this.complete());
    this.path = path ?? `/api/v1/tasks/${encodeURIComponent(taskId)}`;
    this.touched = false;
    this.online = () => this.autosave?.retryNow();
    this.leaving = (event) => {
      if (this.autosave?.unsaved) {
        this.autosave.flush().catch(() => {});
        event.preventDefault();
      }
    };
    window.addEventListener('online', this.online);
    window.addEventListener('beforeunload', this.leaving);
  }

  /** Fetches the form anew: at first, after a claim, and when somebody chooses the other version. */
  async load() {
    // a task that is claimed while its form is on screen must not lose what is being typed
    if (this.autosave?.unsaved) {
      await this.autosave.flush().catch(() => {});
    }
    const round = (this.round = (this.round ?? 0) + 1);
    if (!this.form) {
      this.element.replaceChildren(el('p', { class: 'hw-loading', role: 'status' }, 'Loading the form …'));
    }
    let task;
    try {
      task = await request('GET', `${this.path}/form`);
    } catch (error) {
      if (round === this.round && !this.unmounted) {
        this.#couldNotLoad(error);
      }
      return;
    }
    if (round === this.round && !this.unmounted) {
      await this.#show(task);
    }
  }

  #couldNotLoad(error) {
    const text =
      error instanceof HttpError && (error.status === 404 || error.status === 410)
        ? 'This task is no longer open. It was completed or withdrawn.'
        : error instanceof HttpError && error.status === 403
          ? 'You may not see this task.'
          : error instanceof HttpError && error.status === 401
            ? 'You have been signed out. Sign in again to see the form.'
            : 'The form could not be loaded.';
    this.element.replaceChildren(
      el(
        'div',
        { class: 'hw-form' },
        el(
          'div',
          { class: 'hw-notice hw-notice--error', role: 'alert' },
          el('p', {}, text),
          el('button', { type: 'button', class: 'hw-button hw-button--secondary', onclick: () => this.load() }, 'Try again'),
        ),
      ),
    );
  }

  async #show(task) {
    this.autosave?.close();
    this.form?.destroy();
    this.task = task;
    this.touched = false;
    this.summary = el('div', { class: 'hw-error-summary', role: 'alert', tabindex: '-1', hidden: true });
    this.notice = el('div', { class: 'hw-notice', role: 'alert', hidden: true });
    this.status = el('p', { class: 'hw-save', role: 'status', 'aria-live': 'polite' });
    this.quick = el('div', { class: 'hw-quick', hidden: true });
    this.completeButton =
      this.mode === 'console' && !task.readOnly
        ? el('button', { type: 'button', class: 'hw-button', onclick: () => this.complete() }, 'Complete')
        : null;
    const canvas = el('div', { class: 'hw-canvas' });
    for (const kind of ['input', 'change', 'click', 'keydown']) {
      canvas.addEventListener(kind, () => (this.touched = true), true);
    }
    this.element.replaceChildren(
      el(
        'div',
        { class: `hw-form hw-form--${this.mode}` },
        patientBanner(task.patient),
        reasons(task.why, task.clocks),
        before(task.before, this.element.dataset.zone),
        task.readOnly
          ? el('p', { class: 'hw-readonly' }, task.readOnlyReason ?? 'Read only. Claim this task to fill in its form.')
          : null,
        this.summary,
        this.notice,
        canvas,
        this.quick,
        el('div', { class: 'hw-actions' }, this.completeButton, this.status),
      ),
    );

    const schema = prepareSchema(task.schema, task.form, task.zones);
    this.form = new Form({ container: canvas, additionalModules: [fieldsModule] });
    await this.form.importSchema(schema, prepareData(schema, task.data));
    this.form.setProperty('readOnly', Boolean(task.readOnly));
    this.autosave = new Autosave({
      revision: task.revision,
      save: (revision, data) => request('PUT', `${this.path}/draft`, { revision, data }),
      onState: (state) => this.#saveState(state),
    });
    this.known = JSON.stringify(this.data());
    this.form.on('changed', () => this.#changed());
    this.#offerOneTap();
  }

  /** What the form says now: without fields that a condition hides. */
  data() {
    return withRowIds(this.task.schema, this.form._getState().data, structuredClone(this.form._getSubmitData()));
  }

  #changed() {
    const data = this.data();
    const now = JSON.stringify(data);
    if (now === this.known) {
      return;
    }
    this.known = now;
    // form-js also reports what it does itself while it loads; nobody typed that
    if (!this.touched || this.task.readOnly) {
      return;
    }
    this.autosave.change(data);
    this.#offerOneTap();
    if (!this.summary.hidden) {
      this.#refreshSummary();
    }
  }

  #offerOneTap() {
    const data = this.data();
    const offer = !this.task.readOnly && isOneTapOutcome(this.task.form, data);
    this.quick.hidden = !offer;
    if (!offer) {
      this.quick.replaceChildren();
      return;
    }
    const chosen = this.element.querySelector('.hw-choice-buttons .fjs-checked label, .hw-choice-buttons label.fjs-checked');
    const label = chosen?.textContent?.trim() || 'Not reached';
    this.quick.replaceChildren(
      el('p', {}, 'Nothing else is needed. The next attempt is planned for you.'),
      el('button', { type: 'button', class: 'hw-button hw-button--wide', onclick: () => this.onOneTap() }, `Complete: ${label}`),
    );
    // the label is drawn after the state changes
    requestAnimationFrame(() => {
      const text = this.element
        .querySelector('.hw-choice-buttons input:checked')
        ?.closest('.fjs-inline-label')
        ?.textContent?.trim();
      const button = this.quick.querySelector('button');
      if (text && button) {
        button.textContent = `Complete: ${text}`;
      }
    });
  }

  #saveState(state) {
    const seconds = Math.round((state.retryIn ?? 0) / 1000);
    const texts = {
      typing: '',
      saving: 'Saving …',
      saved: state.at ? `Saved ${timeOfDay(state.at)}` : 'Saved',
      offline: `Not saved yet: no answer from the server. What you typed is kept on this screen; next try in ${seconds} s.`,
      signedOut: 'Not saved yet: you have been signed out. Sign in again in another tab and leave this one open.',
      conflict: 'Not saved.',
      gone: 'Not saved: this task is no longer open.',
      refused: 'Not saved: this task is not assigned to you any more.',
    };
    this.status.textContent = texts[state.name] ?? '';
    this.status.classList.toggle('hw-save--trouble', !['typing', 'saving', 'saved', 'idle'].includes(state.name));
    if (state.name === 'conflict') {
      this.#askWhichVersion();
    } else if (state.name === 'gone') {
      this.#tell('This task is no longer open. It was completed or withdrawn, so what you typed last was not saved.');
    } else if (state.name === 'refused') {
      this.#tell('This task is not assigned to you any more, so what you typed last was not saved.', [
        ['Show the current state', () => this.#discard()],
      ]);
    } else if (state.name === 'saved') {
      this.notice.hidden = true;
    }
  }

  /** Not the newest any more: because the task changed hands, or because another window saved. */
  async #askWhichVersion() {
    let current;
    try {
      current = await request('GET', `${this.path}/form`);
    } catch (error) {
      this.#tell(
        error.status === 404
          ? 'This task is no longer open. It was completed or withdrawn, so what you typed last was not saved.'
          : 'This form could not be compared with the server. What you typed is kept on this screen.',
        error.status === 404 ? [] : [['Try again', () => this.#askWhichVersion()]],
      );
      return;
    }
    if (current.readOnly) {
      this.#tell('This task is not assigned to you any more, so what you typed last was not saved.', [
        ['Show the current state', () => this.#discard()],
      ]);
      return;
    }
    this.#tell('This form was changed in another window since you opened it. Which version is right?', [
      ['Keep what I typed here', () => this.#keepMine()],
      ['Show the other version', () => this.#discard()],
    ]);
  }

  #discard() {
    this.autosave.close();
    this.load();
  }

  async #keepMine() {
    this.notice.hidden = true;
    try {
      const current = await request('GET', `${this.path}/form`);
      this.autosave.change(this.data());
      await this.autosave.keepMine(current.revision);
    } catch {
      if (this.notice.hidden && this.autosave.state.name !== 'conflict') {
        this.#tell('That did not work yet. What you typed is kept on this screen.', [
          ['Try again', () => this.#keepMine()],
        ]);
      }
    }
  }

  #tell(text, actions = []) {
    this.notice.replaceChildren(
      el('p', {}, text),
      actions.length
        ? el(
            'div',
            { class: 'hw-notice__actions' },
            actions.map(([label, act]) =>
              el('button', { type: 'button', class: 'hw-button hw-button--secondary', onclick: act }, label),
            ),
          )
        : '',
    );
    this.notice.hidden = false;
    this.notice.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Validates and brings the newest data to the server, so that whoever completes the task next finds them there.
   * Rejects with a text for people; the errors are on screen by then.
   */
  async prepare() {
    if (!this.form) {
      throw new Error('The form is not loaded yet.');
    }
    if (this.task.readOnly) {
      this.#tell(this.task.readOnlyReason ?? 'Claim this task first.');
      throw new Error('The form is read-only.');
    }
    const errors = flatten(this.form.validate());
    if (errors.length > 0) {
      this.#summarise(errors.map((error) => this.#located(error)));
      throw new Error(errors.length === 1 ? 'One answer needs attention.' : `${errors.length} answers need attention.`);
    }
    this.summary.hidden = true;
    this.autosave.change(this.data());
    try {
      return await this.autosave.flush();
    } catch (error) {
      if (error instanceof HttpError && error.status === 422) {
        this.showErrors(fromProblem(error.body));
        throw new Error('Some answers need attention.');
      }
      if (this.notice.hidden) {
        this.#tell('What you typed could not be saved yet, so the task was not completed. Nothing is lost; try again.');
      }
      throw new Error('The draft could not be saved.', { cause: error });
    }
  }

  async complete() {
    this.completeButton?.setAttribute('aria-disabled', 'true');
    if (this.completing) {
      return;
    }
    this.completing = true;
    try {
      const revision = await this.prepare();
      await request('POST', `${this.path}/completion`, { revision });
      this.completed();
      this.onCompleted();
    } catch (error) {
      if (error instanceof HttpError) {
        this.refuse(error);
      } else if (this.summary.hidden && this.notice.hidden) {
        this.#tell('No answer from the server. Nothing is lost; try again.');
      }
    } finally {
      this.completing = false;
      this.completeButton?.removeAttribute('aria-disabled');
    }
  }

  refuse(error) {
    if (error.status === 409) {
      this.#askWhichVersion();
    } else if (error.status === 404 || error.status === 410) {
      this.#tell('This task is no longer open. Somebody else completed it, or it was withdrawn.');
    } else if (error.status === 422 || error.status === 400) {
      this.showErrors(fromProblem(error.body));
    } else if (error.status === 401) {
      this.#tell('You have been signed out. Sign in again in another tab, then complete the task here.');
    } else {
      this.#tell(error.body?.detail ?? 'The server could not complete the task. Nothing is lost; try again.');
    }
  }

  /** Nothing may be saved after a completion. */
  completed() {
    this.autosave?.close();
    this.form?.setProperty('readOnly', true);
  }

  /** Errors the server found: at their fields where it named one, and in the summary. */
  showErrors(errors) {
    const state = {};
    const instances = this.form.get('formFieldInstanceRegistry').getAllKeyed();
    const located = errors.map(({ field, message }) => {
      const instance =
        field === null ? undefined : instances.find((candidate) => samePlace(field, candidate.valuePath));
      if (!instance) {
        return { message, text: message };
      }
      const indexes = Object.values(instance.indexes ?? {});
      let place = (state[instance.id] ??= indexes.length ? {} : [message]);
      indexes.forEach((index, depth) => (place = place[index] ??= depth === indexes.length - 1 ? [message] : {}));
      return { ...this.#located({ id: instance.id, indexes, message }), text: message };
    });
    this.form._setState({ errors: state });
    this.#summarise(located);
  }

  fieldKeys() {
    return this.form
      .get('formFieldInstanceRegistry')
      .getAllKeyed()
      .map(({ valuePath }) => String(valuePath[0]));
  }

  #located({ id, indexes, message }) {
    const field = this.form.get('formFieldRegistry').get(id);
    const label = field?.label ?? field?.dateLabel ?? field?.timeLabel ?? '';
    return { id, indexes, message, text: inWords(label, message) };
  }

  #summarise(errors) {
    this.shown = errors;
    this.summary.replaceChildren(
      el('h2', {}, 'There is a problem'),
      el(
        'ul',
        {},
        errors.map((error) =>
          el(
            'li',
            {},
            error.id
              ? el(
                  'a',
                  {
                    href: '#',
                    onclick: (event) => {
                      event.preventDefault();
                      this.#focus(error);
                    },
                  },
                  error.text,
                )
              : error.text,
          ),
        ),
      ),
    );
    this.summary.hidden = false;
    this.summary.scrollIntoView({ block: 'start' });
    this.summary.focus({ preventScroll: true });
  }

  #refreshSummary() {
    const open = new Set(flatten(this.form._getState().errors).map(({ id, indexes }) => `${id}_${indexes}`));
    const left = this.shown.filter((error) => error.id && open.has(`${error.id}_${error.indexes}`));
    if (left.length === 0) {
      this.summary.hidden = true;
      return;
    }
    const items = this.summary.querySelectorAll('li');
    this.shown.forEach((error, index) => (items[index].hidden = !left.includes(error)));
  }

  #focus({ id, indexes = [] }) {
    const suffix = `-${id}${indexes.map((index) => `_${index}`).join('')}`;
    const target = [...this.element.querySelectorAll('input, textarea, select, button, [tabindex]')].find(
      ({ id: domId }) => domId.startsWith('fjs-form') && new RegExp(`${suffix}(-\\d+|-search|-date|-time)?$`).test(domId),
    );
    target?.closest('.fjs-form-field')?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
  }

  unmount() {
    this.unmounted = true;
    window.removeEventListener('online', this.online);
    window.removeEventListener('beforeunload', this.leaving);
    if (this.autosave?.unsaved) {
      // Tasklist throws the form away when another task is chosen: the last words still go out
      const autosave = this.autosave;
      autosave
        .flush()
        .catch(() => {})
        .finally(() => autosave.close());
    } else {
      this.autosave?.close();
    }
    this.form?.destroy();
  }
}
