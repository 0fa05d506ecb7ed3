// Times and durations as people read them. What the server sends is ISO-8601.
import { html, useEffect, useState } from './html.js';

const ZONE = 'windhover.zone';
const zoneListeners = new Set();

export function zone() {
  return localStorage.getItem(ZONE) === 'utc' ? 'UTC' : undefined;
}

export function setZone(utc) {
  localStorage.setItem(ZONE, utc ? 'utc' : 'local');
  zoneListeners.forEach((listener) => listener());
}

export function useZone() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = () => redraw((n) => n + 1);
    zoneListeners.add(listener);
    return () => zoneListeners.delete(listener);
  }, []);
  return zone();
}

/** Milliseconds of an ISO-8601 duration such as PT1M2.5S or P1DT2H; null for none. */
export function millis(duration) {
  const match = /^(-)?P(?:(\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?[\d.]+)S)?)?$/.exec(duration ?? '');
  if (!match) {
    return null;
  }
  const [, minus, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const value = (((+days * 24 + +hours) * 60 + +minutes) * 60 + +seconds) * 1000;
  return minus ? -value : value;
}

/** A duration in milliseconds in two units at most: 850 ms, 3.2 s, 4 min 10 s, 2 h 5 min, 3 d 4 h. */
export function span(ms) {
  if (ms === null || ms === undefined || Number.isNaN(ms)) {
    return '–';
  }
  if (ms < 0) {
    return '−' + span(-ms);
  }
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const s = ms / 1000;
  if (s < 60) {
    return `${s < 10 ? s.toFixed(1) : Math.round(s)} s`;
  }
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = units.findIndex(([, size]) => s >= size);
  const [unit, size] = units[first];
  const whole = Math.floor(s / size);
  const next = units[first + 1];
  const rest = next && Math.floor((s - whole * size) / next[1]);
  return rest ? `${whole} ${unit} ${rest} ${next[0]}` : `${whole} ${unit}`;
}

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
const EXACT = { year: 'numeric', month: 'short', day: '2-digit', ...CLOCK, timeZoneName: 'short' };

// A formatter takes far longer to make than to use, and hundreds of times are written anew each second.
const formatters = new Map();

function formatter(options) {
  const timeZone = zone();
  const made = formatters.get(options);
  if (made && made.timeZone === timeZone) {
    return made.format;
  }
  const format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formatters.set(options, { timeZone, format });
  return format;
}

export function exact(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? String(iso) : formatter(EXACT).format(date);
}

export function clock(ms) {
  return Number.isNaN(ms) ? '–' : formatter(CLOCK).format(ms);
}

// One timer for all relative times of a page.
const tickers = new Set();
setInterval(() => document.hidden || tickers.forEach((tick) => tick()), 1000);

/** Draws the component anew each second, for what says how old something is. */
export function useNow() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tickers.add(tick);
    return () => tickers.delete(tick);
  }, []);
  return now;
}

/** A moment: how long ago or until when, the exact date on hover. */
export function Time({ at }) {
  const now = useNow();
  useZone();
  if (!at) {
    return html`<span class="muted">–</span>`;
  }
  const age = now - new Date(at).getTime();
  const text = Math.abs(age) < 1000 ? 'now' : age > 0 ? `${span(age)} ago` : `in ${span(-age)}`;
  return html`<time datetime=${at} title=${exact(at)}>${text}</time>`;
}

/** A duration: ISO-8601 text or milliseconds. */
export function Duration({ of }) {
  const ms = typeof of === 'string' ? millis(of) : of;
  return html`<span class="num" title=${typeof of === 'string' ? of : undefined}>${span(ms)}</span>`;
}
