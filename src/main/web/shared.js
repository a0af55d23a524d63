import { serverTimeIs } from './dates.js';

/** Builds an element; children are text or nodes, so nothing a patient is called is ever parsed as HTML. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      node.addEventListener(key.slice(2), value);
    } else {
      node.setAttribute(key, value === true ? '' : value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** The token comes from the cookie of the shared repository; pages of our own may carry it in a meta tag instead. */
export function csrfToken() {
  const cookie = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie);
  return cookie ? decodeURIComponent(cookie[1]) : (document.querySelector('meta[name="csrf-token"]')?.content ?? '');
}

/** The path under which Homeward is mounted: Tasklist tells it in its base element, our own pages in a meta tag. */
export function contextPath() {
  const tasklist = document.querySelector('base[app-root]')?.getAttribute('app-root');
  if (tasklist !== undefined && tasklist !== null) {
    return tasklist.replace(/\/camunda\/?$/, '');
  }
  return (document.querySelector('meta[name="context-path"]')?.content ?? '').replace(/\/$/, '');
}

export class HttpError extends Error {
  constructor(status, body) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** JSON in, JSON out; throws HttpError for an answer that refuses and TypeError or AbortError when none came. */
export async function request(method, path, body, { signal, keepalive } = {}) {
  const timeout = AbortSignal.timeout(15_000);
  const response = await fetch(contextPath() + path, {
    method,
    credentials: 'same-origin',
    keepalive,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    headers: {
      Accept: 'application/json, application/problem+json',
      'X-Requested-With': 'XMLHttpRequest',
      ...(method === 'GET' ? {} : { 'X-XSRF-TOKEN': csrfToken() }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  serverTimeIs(response.headers.get('X-Business-Time'));
  const text = await response.text();
  let json;
  try {
    json = text ? JSON.parse(text) : undefined;
  } catch {
    json = undefined;
  }
  // a redirect to the sign-in page ends as 200 with HTML
  if (response.ok && text && json === undefined) {
    throw new HttpError(401, undefined);
  }
  if (!response.ok) {
    throw new HttpError(response.status, json);
  }
  return json;
}
