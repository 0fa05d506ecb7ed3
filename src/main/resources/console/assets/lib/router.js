// Addresses: every view has one, a link changes it without loading the page again, and back works.
import { withBase, withoutBase } from './base.js';
import { useEffect, useState } from './html.js';

const listeners = new Set();

export function here() {
  const path = withoutBase(location.pathname) ?? location.pathname;
  return { path, segments: path.split('/').filter(Boolean).map(decode), query: new URLSearchParams(location.search) };
}

// A path that nobody encoded well is shown as it is, instead of no page at all.
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function navigate(to, { replace = false } = {}) {
  const url = withBase(to);
  if (url !== location.pathname + location.search + location.hash) {
    history[replace ? 'replaceState' : 'pushState'](null, '', url);
  }
  changed();
}

/** The address of this view with some parameters of its query changed; null removes one. */
export function withQuery(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') {
        query.append(name, one);
      }
    }
  }
  const text = query.toString();
  return location.pathname + (text ? '?' + text : '');
}

/** Changes the query of this view; typing in a filter replaces, so that back leaves the view. */
export function setQuery(changes, options = { replace: true }) {
  navigate(withQuery(changes), options);
}

/** An address from segments, each encoded. */
export function pathOf(...segments) {
  return '/' + segments.map((segment) => encodeURIComponent(segment)).join('/');
}

export function useLocation() {
  const [at, setAt] = useState(here);
  useEffect(() => {
    const listener = () => setAt(here());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, []);
  return at;
}

function changed() {
  listeners.forEach((listener) => listener());
}

/** Follows links within the console in place; `inside` decides which paths the console shows. */
export function followLinks(inside) {
  addEventListener('popstate', changed);
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href]');
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey
        || event.altKey || link.target || link.hasAttribute('download') || link.origin !== location.origin
        || withoutBase(link.pathname) === null || !inside(withoutBase(link.pathname))) {
      return;
    }
    if (link.hash && link.pathname === location.pathname && link.search === location.search) {
      return;
    }
    event.preventDefault();
    navigate(link.pathname + link.search + link.hash);
    scrollTo(0, 0);
  });
}
