// Every route of this port that can be read, with what it tells.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { setQuery } from '../lib/router.js';
import { useRoutes } from '../lib/routes.js';
import { Empty, Head, Search, Waiting } from '../ui/basic.js';
import { Table } from '../ui/table.js';

/** What is to be filled in is found at the route above it, row by row. */
const above = (path) => path.includes('/{') ? path.slice(0, path.indexOf('/{')) : path;

/** The first segments of what is here: a route that is switched off, or of a role that does not run here, is not. */
function served(links) {
  const root = new URL(links.self?.href ?? '/', location.origin).pathname.replace(/\/$/, '');
  return new Set(Object.values(links)
    .map((link) => new URL(link.href.replaceAll(/[{}]/g, ''), location.origin).pathname)
    .filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1).split('/')[0])
    .filter(Boolean));
}

function rowsOf(links, routes) {
  const here = served(links);
  const told = routes.filter((route) => here.has(route.segments[0]));
  const known = new Set(told.map((route) => route.segments[0]));
  const others = [...here].filter((name) => !known.has(name))
    .map((name) => ({ path: `/${name}`, tells: '', where: '' }));
  return [...told, ...others];
}

export default function Routes({ query }) {
  const answer = useJson('/', { accept: 'application/json' });
  const routes = useRoutes();
  const text = (query.get('q') ?? '').toLowerCase();
  const rows = answer.data ? rowsOf(answer.data._links ?? {}, routes) : [];
  const shown = rows.filter((row) => `${row.path} ${row.tells}`.toLowerCase().includes(text));
  return html`<${Head} title="All routes" about="What this port answers: JSON for curl, and a page in a browser." />
    <div class="filters"><${Search} label="Search routes" value=${query.get('q')}
      onChange=${(q) => setQuery({ q })} /></div>
    <${Waiting} of=${answer} />
    ${answer.data && html`<${Table} caption="Routes" rows=${shown} id=${(row) => row.path}
      href=${(row) => above(row.path)}
      empty=${html`<${Empty} title="No route has this in its name or description." />`} columns=${[
        { name: 'route', of: (row) => html`<code>${row.path}</code>` },
        { name: 'what it tells', of: (row) => row.tells, wide: true },
        { name: 'where', of: (row) => row.where },
      ]} />`}`;
}
