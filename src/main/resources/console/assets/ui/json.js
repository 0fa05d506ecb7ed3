// Any JSON of the port, made readable: its lists as tables, all of it as a tree, and links to where it leads.
import { html, useState } from '../lib/html.js';

const ROWS = 200;
const PREVIEW = 60;

/** A tree that opens to a depth; `link(key, value, path)` may make a value lead somewhere. */
export function Tree({ value, open = 2, link, name }) {
  if (value === null || typeof value !== 'object') {
    return html`<span class="json ${value === null ? 'null' : typeof value}">${
      leaf(value, link?.(name, value))}</span>`;
  }
  return html`<${Branch} value=${value} open=${open} link=${link} />`;
}

function leaf(value, to) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return to ? html`<a href=${to}>${text}</a>` : text;
}

function Branch({ value, open, link }) {
  const [shown, setShown] = useState(open > 0);
  const [most, setMost] = useState(ROWS);
  const list = Array.isArray(value);
  const entries = list ? value.map((one, at) => [at, one]) : Object.entries(value);
  if (entries.length === 0) {
    return html`<span class="json null">${list ? '[]' : '{}'}</span>`;
  }
  return html`<span class="json branch"><button class="fold" aria-expanded=${shown} onClick=${() => setShown(!shown)}>
      ${shown ? '▾' : '▸'} ${list ? `${entries.length} in a list${shown ? '' : `: ${preview(entries, list)}`}`
        : shown ? `${entries.length} field${entries.length === 1 ? '' : 's'}` : preview(entries, list)}</button>
    ${shown && html`<ul>${entries.slice(0, most).map(([key, one]) => html`<li key=${key}>
        <span class="key">${key}</span> <${Tree} value=${one} open=${open - 1} link=${link} name=${key} /></li>`)}
      ${entries.length > most && html`<li><button class="quiet" onClick=${() => setMost(most * 5)}>
        ${entries.length - most} more</button></li>`}</ul>`}</span>`;
}

/** The first of what is folded, in one line. */
function preview(entries, list) {
  const texts = [];
  for (const [key, value] of entries) {
    const text = value !== null && typeof value === 'object' ? '…'
      : String(value).replace(/\s+/g, ' ').slice(0, PREVIEW);
    texts.push(list ? text : `${key}: ${text}`);
    if (texts.join(', ').length > PREVIEW) {
      break;
    }
  }
  const all = texts.join(', ');
  return all.length > PREVIEW || texts.length < entries.length ? `${all.slice(0, PREVIEW)}…` : all;
}

/** Lists of objects within a value, at any of its first two levels, with the names that lead to them. */
export function lists(value) {
  const found = [];
  const visit = (one, path, depth) => {
    if (Array.isArray(one)) {
      if (one.some((row) => row && typeof row === 'object' && !Array.isArray(row))) {
        found.push({ path, rows: one });
      }
    } else if (one && typeof one === 'object' && depth < 2) {
      Object.entries(one).forEach(([key, inner]) => visit(inner, path ? `${path}.${key}` : key, depth + 1));
    }
  };
  visit(value, '', 0);
  return found;
}
