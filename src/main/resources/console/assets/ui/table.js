// Tables: rows that lead somewhere can be reached by j and k and opened by Enter.
import { html } from '../lib/html.js';
import { navigate } from '../lib/router.js';

/**
 * columns: [{name, of(row), num, wide, title}]; href(row) makes a row a link; id(row) keeps rows apart; mark(row) adds
 * a class; caption names the table for those who do not see it.
 */
export function Table({ columns, rows, href, id, mark, caption, empty }) {
  if (rows.length === 0) {
    return empty ?? null;
  }
  const shown = columns.filter(Boolean);
  return html`<div class="table" tabindex="0" role="region" aria-label=${caption}><table>
    <caption class="hidden">${caption}</caption>
    <thead><tr>${shown.map((column) => html`<th scope="col" class=${column.num ? 'num' : ''}
      title=${column.title}>${column.name}</th>`)}</tr></thead>
    <tbody>${rows.map((row, at) => {
      const to = href?.(row);
      return html`<tr key=${id ? id(row) : at} class=${mark?.(row) ?? ''} data-href=${to}
          onClick=${to ? (event) => open(event, to) : undefined}>
        ${shown.map((column, first) => {
          const content = column.of(row);
          return html`<td class=${`${column.num ? 'num' : ''} ${column.wide ? 'wide' : ''}`} data-name=${column.name}>
            ${first === 0 && to ? html`<a href=${to}>${content}</a>` : content}</td>`;
        })}</tr>`;
    })}</tbody></table></div>`;
}

// A click on a row follows it, unless it was on something to press or marked text.
function open(event, to) {
  if (event.target.closest('a, button, input, select, label, dialog') || String(getSelection())) {
    return;
  }
  navigate(to);
}

/** Moves the mark among the rows of the page; answers whether there was one to move to. */
export function moveMark(step) {
  const rows = [...document.querySelectorAll('tr[data-href]')];
  if (rows.length === 0) {
    return false;
  }
  const at = rows.findIndex((row) => row.classList.contains('marked'));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + step))];
  rows[at]?.classList.remove('marked');
  next.classList.add('marked');
  next.querySelector('a')?.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
