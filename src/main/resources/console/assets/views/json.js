// Any route of the port as a page: what is single, its lists as tables, what leads on as links, all of it as a tree.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { executionView } from '../lib/links.js';
import { here, pathOf, setQuery, withQuery } from '../lib/router.js';
import { leadsOn, pathTo, routeOf, useRoutes } from '../lib/routes.js';
import { Duration, Time } from '../lib/time.js';
import { withBase } from '../lib/base.js';
import { Empty, Facts, Head, Pages, Search, State, Waiting } from '../ui/basic.js';
import { Tree } from '../ui/json.js';
import { Table } from '../ui/table.js';

const ROWS = 500;
const COLUMNS = 18;
const PARTS = 12;
const PAGING = ['page', 'size', 'more'];
const TEXT = 256 * 1024;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const LENGTH = /^-?P(?=\d|T\d)(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isContainer = (value) => value !== null && typeof value === 'object';
const entries = (value) => Object.entries(value);

/** A value in a line, or folded: times as times, states as states, addresses as links. */
function Value({ name, value, routes, config }) {
  if (value === null || value === undefined) {
    return html`<span class="muted">–</span>`;
  }
  if (isContainer(value)) {
    return html`<${Tree} value=${value} open=${0} link=${(key, one) => addressOf(key, one, routes, config)} />`;
  }
  if (typeof value !== 'string') {
    return html`<span class="num">${String(value)}</span>`;
  }
  if (MOMENT.test(value)) {
    return html`<${Time} at=${value} />`;
  }
  if (LENGTH.test(value)) {
    return html`<${Duration} of=${value} />`;
  }
  if (/^(status|state|outcome)$/i.test(name ?? '') && value.length < 30) {
    return html`<${State} of=${value} />`;
  }
  const to = addressOf(name, value, routes, config);
  return to ? html`<a href=${to} rel=${to.startsWith('http') ? 'noreferrer' : undefined}>${value}</a>` : value;
}

/** Where a value leads: a web page, a route of this port, an execution. */
function addressOf(name, value, routes, config) {
  if (typeof value !== 'string') {
    return null;
  }
  if (/^https?:\/\/[^\s{}]+$/.test(value)) {
    return value;
  }
  if (name === 'executionId') {
    return executionView(config, value) ?? pathOf('executor', value);
  }
  return pathTo(routes, value);
}

/** A column for each property, and one for each part of an object that has the same simple parts in all rows. */
function columnsOf(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return names.flatMap((name) => {
    const parts = partsOf(rows, name);
    return parts.length === 0 ? [{ name, path: [name] }]
      : parts.map((part) => ({ name: `${name}.${part}`, path: [name, part] }));
  }).slice(0, COLUMNS);
}

function partsOf(rows, name) {
  let parts = null;
  for (const row of rows) {
    const value = row[name];
    if (value === null || value === undefined) {
      continue;
    }
    const own = isObject(value) ? Object.keys(value) : [];
    if (own.length === 0 || own.length > PARTS || Object.values(value).some(isContainer)
        || (parts && parts.join() !== own.join())) {
      return [];
    }
    parts = own;
  }
  return parts ?? [];
}

/** Rows of objects, each with a name where it stood under one. */
function Rows({ title, rows, left, path, routes, config }) {
  const named = rows.some((row) => row.name !== null);
  const links = new Map(rows.map((row) => [row, leadsOn(routes, path, row.value, row.name)]));
  const more = rows.some((row) => links.get(row).length > 1);
  const value = (row, at) => at.reduce((one, key) => one?.[key], row.value);
  return html`<section class="json-rows"><h2>${title}</h2>
    <${Table} caption=${title} rows=${rows} href=${(row) => links.get(row)[0]?.href} columns=${[
      named && { name: 'name', of: (row) => row.name },
      ...columnsOf(rows.map((row) => row.value)).map(({ name, path: at }) => ({ name,
        num: rows.every((row) => ['number', 'undefined'].includes(typeof (value(row, at) ?? undefined))),
        of: (row) => html`<${Value} name=${at.at(-1)} value=${value(row, at)} routes=${routes} config=${config} />` })),
      more && { name: 'leads to',
        of: (row) => links.get(row).map(({ label, href }) => html`<a href=${href}>${label}</a> `) },
    ]} />
    ${left > 0 && html`<p class="muted">${left} more are in the answer, and not shown here.</p>`}</section>`;
}

/** Names that lead on, as those of the meters. */
function Names({ title, names, path, routes }) {
  const shown = names.slice(0, ROWS * 4);
  return html`<h2>${title}</h2><ul class="json-names">${shown.map((name) => {
    const to = typeof name === 'string' ? leadsOn(routes, path, {}, name)[0]?.href : null;
    return html`<li>${to ? html`<a href=${to}>${name}</a>` : String(name)}</li>`;
  })}</ul>${names.length > shown.length && html`<p
    class="muted">${names.length - shown.length} more are not shown here.</p>`}`;
}

const isRows = (value) => Array.isArray(value) && value.length > 0 && value.every(isObject);
const isNames = (value) => Array.isArray(value) && value.length > 0 && value.every((one) => !isContainer(one));
const isNamed = (value) => isObject(value) && entries(value).length > 0 && Object.values(value).every(isObject);

function Content({ data, path, routes, config }) {
  const leads = routes.some((route) => route.path.startsWith(`${path}/{`))
    && !Object.values(data).some((value) => isRows(value) || isNamed(value));
  const paged = typeof data.page === 'number' && typeof data.more === 'boolean';
  const single = entries(data).filter(([name, value]) => !(paged && PAGING.includes(name)) && !isRows(value)
    && !isNamed(value) && !(leads && isNames(value)));
  return html`
    ${single.length > 0 && html`<${Facts} of=${single.map(([name, value]) =>
      [name, html`<${Value} name=${name} value=${value} routes=${routes} config=${config} />`])} />`}
    ${entries(data).map(([title, value]) => {
      if (isRows(value) || isNamed(value)) {
        const all = Array.isArray(value) ? value.map((row) => ({ name: null, value: row }))
          : entries(value).map(([name, row]) => ({ name, value: row }));
        return html`<${Rows} key=${title} title=${title} rows=${all.slice(0, ROWS)} left=${all.length - ROWS}
          path=${path} routes=${routes} config=${config} />`;
      }
      return leads && isNames(value)
        ? html`<${Names} key=${title} title=${title} names=${value} path=${path} routes=${routes} />` : null;
    })}`;
}

function Filters({ names, query }) {
  return html`<div class="filters" role="group" aria-label="Filters">${names.map((name) => html`<${Search} key=${name}
    label=${name} value=${query.get(name)} onChange=${(value) => setQuery({ [name]: value, page: null })}
    />`)}</div>`;
}

function Text({ text }) {
  return html`<pre class="json-text" tabindex="0">${text.slice(0, TEXT)}</pre>
    ${text.length > TEXT && html`<p class="muted">The answer has ${text.length - TEXT} characters more.</p>`}`;
}

export default function JsonView({ query, config }) {
  const { path } = here();
  const search = query.toString();
  const address = path + (search ? `?${search}` : '');
  const routes = useRoutes();
  const route = routeOf(routes, path);
  const answer = useJson(address, { accept: 'application/json, */*;q=0.5' });
  const { data } = answer;
  const raw = new URLSearchParams(query);
  raw.set('raw', 'true');
  return html`<${Head} title=${path} about=${route?.tells}>
      <a href=${`${withBase(path)}?${raw}`} target="_self">raw</a>
      <a href="/console/routes">all routes</a></${Head}>
    ${route?.filters.length > 0 && html`<${Filters} names=${route.filters} query=${query} />`}
    <${Waiting} of=${answer} />
    ${typeof data === 'string' && html`<${Text} text=${data} />`}
    ${data === null && html`<${Empty} title="The answer is empty." />`}
    ${Array.isArray(data) && html`<${Content} data=${{ list: data }} path=${path} routes=${routes} config=${config} />`}
    ${isObject(data) && html`<${Content} data=${data} path=${path} routes=${routes} config=${config} />
      <${Pages} page=${data.page ?? 0} more=${data.more === true} size=${data.size}
        to=${(page) => withQuery({ page: page || null })} />`}
    ${isContainer(data) && html`<h2>All of it</h2><${Tree} value=${data} open=${1}
      link=${(key, one) => addressOf(key, one, routes, config)} />`}`;
}
