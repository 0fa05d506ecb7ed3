// How long something has run against how long it usually takes.
import { html } from '../lib/html.js';
import { millis, span } from '../lib/time.js';

/** The bar ends at ten times the usual, where a worker calls a task run stuck; without a usual there is no bar. */
export function Age({ of, usual, stuck }) {
  const age = typeof of === 'string' ? millis(of) : of;
  const known = usual ? millis(usual) : null;
  const times = known ? age / known : null;
  // up to the usual fills half of the bar, from there to ten times the other half
  const part = times === null ? null : times <= 1 ? times / 2 : 0.5 + Math.log10(Math.min(10, times)) / 2;
  const kind = stuck || times >= 10 ? 'bad' : times > 2 ? 'odd' : '';
  const text = times === null ? 'what is usual is not known yet'
    : `usually ${span(known)}${times >= 1.5 ? `, now ${times < 10 ? times.toFixed(1) : Math.round(times)} times that`
    : ''}`;
  return html`<div class="age" title=${text}>
    <span class="num ${kind}">${span(age)}</span>
    ${part !== null && html`<div class="bar ${kind}" role="img" aria-label=${text}><div
        style=${{ width: `${100 * part}%` }}></div>
      <i aria-hidden="true"></i></div>`}
    <span class="muted small">${known ? `usually ${span(known)}` : ''}</span></div>`;
}
