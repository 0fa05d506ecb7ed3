// Filters that go into the query of the address, and the pages of what they let pass.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { setQuery, withQuery } from '../lib/router.js';
import { count, Pages } from './basic.js';

/** How many rows a page shows unless a view says otherwise. */
export const SIZE = 100;

const MOST_OPTIONS = 200;

export function pageOf(query) {
  const page = Number(query.get('page'));
  return Number.isInteger(page) && page > 0 ? page : 0;
}

export function withoutPage(query) {
  return new URLSearchParams([...query].filter(([name]) => name !== 'page'));
}

/** The request for one page of a route, with those filters of the address that the route knows. */
export function listPath(route, query, names, size = SIZE) {
  const wanted = new URLSearchParams();
  for (const name of names) {
    query.getAll(name).filter(Boolean).forEach((value) => wanted.append(name, value));
  }
  if (pageOf(query) > 0) {
    wanted.set('page', pageOf(query));
  }
  wanted.set('size', size);
  return `${route}?${wanted}`;
}

/** One page of rows that are all in the browser. */
export function slice(rows, query, size = SIZE) {
  const page = Math.min(pageOf(query), Math.max(0, Math.ceil(rows.length / size) - 1));
  return { page, size, total: rows.length, rows: rows.slice(page * size, (page + 1) * size),
    more: (page + 1) * size < rows.length };
}

/** Links to the pages around; of is what slice or a route answers. */
export function PageLinks({ of, total }) {
  return html`<${Pages} page=${of.page} more=${of.more} size=${of.size} total=${total ?? of.total}
    to=${(page) => withQuery({ page: page || null })} />`;
}

/** A filter that must match as a whole: it takes effect with Enter or when it is left, or one of the options chosen. */
export function Exact({ name, label, query, options = [] }) {
  const value = query.get(name) ?? '';
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const seen = useRef(new Set());
  options.forEach((one) => seen.current.size < MOST_OPTIONS && seen.current.add(one));
  const commit = (next) => next !== value && setQuery({ [name]: next, page: null });
  const input = (event) => {
    setText(event.target.value);
    if (event.target.value === '' || event.inputType === 'insertReplacementText') {
      commit(event.target.value);
    }
  };
  return html`<input type="search" name=${name} aria-label=${label} placeholder=${label} list=${`${name}-options`}
      autocomplete="off" value=${text} onInput=${input} onChange=${(event) => commit(event.target.value.trim())} />
    <datalist id=${`${name}-options`}>
      ${[...seen.current].sort().map((one) => html`<option value=${one}></option>`)}</datalist>`;
}

/** The filters that most routes of the port know; rows are offered as what to choose from. */
export function FlowFilters({ query, rows = [] }) {
  return html`<${Exact} name="namespace" label="Namespace" query=${query} options=${rows.map((row) => row.namespace)} />
    <${Exact} name="flowId" label="Flow" query=${query} options=${rows.map((row) => row.flowId)} />`;
}

/** A filter with few values. options: [[value, label]]; the empty value is none. */
export function Select({ name, label, query, options, fallback = '' }) {
  return html`<select name=${name} aria-label=${label} value=${query.get(name) ?? fallback}
      onChange=${(event) => setQuery({ [name]: event.target.value === fallback ? null : event.target.value,
        page: null })}>
    ${options.map(([value, text]) => html`<option value=${value}
      selected=${value === (query.get(name) ?? fallback)}>${text}</option>`)}
  </select>`;
}

/** Links of which one is the current: tabs, or the values of a filter with their counts. items: [{href, name, count,
  current}] */
export function Choices({ label, items }) {
  return html`<nav class="choose" aria-label=${label}>${items.map((item) => html`<a key=${item.name} href=${item.href}
    class=${item.tone ?? ''} aria-current=${item.current ? 'true' : undefined}>${item.name}${item.count !== undefined
      && html` <span class="num">${count(item.count)}</span>`}</a>`)}</nav>`;
}

/** Whether any of the filters is set; "none" is then another thing than "none at all". */
export function isFiltered(query, names) {
  return names.some((name) => query.get(name));
}
