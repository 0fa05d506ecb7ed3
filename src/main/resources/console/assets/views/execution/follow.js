// Reads an execution with its task runs, and reads it again when the server reports a change, or every few seconds.
import { useEffect, useRef, useState } from '../../lib/html.js';
import { request } from '../../lib/api.js';
import { withBase } from '../../lib/base.js';
import { isEnded } from '../../ui/states.js';

const SIZE = 1000;
const PAGES = 20;
// Of more task runs the events alone are as much as the task runs.
const FOLLOWED = 2000;
const POLL = 3000;
const SLOW = 15000;

/** {execution, runs, error, live: events, polling or ended, reload}; of very many task runs those that began first. */
export function useExecution(id) {
  const [state, setState] = useState({ runs: [], error: null, live: 'polling' });
  const again = useRef(() => {});
  useEffect(() => {
    const abort = new AbortController();
    const follower = follow(id, abort.signal, (next) => abort.signal.aborted
      || setState((now) => ({ ...now, ...next })));
    setState({ runs: [], error: null, live: 'polling' });
    again.current = follower.look;
    follower.look();
    document.addEventListener('visibilitychange', follower.look);
    return () => {
      document.removeEventListener('visibilitychange', follower.look);
      abort.abort();
      follower.stop();
    };
  }, [id]);
  return { ...state, reload: () => again.current() };
}

async function read(path, signal, first) {
  const execution = await request(`${path}?size=${SIZE}`, { signal });
  const pages = Math.min(PAGES, Math.ceil((execution.taskRunCount ?? 0) / SIZE));
  let runs = execution.taskRuns ?? [];
  if (pages > 1) {
    first(execution, runs);
  }
  for (let page = 1; page < pages; page += 2) {
    const next = [page, page + 1].filter((one) => one < pages)
      .map((one) => request(`${path}?page=${one}&size=${SIZE}`, { signal }));
    runs = runs.concat(...(await Promise.all(next)).map((one) => one.taskRuns ?? []));
  }
  return { execution, runs };
}

function follow(id, signal, tell) {
  const path = `/api/executions/${encodeURIComponent(id)}`;
  let timer = null;
  let source = null;
  let busy = false;
  let cost = 0;
  let known = false;
  let looks = 0;
  const plan = (wait) => {
    clearTimeout(timer);
    timer = signal.aborted ? null : setTimeout(look, Math.max(wait, 4 * cost));
  };
  const connect = (execution) => {
    if (source || isEnded(execution.state) || (execution.taskRunCount ?? 0) > FOLLOWED || looks > 0) {
      return;
    }
    source = new EventSource(withBase(`${path}/events`));
    source.onopen = () => tell({ live: 'events' });
    let soon = 0;
    const changed = () => {
      if (Date.now() > soon) {
        soon = Date.now() + Math.max(700, 4 * cost);
        plan(700);
      }
    };
    source.addEventListener('execution', changed);
    source.addEventListener('task-run', changed);
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED && known !== 'ended') {
        looks++;
        source = null;
        tell({ live: 'polling' });
        plan(POLL);
      }
    };
  };
  const look = async () => {
    if (busy || signal.aborted || document.hidden) {
      return;
    }
    busy = true;
    const began = performance.now();
    let wait = POLL;
    try {
      const found = await read(path, signal, (execution, runs) => known || tell({ execution, runs, error: null }));
      cost = performance.now() - began;
      const ended = isEnded(found.execution.state) && !found.execution.partial;
      tell({ ...found, error: null, ...(ended && { live: 'ended' }) });
      connect(found.execution);
      // what ended last may be read a moment later
      wait = ended ? (known === 'ended' ? null : 2000) : source?.readyState === EventSource.OPEN ? SLOW : POLL;
      known = ended ? 'ended' : 'live';
    } catch (error) {
      if (error.name !== 'AbortError') {
        tell({ error });
        wait = error.status === 404 ? null : POLL;
      }
    }
    busy = false;
    if (wait !== null) {
      plan(wait);
    } else {
      source?.close();
    }
  };
  return { look, stop: () => { clearTimeout(timer); source?.close(); } };
}
