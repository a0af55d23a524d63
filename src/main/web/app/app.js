import { serverTimeIs, timeToBreach } from '../dates.js';
import { contextPath, csrfToken, el } from '../shared.js';

// Entry of our own pages. Nothing here needs an inline script: pages say what they want in data attributes.

/* htmx */
document.addEventListener('htmx:configRequest', (event) => {
  if (event.detail.verb !== 'get') {
    event.detail.headers['X-XSRF-TOKEN'] = csrfToken();
  }
});
document.addEventListener('htmx:responseError', ({ detail }) => {
  const texts = {
    401: 'You have been signed out. Sign in again to go on.',
    403: 'You may not do that.',
    404: 'That is no longer there. Reload the page to see the current state.',
    409: 'Somebody else changed this first. Reload the page to see the current state.',
  };
  toast({ text: texts[detail.xhr.status] ?? 'That did not work. Nothing was changed; try again.', kind: 'error' });
});
for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(name, () => toast({ text: 'No answer from the server. Nothing was changed; try again.', kind: 'error' }));
}
document.addEventListener('htmx:load', (event) => start(event.detail.elt));
// the server may say {"toast": {"text": "…", "undo": "/path"}} in HX-Trigger
document.addEventListener('toast', (event) => toast(event.detail));

/* toasts: they stay until they are closed, for nobody reads at a set speed */
export function toast({ text, undo, kind = 'done' }) {
  let region = document.querySelector('.toasts');
  if (!region) {
    region = el('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
    document.body.append(region);
  }
  while (region.children.length > 2) {
    region.firstElementChild.remove();
  }
  const entry = el(
    'div',
    { class: `toast toast--${kind}` },
    el('p', {}, text),
    undo
      ? el(
          'button',
          {
            type: 'button',
            class: 'toast__undo',
            onclick: async () => {
              try {
                const response = await fetch(contextPath() + undo, {
                  method: 'POST',
                  credentials: 'same-origin',
                  headers: { 'X-XSRF-TOKEN': csrfToken() },
                });
                if (!response.ok) {
                  throw new Error(`HTTP ${response.status}`);
                }
                window.location.reload();
              } catch {
                entry.remove();
                toast({ text: 'That could not be undone any more.', kind: 'error' });
              }
            },
          },
          'Undo',
        )
      : null,
    el('button', { type: 'button', class: 'toast__close', 'aria-label': 'Close message', onclick: () => entry.remove() }, '×'),
  );
  region.append(entry);
}

/* dialogs */
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-dialog-open]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  if (event.target.closest('[data-dialog-close]')) {
    event.preventDefault();
    event.target.closest('dialog')?.close();
  } else if (event.target instanceof HTMLDialogElement && event.target.hasAttribute('data-dialog-light')) {
    event.target.close();
  } else if (event.target.closest('[data-print]')) {
    window.print();
  } else if (event.target.closest('[data-menu]')) {
    const button = event.target.closest('[data-menu]');
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    document.getElementById(button.getAttribute('aria-controls'))?.classList.toggle('is-open', open);
  }
});

/* what is typed into password fields can be looked at */
document.addEventListener('change', (event) => {
  for (const id of event.target.dataset?.show?.split(' ') ?? []) {
    document.getElementById(id).type = event.target.checked ? 'text' : 'password';
  }
});

/* time to breach goes on while a page is open */
serverTimeIs(document.querySelector('meta[name="business-time"]')?.content);

function tick(root = document) {
  for (const node of root.querySelectorAll('[data-work-by]')) {
    const { text, state } = timeToBreach(node.dataset.workBy);
    if (text && node.textContent !== text) {
      node.textContent = text;
    }
    if (text && node.classList.contains('breach')) {
      node.classList.remove('breach--later', 'breach--soon', 'breach--overdue');
      node.classList.add(`breach--${state}`);
    }
  }
}
setInterval(tick, 30_000);
document.addEventListener('visibilitychange', () => document.hidden || tick());

/* keyboard: j and k move through a list, enter opens, / searches, ? explains */
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input, textarea, select, [contenteditable], [role="combobox"], .hw-form, .hw-map__canvas');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) {
    return;
  }
  if (event.key === '?') {
    document.getElementById('keyboard-help')?.showModal();
  } else if (event.key === '/') {
    document.querySelector('[data-search]')?.focus();
  } else if (event.key === 'j' || event.key === 'k') {
    const items = [...document.querySelectorAll('[data-item]')].filter((item) => item.offsetParent !== null);
    if (items.length === 0) {
      return;
    }
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const next = items[Math.min(Math.max(at + (event.key === 'j' ? 1 : -1), 0), items.length - 1)];
    // what is folded away cannot take the focus, and the fold itself can
    const inside = [...next.querySelectorAll('a, button, summary')].find((one) => one.checkVisibility());
    (next.matches('a, button') ? next : (inside ?? next)).focus();
    next.scrollIntoView({ block: 'nearest' });
  } else {
    return;
  }
  event.preventDefault();
});

/* islands */
const islands = {
  async form(node) {
    const { mountForm } = await import('../formhost/form.js');
    mountForm(node, {
      taskId: node.dataset.taskId,
      path: node.dataset.path,
      mode: 'console',
      onCompleted: () => {
        node.dispatchEvent(new CustomEvent('homeward:completed', { bubbles: true, detail: { taskId: node.dataset.taskId } }));
        if (node.dataset.next) {
          window.location.assign(contextPath() + node.dataset.next);
        }
      },
    });
  },
  async map(node) {
    const { mountMap } = await import('../processmap/map.js');
    const activities = node.dataset.activitiesUrl
      ? await (await fetch(contextPath() + node.dataset.activitiesUrl, { credentials: 'same-origin' })).json()
      : JSON.parse(node.dataset.activities ?? '[]');
    await mountMap(node, { xmlUrl: node.dataset.xmlUrl, activities });
  },
};

function start(root) {
  const found = [...root.querySelectorAll('[data-island]')];
  if (root.matches?.('[data-island]')) {
    found.unshift(root);
  }
  for (const node of found) {
    if (!node.dataset.started) {
      node.dataset.started = 'true';
      islands[node.dataset.island]?.(node).catch(() => {
        delete node.dataset.started;
        node.replaceChildren(el('p', { class: 'notice notice--warning' }, 'This part of the page could not be loaded. Reload the page.'));
      });
    }
  }
  root.querySelector('[data-error-summary]')?.focus();
  tick(root.querySelectorAll ? root : document);
}
start(document);
