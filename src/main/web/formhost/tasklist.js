import css from 'form.css-text';
import { HttpError } from '../shared.js';
import { fromEngineMessage } from './errors.js';
import { mountForm } from './form.js';

if (!document.getElementById('homeward-form-styles')) {
  const style = document.createElement('style');
  style.id = 'homeward-form-styles';
  style.textContent = css;
  document.head.append(style);
}

// what Tasklist itself says when a form refuses: it then shows no message of its own over ours
const SHOWN_IN_THE_FORM = 'camForm submission prevented';
// it knows these and leaves the task
const LEFT_TO_TASKLIST = /task is null|No matching task|is suspended/;

let current;

/**
 * Puts the form into Tasklist's embedded form. Tasklist's own Complete button stays: `submitVariables` is what it
 * calls in the end, and the only place where we can wait for the draft and still leave success, error and refresh to it.
 */
function mount(camForm, element) {
  current?.unmount();
  const host = mountForm(element, {
    taskId: camForm.taskId,
    mode: 'tasklist',
    onOneTap: () => completeButton(element)?.click(),
  });
  current = host;

  // on a phone Tasklist puts the task below the whole list
  if (window.matchMedia('(max-width: 842px)').matches) {
    host.ready.then(() => element.closest('.column-right')?.scrollIntoView({ block: 'start' }));
  }

  const send = camForm.submitVariables;
  camForm.submitVariables = function (done) {
    host.prepare().then(
      () =>
        send.call(camForm, (error, result) => {
          if (!error) {
            host.completed();
            done(null, result);
            return;
          }
          const message = String(error.message ?? '');
          if (LEFT_TO_TASKLIST.test(message)) {
            host.refuse(new HttpError(404));
            done(error);
            return;
          }
          if (error.status === 409 || /stale|changed since/i.test(message)) {
            host.refuse(new HttpError(409));
          } else if (error.status >= 500 || !message) {
            host.refuse(new HttpError(500));
          } else {
            host.showErrors(fromEngineMessage(message, host.fieldKeys()));
          }
          done(new Error(SHOWN_IN_THE_FORM));
        }),
      () => done(new Error(SHOWN_IN_THE_FORM)),
    );
  };

  // Tasklist keeps the form when its task is claimed or given back, and only greys it
  const surroundings = new MutationObserver(() => {
    if (!element.isConnected) {
      surroundings.disconnect();
      host.unmount();
      return;
    }
    const disabled = Boolean(element.closest('.disabled-form'));
    if (disabled !== wasDisabled) {
      wasDisabled = disabled;
      host.load();
    }
  });
  let wasDisabled = Boolean(element.closest('.disabled-form'));
  for (let node = element.parentElement; node && node !== document.body; node = node.parentElement) {
    surroundings.observe(node, { attributes: true, attributeFilter: ['class'], childList: true });
  }
}

function completeButton(element) {
  for (let node = element.parentElement; node; node = node.parentElement) {
    const button = node.querySelector('.form-actions .btn-primary');
    if (button) {
      return button;
    }
  }
  return null;
}

window.homewardFormHost = { mount };
