import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { contextPath, el } from '../shared.js';

const STATES = {
  overdue: { shape: '▲', word: 'Overdue' },
  waiting: { shape: '◆', word: 'Waiting' },
  done: { shape: '✓', word: 'Done' },
};

/**
 * Draws a process and marks where one case stands. What is drawn is also listed in words below.
 *
 * @param {HTMLElement} element
 * @param {{xmlUrl: string, activities?: {id: string, state: 'waiting'|'done'|'overdue', text?: string}[]}} options
 */
export async function mountMap(element, { xmlUrl, activities = [] }) {
  const canvasElement = el('div', {
    class: 'hw-map__canvas',
    tabindex: '0',
    role: 'group',
    'aria-label': 'Process map. Plus and minus zoom, 0 fits, arrow keys move. The list below says the same in words.',
  });
  const list = el('ul', {});
  const button = (label, text, act) => el('button', { type: 'button', 'aria-label': label, onclick: act }, text);
  const zoom = el('div', { class: 'hw-map__zoom' });
  element.replaceChildren(
    el(
      'div',
      { class: 'hw-map' },
      el(
        'div',
        { class: 'hw-map__bar' },
        el(
          'ul',
          { class: 'hw-map__key', 'aria-label': 'Key' },
          Object.values(STATES).map(({ shape, word }) => el('li', {}, el('span', { 'aria-hidden': 'true' }, `${shape} `), word)),
        ),
        zoom,
      ),
      canvasElement,
      el('details', { class: 'hw-map__list', open: true }, el('summary', {}, 'Where this case stands'), list),
    ),
  );

  let viewer;
  try {
    const response = await fetch(new URL(contextPath() + xmlUrl, window.location.origin), { credentials: 'same-origin' });
    if (!response.ok) {
      throw new Error(`HTTP ${response.status}`);
    }
    viewer = new NavigatedViewer({ container: canvasElement });
    await viewer.importXML(await response.text());
  } catch {
    canvasElement.replaceWith(el('p', { class: 'hw-map__list', role: 'status' }, 'The picture could not be loaded. The list says where the case stands.'));
  }

  const registry = viewer?.get('elementRegistry');
  const overlays = viewer?.get('overlays');
  const canvas = viewer?.get('canvas');
  const order = Object.keys(STATES);
  for (const { id, state, text } of [...activities].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))) {
    const { shape, word } = STATES[state] ?? STATES.waiting;
    const shown = registry?.get(id);
    const name = shown?.businessObject?.name ?? id;
    list.append(
      el(
        'li',
        {},
        el('span', { class: 'hw-map__state' }, el('span', { 'aria-hidden': 'true' }, `${shape} `), `${word}: `),
        text ? `${name}. ${text}` : name,
      ),
    );
    if (shown) {
      canvas.addMarker(id, `hw-${state}`);
      overlays.add(id, {
        position: state === 'done' ? { top: -10, right: 12 } : { bottom: -4, left: 0 },
        show: { minZoom: state === 'done' ? 0.2 : 0.45 },
        html: el(
          'div',
          { class: `hw-map__note hw-map__note--${state}` },
          state === 'done' ? shape : `${shape} ${text ?? word}`,
        ),
      });
    }
  }
  if (activities.length === 0) {
    list.append(el('li', {}, 'Nothing is waiting.'));
  }
  if (!viewer) {
    return undefined;
  }

  const fit = () => canvas.zoom('fit-viewport', 'auto');
  const by = (factor) => canvas.zoom(Math.min(Math.max(canvas.zoom() * factor, 0.2), 4));
  zoom.append(button('Zoom in', '+', () => by(1.25)), button('Zoom out', '−', () => by(0.8)), button('Fit to width', 'Fit', fit));
  // the wheel scrolls the page unless somebody is in the map
  const wheel = viewer.get('zoomScroll');
  wheel.toggle(false);
  canvasElement.addEventListener('focusin', () => wheel.toggle(true));
  canvasElement.addEventListener('focusout', () => wheel.toggle(false));
  canvasElement.addEventListener('keydown', (event) => {
    const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (move) {
      canvas.scroll({ dx: move[0], dy: move[1] });
    } else if (event.key === '+' || event.key === '=') {
      by(1.25);
    } else if (event.key === '-') {
      by(0.8);
    } else if (event.key === '0') {
      fit();
    } else {
      return;
    }
    event.preventDefault();
  });
  fit();
  // small pictures are not blown up; where work waits is in sight
  if (canvas.zoom() > 1) {
    canvas.zoom(1, 'auto');
  } else if (canvas.zoom() < 0.45) {
    const first = activities.find(({ id, state }) => state !== 'done' && registry.get(id));
    if (first) {
      canvas.zoom(0.7);
      canvas.scrollToElement(first.id);
    }
  }
  return viewer;
}
