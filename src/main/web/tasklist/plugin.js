import { age, dateOnly, formatDate, formatInstant, timeToBreach } from '../dates.js';
import { contextPath, el, request } from '../shared.js';
import { createBatcher } from './batch.js';

// Tasklist's own sign-in form cannot be used: there is one sign-in, and it is ours
function leaveForSignIn() {
  if (/^#\/?login/.test(window.location.hash)) {
    window.location.replace(`${contextPath()}/login`);
  }
}
for (const kind of ['popstate', 'hashchange']) {
  window.addEventListener(kind, leaveForSignIn);
}
for (const method of ['pushState', 'replaceState']) {
  const original = history[method];
  history[method] = function (...parameters) {
    const result = original.apply(this, parameters);
    leaveForSignIn();
    return result;
  };
}
leaveForSignIn();

// due date, follow-up date and assignee look like text that can be clicked and edited; the server refuses that
for (const kind of ['click', 'keydown', 'paste']) {
  document.addEventListener(
    kind,
    (event) => {
      if (event.key !== 'Tab' && event.target.closest?.('[cam-tasklist-task-meta] [cam-widget-inline-field]')) {
        event.stopImmediatePropagation();
        event.preventDefault();
      }
    },
    true,
  );
}

const cards = createBatcher({
  fetch: async (taskIds) => (await request('POST', '/api/v1/tasks/cards', { taskIds })).cards,
});

const RISKS = { HIGH: '▲', MODERATE: '◆', MEDIUM: '◆', LOW: '●' };

function risk(value) {
  const tier = String(value?.tier ?? value).toUpperCase();
  const text = value?.text ?? `${tier.charAt(0)}${tier.slice(1).toLowerCase()} risk`;
  return el(
    'span',
    { class: `hw-card__risk hw-card__risk--${tier.toLowerCase()}` },
    el('span', { 'aria-hidden': 'true' }, `${RISKS[tier] ?? '○'} `),
    text,
  );
}

function paint(node, card) {
  if (!card) {
    node.replaceChildren();
    return;
  }
  const left = timeToBreach(card.workBy);
  node.replaceChildren(
    el(
      'div',
      { class: 'hw-card' },
      el('p', { class: 'hw-card__name' }, card.patient),
      el(
        'p',
        { class: 'hw-card__ids' },
        [card.birthDate && `${formatDate(card.birthDate)} (${age(dateOnly(card.birthDate))})`, card.identifier]
          .filter(Boolean)
          .join(' · '),
      ),
      card.why ? el('p', { class: 'hw-card__why' }, card.why) : null,
      el(
        'p',
        { class: 'hw-card__foot' },
        card.risk ? risk(card.risk) : null,
        left.text
          ? el(
              'span',
              {
                class: `hw-card__left hw-card__left--${left.state}`,
                'data-hw-work-by': card.workBy,
                title: card.dueText ?? formatInstant(card.workBy),
              },
              left.text,
            )
          : null,
      ),
    ),
  );
}

setInterval(() => {
  for (const node of document.querySelectorAll('[data-hw-work-by]')) {
    const left = timeToBreach(node.dataset.hwWorkBy);
    node.textContent = left.text;
    node.className = `hw-card__left hw-card__left--${left.state}`;
  }
}, 30_000);

const card = {
  id: 'homeward-card',
  pluginPoint: 'tasklist.card',
  priority: 1000,
  render(node, { taskId }) {
    paint(node, cards.peek(taskId));
    cards.get(taskId).then(
      (answer) => paint(node, answer),
      () => {
        if (!node.hasChildNodes()) {
          node.append(el('p', { class: 'hw-card__trouble' }, 'Patient details could not be loaded.'));
        }
      },
    );
  },
};

function open(taskId) {
  const parameters = new URLSearchParams(window.location.hash.replace(/^#\/?\??/, ''));
  parameters.set('task', taskId);
  // Tasklist's own word for: show this task although the chosen filter does not list it
  parameters.set('forceDisplayTask', 'true');
  window.location.hash = `#/?${parameters}`;
}

const find = {
  id: 'homeward-find',
  pluginPoint: 'tasklist.list',
  priority: 1000,
  render(node) {
    let found = [];
    let active = -1;
    let timer;
    let running;
    const list = el('ul', { id: 'hw-find-list', class: 'hw-find__list', role: 'listbox', 'aria-label': 'Tasks found', hidden: true });
    const status = el('p', { class: 'hw-find__status', role: 'status' });
    const input = el('input', {
      id: 'hw-find',
      class: 'hw-find__input',
      type: 'search',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: 'Name or identifier',
      'aria-controls': 'hw-find-list',
      'aria-expanded': 'false',
      'aria-autocomplete': 'list',
    });

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute('aria-expanded', 'false');
      input.removeAttribute('aria-activedescendant');
    };
    const choose = (index) => {
      if (found[index]) {
        open(found[index].taskId);
        input.value = '';
        status.textContent = '';
        close();
      }
    };
    const mark = (index) => {
      active = index;
      [...list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
      input.setAttribute('aria-activedescendant', `hw-find-${index}`);
      list.children[index]?.scrollIntoView({ block: 'nearest' });
    };
    const search = async () => {
      const text = input.value.trim();
      running?.abort();
      if (text.length < 2) {
        status.textContent = '';
        close();
        return;
      }
      const mine = (running = new AbortController());
      try {
        const answer = await request('POST', '/api/v1/tasks/search', { q: text }, { signal: mine.signal });
        found = Array.isArray(answer) ? answer : (answer.items ?? answer.tasks ?? []);
        list.replaceChildren(
          ...found.map((task, index) =>
            el(
              'li',
              {
                id: `hw-find-${index}`,
                role: 'option',
                'aria-selected': 'false',
                onmousedown: (event) => {
                  event.preventDefault();
                  choose(index);
                },
              },
              el('strong', {}, task.patient?.name ?? task.patient ?? ''),
              el('span', {}, [formatDate(task.birthDate), task.identifier].filter(Boolean).join(' · ')),
              el('span', {}, [task.title, timeToBreach(task.workBy).text].filter(Boolean).join(' · ')),
            ),
          ),
        );
        active = -1;
        list.hidden = found.length === 0;
        input.setAttribute('aria-expanded', String(found.length > 0));
        status.textContent = found.length === 0 ? 'No open task found.' : `${found.length} found`;
      } catch (error) {
        if (!mine.signal.aborted) {
          status.textContent = 'The search did not answer. Try again.';
          close();
        }
      }
    };

    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(search, 250);
    });
    // not on blur: Tasklist moves the focus itself when it has loaded its list, and took the found tasks away unread
    document.addEventListener('pointerdown', (event) => event.target.closest?.('.hw-find') || close());
    input.addEventListener('keydown', (event) => {
      if (event.key === 'ArrowDown' && found.length > 0) {
        mark((active + 1) % found.length);
      } else if (event.key === 'ArrowUp' && found.length > 0) {
        mark((active - 1 + found.length) % found.length);
      } else if (event.key === 'Enter') {
        choose(Math.max(active, 0));
      } else if (event.key === 'Escape') {
        close();
      } else if (event.key === 'Tab') {
        close();
        return;
      } else {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    });
    node.append(
      el('div', { class: 'hw-find' }, el('label', { for: 'hw-find' }, 'Find a patient'), input, status, list),
    );
  },
};

export default [card, find];
