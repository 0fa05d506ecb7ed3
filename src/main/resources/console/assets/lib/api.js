// What the console asks the server, and how it shows what went wrong.
import { withBase } from './base.js';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from './html.js';

/** Reads of this view, for "copy as curl"; cleared when the view changes. */
export const reads = new Set();

let settings = { port: 'management', roles: [], csrf: null };
const roleListeners = new Set();
let loginNeeded = () => {};

// What the page itself began to fetch. Only a request without headers of its own gets such an answer, and once.
const begun = new Set([...document.querySelectorAll('link[rel=preload][as=fetch]')].map((link) =>
  link.getAttribute('href')));
const BEGUN_LASTS = 10_000;

function isBegun(url) {
  return begun.delete(url) && performance.now() < BEGUN_LASTS;
}

/** What /console/config says: which port this is, where the other is, who asks. */
export async function configure(onLogin) {
  loginNeeded = onLogin;
  const url = withBase('/console/config');
  const headers = { Accept: 'application/json', 'Windhover-Console': '1' };
  const response = await fetch(url, isBegun(url) ? {} : { headers });
  const content = await response.json();
  if (!response.ok) {
    throw new Problem(response.status, content, '/console/config');
  }
  settings = content;
  roleListeners.forEach((listener) => listener());
  return settings;
}

export function config() {
  return settings;
}

/** Whether the caller may change things; nothing is offered to others, and the server refuses it all the same. */
export function mayChange() {
  return settings.roles.includes('operator');
}

export function useRoles() {
  const [roles, setRoles] = useState(settings.roles);
  useEffect(() => {
    const listener = () => setRoles(settings.roles);
    roleListeners.add(listener);
    return () => roleListeners.delete(listener);
  }, []);
  return roles;
}

/** A refusal or failure with what the server's problem JSON (RFC 9457) says. */
export class Problem extends Error {
  constructor(status, body, path) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.title = body.title;
    this.hint = body.hint;
    this.problems = body.problems ?? body.errors ?? [];
    this.body = body;
    this.path = path;
  }
}

/**
 * Asks the server; answers what it says, parsed if it is JSON.
 * options: method, body (an object becomes JSON, a FormData parts), type (of a text body), accept, headers, signal.
 */
export async function request(path, options = {}) {
  const { response, content } = await exchange(path, options);
  if (!response.ok) {
    throw refusal(response, content, path);
  }
  return content;
}

/** As request, with the response itself: its status and headers. */
export async function exchange(path, options = {}) {
  const response = await send(path, options);
  return { response, content: await contentOf(response) };
}

/** Sends a request with what the server expects of the console; a Problem where nothing answers. */
async function send(path, { method = 'GET', body, type, accept, headers = {}, signal }) {
  if (method === 'GET') {
    reads.add(path);
  }
  const all = { Accept: accept ?? 'application/json', 'Windhover-Console': '1', ...headers };
  const form = body instanceof FormData;
  if (body !== undefined && !form) {
    all['Content-Type'] = type ?? 'application/json';
  }
  if (method !== 'GET' && settings.csrf) {
    all['X-Csrf-Token'] = settings.csrf;
  }
  const url = withBase(path);
  let response;
  try {
    response = await fetch(url, method === 'GET' && isBegun(url) ? { signal } : { method, headers: all, signal,
      body: body === undefined || form || typeof body === 'string' ? body : JSON.stringify(body) });
  } catch (error) {
    if (error.name === 'AbortError') {
      throw error;
    }
    throw new Problem(0, { title: 'No answer', detail: `No answer from ${location.host}.`,
      hint: 'The process has stopped, or the network is down. The console tries again by itself.' }, path);
  }
  if (response.status === 401 && settings.users) {
    loginNeeded();
  }
  return response;
}

/** The body, parsed if it is JSON; what says that it is, but is not, as a proxy's page, stays text. */
async function contentOf(response) {
  const text = await response.text();
  if (!(response.headers.get('Content-Type') ?? '').includes('json')) {
    return text;
  }
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return text;
  }
}

function refusal(response, content, path) {
  return new Problem(response.status, typeof content === 'object' && content ? content : { detail: content }, path);
}

/** A command line that does the same as a request of the console. */
export function curl(path, { method = 'GET', body, type } = {}) {
  const parts = ['curl -s'];
  if (settings.users) {
    parts.push('-u NAME');
  }
  if (method !== 'GET') {
    parts.push(`-X ${method}`);
  }
  if (body instanceof FormData) {
    body.forEach((value, name) => parts.push(
      `-F '${`${name}=${value instanceof File ? `@${value.name}` : value}`.replaceAll("'", "'\\''")}'`));
  } else if (body !== undefined) {
    parts.push(`-H 'Content-Type: ${type ?? 'application/json'}'`);
    parts.push(`-d '${(typeof body === 'string' ? body : JSON.stringify(body)).replaceAll("'", "'\\''")}'`);
  }
  parts.push(`'${new URL(withBase(path), location.origin).href.replaceAll("'", '%27')}'`);
  return parts.join(' ');
}

/**
 * What a route answers, read again each `every` milliseconds while the page is visible. After a failure the last
 * answer stays, beside the error. path null: nothing is asked.
 */
export function useJson(path, { every = 0, accept } = {}) {
  const [state, setState] = useState({ data: undefined, error: null, at: null, path });
  const current = useRef(null);
  const load = useCallback(async () => {
    if (!path) {
      return;
    }
    current.current?.abort();
    const abort = new AbortController();
    current.current = abort;
    try {
      const data = await request(path, { signal: abort.signal, accept });
      setState({ data, error: null, at: Date.now(), path });
    } catch (error) {
      if (error.name !== 'AbortError') {
        setState((before) => ({ ...before, data: before.path === path ? before.data : undefined, error, path }));
      }
    }
  }, [path, accept]);
  // before the page is drawn, so that the request does not wait for that
  useLayoutEffect(() => {
    load();
    const timer = every ? setInterval(() => document.hidden || load(), every) : null;
    const seen = () => document.hidden || load();
    if (every) {
      document.addEventListener('visibilitychange', seen);
    }
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      current.current?.abort();
    };
  }, [load, every]);
  const stale = state.path !== path;
  return { data: stale ? undefined : state.data, error: stale ? null : state.error, at: state.at, reload: load };
}

/** As useJson, but what does not exist here, as where a role does not run, is not asked for again and again. */
export function useExisting(path, { every = 0 } = {}) {
  const [missing, setMissing] = useState(null);
  const answer = useJson(path, { every: missing === path ? 0 : every });
  useEffect(() => setMissing(answer.error?.status === 404 ? path : null), [answer.error]);
  return answer;
}

/**
 * Asks the server for lines of JSON and hands each on as it comes; answers when the last has come. A refusal is a
 * Problem, as of request.
 */
export async function lines(path, { method = 'POST', body, signal, onLine }) {
  const response = await send(path, { method, body, signal, accept: 'application/x-ndjson, application/problem+json' });
  if (!response.ok) {
    throw refusal(response, await contentOf(response), path);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const found = (rest + part.value).split('\n');
    rest = found.pop();
    found.filter(Boolean).forEach((line) => onLine(JSON.parse(line)));
  }
  if (rest.trim()) {
    onLine(JSON.parse(rest));
  }
}
