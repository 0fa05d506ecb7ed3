// States of executions and task runs: which there are, and how many of each there are of something.
import { html } from '../lib/html.js';
import { count, State, tone } from './basic.js';

export const LIVE = ['CREATED', 'QUEUED', 'RUNNING', 'PAUSED', 'RETRYING'];
export const ENDED = ['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'SKIPPED'];
export const STATES = [...LIVE, ...ENDED];

export function isEnded(state) {
  return ENDED.includes(state);
}

/** The class by which a state is drawn: its tone, but for WARNING and SKIPPED, which have ended without either. */
export function paint(state) {
  return state === 'WARNING' ? 'odd' : tone(state);
}

export function StateOf({ of }) {
  return html`<${State} of=${of} tone=${paint(of)} />`;
}

/** Numbers by state, the most important first: 3 FAILED · 997 SUCCESS. */
export function Tally({ of }) {
  const order = ['FAILED', 'RUNNING', 'PAUSED', 'RETRYING', 'QUEUED', 'CREATED',
    'KILLED', 'WARNING', 'SKIPPED', 'SUCCESS'];
  return html`<span class="tally num">${order.filter((state) => of[state]).map((state) => html`<span
    class=${paint(state)}>
    ${count(of[state])} ${state}</span>`)}</span>`;
}
