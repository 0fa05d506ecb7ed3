// The routes of port 8081 and what they tell, from the table of the documentation, which the jar carries.
import { useEffect, useState } from './html.js';
import { withBase } from './base.js';

const ROW = /^\| (`\/.*?) \| (.*?) \| (.*?) \|$/gm;
let loading;

/** path has names in braces where something is to be filled in. */
function parse(page) {
  const routes = [];
  for (const [, paths, text, where] of page.matchAll(ROW)) {
    const filters = /\bfilters? ((?:`\w+`(?:, )?)+)/.exec(text)?.[1].match(/\w+/g) ?? [];
    const tells = text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '');
    for (const [, path] of paths.matchAll(/`([^`]+)`/g)) {
      routes.push({ path, tells, filters, where, segments: path.split('/').slice(1) });
    }
  }
  return routes;
}

function load() {
  loading ??= fetch(withBase('/console/assets/endpoints.md'))
    .then((response) => response.ok ? response.text() : '').then(parse)
    .catch(() => {
      loading = undefined;
      return [];
    });
  return loading;
}

/** All routes; empty until they are known, and where they are not. */
export function useRoutes() {
  const [routes, setRoutes] = useState([]);
  useEffect(() => {
    load().then(setRoutes);
  }, []);
  return routes;
}

export function isName(segment) {
  return segment.startsWith('{');
}

/** The route of a path, undefined where none is known. */
export function routeOf(routes, path) {
  const actual = path.split('/').slice(1);
  return routes.find((route) => route.path === path) ?? routes.find(({ segments }) => segments.length === actual.length
    && segments.every((segment, at) => isName(segment) ? actual[at] : segment === actual[at]));
}

/** The path by which a text leads to a route; null where it does not. A text may begin with more than the path. */
export function pathTo(routes, text) {
  if (!/^\/[^/]/.test(text)) {
    return null;
  }
  for (let at = 0; at >= 0; at = text.indexOf('/', at + 1)) {
    const path = text.slice(at);
    if (path.length > 1 && routeOf(routes, path.split('?')[0])) {
      return path;
    }
  }
  return null;
}

/** What leads on from a row of a route: each route below that can be filled in from it, by its last name. */
export function leadsOn(routes, path, row, name) {
  const above = path === '/' ? '' : path;
  return routes.filter((route) => route.path.startsWith(`${above}/{`)).flatMap((route) => {
    const filled = [];
    let label = 'open';
    for (const segment of route.path.slice(above.length + 1).split('/')) {
      const value = isName(segment) ? valueOf(segment.slice(1, -1), row, name) : segment;
      if (!value) {
        return [];
      }
      label = isName(segment) ? 'open' : segment;
      filled.push(encodeURIComponent(value));
    }
    return [{ label, href: `${above}/${filled.join('/')}` }];
  });
}

// What is called fooId is the id of foo, too, and the name of a row is what it stands under.
function valueOf(variable, row, name) {
  if (variable === 'name' && name) {
    return name;
  }
  const own = row?.[variable] ?? row?.taskRun?.[variable];
  const inner = variable.endsWith('Id') ? row?.[variable.slice(0, -2)]?.id : undefined;
  const value = own ?? inner;
  return typeof value === 'string' ? value : null;
}
