// The difference of two texts, line by line.
import { html } from '../lib/html.js';

const AROUND = 3;
// Texts that differ in more lines than these are shown as one replaced by the other.
const FAR = 1500;

/** Lines with how each is: '=' in both, '-' only before, '+' only after, and their numbers. */
export function compare(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  const marks = ['='.repeat(start), ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    '='.repeat(end)].join('');
  let i = 0;
  let j = 0;
  return [...marks].map((mark) => {
    const line = { mark, text: mark === '+' ? b[j] : a[i], before: mark === '+' ? null : i + 1,
      after: mark === '-' ? null : j + 1 };
    i += mark === '+' ? 0 : 1;
    j += mark === '-' ? 0 : 1;
    return line;
  });
}

/** The shortest way from one list of lines to another, as Myers found it. */
function middle(a, b) {
  const trace = [];
  let ends = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(FAR, a.length + b.length); d++) {
    const next = new Map(ends);
    trace.push(ends);
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && ends.get(k - 1) < ends.get(k + 1)) ? ends.get(k + 1) : ends.get(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) {
        x++;
      }
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) {
        return back(trace, a.length, b.length);
      }
    }
    ends = next;
  }
  return ['-'.repeat(a.length), '+'.repeat(b.length)];
}

function back(trace, length, other) {
  const marks = [];
  let x = length;
  let y = other;
  for (let d = trace.length - 1; d >= 0; d--) {
    const ends = trace[d];
    const k = x - y;
    const down = k === -d || (k !== d && ends.get(k - 1) < ends.get(k + 1));
    const from = ends.get(down ? k + 1 : k - 1);
    const fromOther = from - (down ? k + 1 : k - 1);
    while (x > from && y > fromOther && x > 0 && y > 0) {
      marks.push('=');
      x--;
      y--;
    }
    if (d > 0) {
      marks.push(down ? '+' : '-');
    }
    x = from;
    y = fromOther;
  }
  return marks.reverse();
}

/** Both texts in one, what is the same far from any change left out. */
export function Diff({ before, after, label }) {
  if (before === after) {
    return html`<p class="muted">No line differs.</p>`;
  }
  const lines = compare(before, after);
  const near = lines.map(() => false);
  lines.forEach((line, at) => {
    if (line.mark !== '=') {
      near.fill(true, Math.max(0, at - AROUND), at + AROUND + 1);
    }
  });
  const added = lines.filter((line) => line.mark === '+').length;
  const removed = lines.filter((line) => line.mark === '-').length;
  return html`<p class="muted">${added} added, ${removed} removed</p>
    <div class="diff" role="region" tabindex="0" aria-label=${label}><table>
      <caption class="hidden">${label}</caption><tbody>
      ${lines.map((line, at) => (near[at] ? html`<tr key=${at} class=${MARKS[line.mark][0]}>
          <td class="num">${line.before}</td><td class="num">${line.after}</td>
          <td><span class="hidden">${MARKS[line.mark][1]}</span><span aria-hidden="true" class="mark">${
            line.mark === '=' ? ' ' : line.mark}</span>${line.text}</td></tr>`
        : (at === 0 || near[at - 1]) && html`<tr key=${at} class="gap"><td colspan="3">⋯</td></tr>`))}
    </tbody></table></div>`;
}

const MARKS = { '=': ['', ''], '+': ['added', 'added: '], '-': ['removed', 'removed: '] };
