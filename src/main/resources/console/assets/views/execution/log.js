// The log of an execution, live; only the lines in view are drawn.
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../../lib/html.js';
import { request } from '../../lib/api.js';
import { setQuery } from '../../lib/router.js';
import { clock, exact } from '../../lib/time.js';
import { count, Copy, Empty, Failure, Search } from '../../ui/basic.js';
import { isEnded } from '../../ui/states.js';

const LINE = 20;
const SIZE = 1000;
const FIRST = 5;
const LEVELS = ['ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE'];

/** Pages of the log, from one on: {lines, total, error, earlier}, read further every two seconds until the end. */
function useLog(id, ended) {
  const [state, setState] = useState({ lines: [], total: null, error: null, from: 0 });
  const kept = useRef({ pages: new Map(), from: null, after: 0 });
  const look = useRef(async () => {});
  useEffect(() => {
    const abort = new AbortController();
    const mine = { pages: new Map(), from: null, after: 0 };
    kept.current = mine;
    let timer = null;
    const page = (number) => request(`/api/executions/${encodeURIComponent(id)}/logs?page=${number}&size=${SIZE}`,
      { signal: abort.signal });
    const read = async () => {
      clearTimeout(timer);
      try {
        const numbers = [...mine.pages.keys()];
        const first = await page(numbers.length ? Math.max(...numbers) : 0);
        const last = Math.max(0, Math.ceil(first.total / SIZE) - 1);
        mine.from ??= Math.max(0, last - FIRST + 1);
        mine.pages.set(first.page, first.items);
        for (let number = mine.from; number <= last; number++) {
          if (number !== first.page && (mine.pages.get(number)?.length ?? 0) < SIZE) {
            mine.pages.set(number, (await page(number)).items);
          }
        }
        setState({ total: first.total, error: null, from: mine.from,
          lines: [...mine.pages].filter(([number]) => number >= mine.from).sort(([a], [b]) => a - b)
            .flatMap(([, items]) => items) });
      } catch (error) {
        if (error.name === 'AbortError') {
          return;
        }
        setState((now) => ({ ...now, error }));
      }
      mine.after += mine.ended ? 1 : 0;
      if (mine.after < 3) {
        timer = setTimeout(read, document.hidden ? 10000 : 2000);
      }
    };
    look.current = read;
    read();
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [id]);
  kept.current.ended = ended;
  const earlier = () => {
    kept.current.from = Math.max(0, kept.current.from - FIRST);
    look.current();
  };
  return { ...state, earlier };
}

export function Log({ execution, query }) {
  const log = useLog(execution.id, isEnded(execution.state));
  const level = query.get('level') ?? 'TRACE';
  const path = query.get('logtask') ?? '';
  const text = (query.get('find') ?? '').toLowerCase();
  const lines = useMemo(() => log.lines.filter((line) => LEVELS.indexOf(line.level) <= LEVELS.indexOf(level)
    && (!path || pathOfLine(line, execution) === path || line.taskId === path) &&
      (!text || line.message.toLowerCase().includes(text))),
  [log.lines, level, path, text]);
  const tasks = useMemo(() => [...new Set(log.lines.map((line) => line.taskId))].sort(), [log.lines]);
  return html`<div class="filters">
      <${Search} label="Find in the log" value=${query.get('find')} onChange=${(find) => setQuery({ find })} />
      <label><span class="hidden">Least level</span><select value=${level} onChange=${(event) => setQuery({
        level: event.target.value === 'TRACE' ? null : event.target.value })}>${LEVELS.map((one) => html`<option
          value=${one}>${
        one === 'TRACE' ? 'all levels' : one === 'ERROR' ? 'only ERROR'
          : `${one} and worse`}</option>`)}</select></label>
      <label><span class="hidden">Task</span><select value=${path}
        onChange=${(event) => setQuery({ logtask: event.target.value })}>
        <option value="">all tasks</option>${path && !tasks.includes(path) && html`<option
          value=${path}>${path}</option>`}
        ${tasks.map((one) => html`<option value=${one}>${one}</option>`)}</select></label>
      <span class="muted num">${count(lines.length)}${lines.length !== log.total &&
        log.total !== null ? ` of ${count(log.total)}`
        : ''} lines</span>
      ${log.from > 0 && html`<button onClick=${log.earlier}>Earlier lines</button>`}
      <${Copy} label="Copy" title="Copy the lines that are shown"
        text=${() => lines.map((line) => `${line.at} ${line.level} ${
        line.taskId} ${line.message}`).join('\n')} /></div>
    <${Failure} error=${log.error} />
    ${lines.length > 0 ? html`<${Lines} lines=${lines} execution=${execution} text=${text} />`
      : log.total === null && !log.error ? html`<p class="muted" role="status">Loading…</p>`
        : log.total === 0 ? html`<${Empty}
          title="No lines${isEnded(execution.state) ? '' : ' yet'}">What tasks log or print
          appears here${isEnded(execution.state) ? '; this execution logged nothing' : ' as it is written'}.</${Empty}>`
          : html`<${Empty} title="No line matches">Change the filter.</${Empty}>`}`;
}

function pathOfLine(line, execution) {
  return line.taskRunId.startsWith(execution.id) ? line.taskRunId.slice(execution.id.length + 1) : line.taskId;
}

function keyOf(line) {
  return [line.taskRunId, line.attempt, line.at, line.message].join(' ');
}

function Lines({ lines, execution, text }) {
  const box = useRef(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(500);
  const [picked, setPicked] = useState(null);
  const stuck = useRef(true);
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(() => setHeight(box.current.clientHeight));
    sizes.observe(box.current);
    return () => sizes.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (stuck.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [lines.length]);
  const scroll = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    stuck.current = scrollTop + clientHeight >= scrollHeight - 2 * LINE;
    setFirst(Math.floor(scrollTop / LINE / 10) * 10);
  };
  const begin = Math.max(0, first - 10);
  const shown = lines.slice(begin, first + Math.ceil(height / LINE) + 20);
  const one = picked ? lines.find((line) => keyOf(line) === picked) : null;
  return html`<div class="log-lines mono" ref=${box} onScroll=${scroll} tabindex="0" role="log"
    aria-label="Lines of the log">
      <div style=${{ height: `${lines.length * LINE}px` }}><div style=${{ transform: `translateY(${begin * LINE}px)` }}>
        ${shown.map((line, at) => html`<div key=${begin + at}
          class="log-line ${line.level.toLowerCase()} ${line === one ? 'picked' : ''}"
          onClick=${() => setPicked(line === one ? null : keyOf(line))}><time
            title=${exact(line.at)}>${clock(Date.parse(line.at))}</time>
          <b>${line.level}</b><span class="task" title=${`${pathOfLine(line, execution)}, attempt ${line.attempt}`}>${
            pathOfLine(line, execution)}</span><span
              class="text">${marked(line.message, text)}</span></div>`)}</div></div></div>
    ${one ? html`<div class="card log-picked"><p class="muted">${exact(one.at)} · ${one.level} · <a
        href=${`?task=${encodeURIComponent(pathOfLine(one, execution))}`}>${pathOfLine(one, execution)}</a>${
        ` · attempt ${one.attempt}`}
        <${Copy} text=${one.message} /></p><pre class="log">${one.message}</pre></div>`
      : html`<p class="muted">A click on a line shows the whole of it. The end is followed while it is in view.</p>`}`;
}

function marked(message, text) {
  const shown = message.length > 2000 ? `${message.slice(0, 2000)}…` : message;
  const at = text ? shown.toLowerCase().indexOf(text) : -1;
  const end = at + text.length;
  return at < 0 ? shown : html`${shown.slice(0, at)}<mark>${shown.slice(at, end)}</mark>${shown.slice(end)}`;
}
