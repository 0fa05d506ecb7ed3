// The triggers by next date, what is late, paused or failing; one trigger with its dates and why it does not fire.
import { html, useMemo } from '../lib/html.js';
import { useExisting } from '../lib/api.js';
import { executionView, flowView } from '../lib/links.js';
import { pathOf, setQuery, withQuery } from '../lib/router.js';
import { clock, Duration, exact, millis, span, Time, useNow, useZone } from '../lib/time.js';
import { Bar, Change, count, Empty, Facts, Failure, Figure, Head, Pages, Search, State, Waiting } from '../ui/basic.js';
import { Table } from '../ui/table.js';

const ALL = 10000;
const MANY = 1000;
const ROWS = 100;
const STACK = 10;
const LATE = 1000;

const SPANS = {
  minutes: { name: '5 minutes', length: 300_000, columns: 60, marks: 5 },
  hour: { name: 'hour', length: 3_600_000, columns: 60, marks: 6 },
  day: { name: 'day', length: 86_400_000, columns: 48, marks: 6 },
};

const SHOWN = {
  late: { name: 'Late', is: isLate }, failing: { name: 'Failing', is: isFailing }, paused: { name: 'Paused', is:
      (one) => one.paused },
  evaluating: { name: 'Evaluating', is: (one) => one.evaluating }, backfill: { name: 'Backfill', is: hasBackfill },
};

export default function Scheduler({ rest, query, config }) {
  return rest.length >= 3 ? html`<${Trigger} key=${rest.join('/')} at=${rest} config=${config} />`
    : html`<${All} query=${query} config=${config} />`;
}

function isLate(one) {
  return !one.paused && millis(one.lateness) > LATE;
}

function isFailing(one) {
  return one.failedEvaluations?.consecutive > 0;
}

function hasBackfill(one) {
  return one.backfill && !one.backfill.endedAt;
}

function nameOf(one) {
  return `${one.namespace}/${one.flowId} ${one.trigger.id}`;
}

function href(one) {
  return pathOf('console', 'scheduler', one.namespace, one.flowId, one.trigger.id);
}

function All({ query, config }) {
  const known = useCount();
  const answer = useExisting(`/scheduler?size=${ALL}`, { every: known.current > MANY ? 20000 : 3000 });
  known.current = answer.data?.schedulableCount ?? 0;
  const text = query.get('q') ?? '';
  const show = query.get('show');
  const page = Number(query.get('page') ?? 0);
  const wanted = SPANS[query.get('span')] ? query.get('span') : 'hour';
  const all = answer.data?.schedulable ?? [];
  const found = all.filter((one) => (!text || nameOf(one).includes(text)) && (!SHOWN[show] || SHOWN[show].is(one)));
  const rows = [...found].sort(byTroubleThenDate);
  const dated = all.filter((one) => one.next && !one.paused);
  if (answer.error?.status === 404) {
    return html`<${Head} title="Scheduler" /><${Empty} title="No scheduler runs on this instance.">
      Triggers are shown where the role <code>scheduler</code> runs: see the <a
          href="/console/cluster">cluster</a>.</${Empty}>`;
  }
  return html`<${Head} title="Scheduler" about="The triggers that this scheduler has, by their next date." />
    ${(!answer.data || answer.error) && html`<${Waiting} of=${answer} />`}
    ${answer.data && html`
      <${Figures} all=${all} total=${answer.data.schedulableCount} show=${show} />
      ${dated.length > 0 && html`<${Axis} of=${dated} wanted=${wanted} />`}
      ${all.length > 0 && html`<div class="filters"><${Search} label="Filter by namespace, flow or trigger"
          value=${text}
          onChange=${(value) => setQuery({ q: value, page: null })} />
        ${SHOWN[show] && html`<a href=${withQuery({ show: null, page: null })}>${SHOWN[show].name} only ✕</a>`}
        <span class="muted num">${count(rows.length)} of ${count(all.length)}</span></div>`}
      <${Triggers} rows=${rows.slice(page * ROWS, (page + 1) * ROWS)} config=${config} none=${all.length === 0} />
      <${Pages} page=${page} size=${ROWS} total=${rows.length} more=${(page + 1) * ROWS < rows.length}
        to=${(next) => withQuery({ page: next || null })} />
      ${answer.data.more && html`<p class="muted">Only the first ${count(ALL)} triggers are looked at.</p>`}
      <${Concurrency} of=${answer.data.concurrency} />`}`;
}

// How many there were at the last answer decides how often is asked, without drawing anew for it.
const lastCount = { current: 0 };

function useCount() {
  return lastCount;
}

function byTroubleThenDate(one, two) {
  const rank = (each) => (isLate(each) ? 0 : isFailing(each) ? 1 : 2);
  const date = (each) => (each.next && !each.paused ? new Date(each.next).getTime() : Infinity);
  return rank(one) - rank(two) || (date(one) === date(two) ? nameOf(one).localeCompare(nameOf(two)) : date(one)
      - date(two));
}

function Figures({ all, total, show }) {
  const late = all.filter(isLate);
  const worst = Math.max(0, ...late.map((one) => millis(one.lateness)));
  const toggle = (name) => withQuery({ show: show === name ? null : name, page: null });
  const of = (name, tone) => {
    const size = all.filter(SHOWN[name].is).length;
    return html`<${Figure} name=${SHOWN[name].name} value=${count(size)} href=${toggle(name)} tone=${size ? tone
        : ''} />`;
  };
  return html`<div class="figures">
    <${Figure} name="Triggers" value=${count(total)} href=${withQuery({ show: null, page: null })} />
    <${Figure} name="Late" value=${count(late.length)} unit=${worst ? `by up to ${span(worst)}` : ''}
        href=${toggle('late')}
      tone=${late.length ? 'bad' : ''} />
    ${of('failing', 'bad')}${of('paused', 'odd')}${of('evaluating', '')}${of('backfill', '')}</div>`;
}

/** Each trigger as a dot above the moment when it fires next; those whose date has passed stand at the left. */
function Axis({ of: triggers, wanted }) {
  const now = useNow();
  const zone = useZone();
  // a dot moves on only with its column: within a tenth of that, what was drawn stays
  const tick = SPANS[wanted].length / SPANS[wanted].columns / 10;
  const at = Math.floor(now / tick) * tick;
  return useMemo(() => drawAxis(triggers, wanted, at), [triggers, wanted, at, zone]);
}

function drawAxis(triggers, wanted, now) {
  const { length, columns, marks, name } = SPANS[wanted];
  const step = length / columns;
  const stacks = Array.from({ length: columns }, () => []);
  let beyond = 0;
  for (const one of triggers) {
    const column = Math.floor((new Date(one.next).getTime() - now) / step);
    if (column >= columns) {
      beyond++;
    } else {
      stacks[Math.max(0, column)].push(one);
    }
  }
  const due = triggers.length - beyond;
  return html`<section class="card axis" aria-label="Triggers by next date">
    <header><h2>Next ${name}</h2><span class="muted">${count(due)} due, ${count(beyond)} later</span>
      <nav class="spans" aria-label="Span">${Object.entries(SPANS).map(([id, each]) =>
          html`<a href=${withQuery({ span: id === 'hour'
        ? null : id })} aria-current=${id === wanted ? 'true' : undefined}>${each.name}</a>`)}</nav></header>
    <div class="stacks" role="group" aria-label=${`${due} triggers fire next within the next ${name}, ${beyond} later`}>
      ${stacks.map((stack, at) => html`<div class="stack-of" key=${at}>
        ${stack.length > STACK && html`<b class="num">+${count(stack.length - STACK + 1)}</b>`}
        ${stack.slice(0, stack.length > STACK ? STACK - 1 : STACK).map((one) =>
            html`<a key=${nameOf(one)} tabindex="-1" href=${href(one)}
          class=${isLate(one) ? 'bad' : isFailing(one) ? 'odd' : ''}
          title=${`${nameOf(one)}\n${exact(one.next)}${isLate(one) ? `\nlate by ${span(millis(one.lateness))}`
              : ''}`}></a>`)}</div>`)}
    </div>
    <div class="marks" aria-hidden="true">${Array.from({ length: marks + 1 }, (_, at) => html`<span>${at === 0 ? 'now'
      : clock(now + at * length / marks).slice(0, 5)}</span>`)}</div>
  </section>`;
}

function states(one) {
  return html`${isLate(one) && html`<${State} of=${`late by ${span(millis(one.lateness))}`} tone="bad" /> `}
    ${isFailing(one) && html`<${State} of=${`failing, ${one.failedEvaluations.consecutive} in a row`} tone="bad"
      title=${one.failedEvaluations.lastError} /> `}
    ${one.paused && html`<${State} of="PAUSED" title=${one.pause && [one.pause.by,
        one.pause.reason].filter(Boolean).join(': ')} /> `}
    ${one.evaluating && html`<${State} of="evaluating" tone="busy" /> `}`;
}

function Triggers({ rows, config, none }) {
  return html`<${Table} caption="Triggers" rows=${rows} id=${nameOf} href=${href} columns=${[
    { name: 'Trigger', of: (one) => html`<strong>${one.flowId}</strong> <span class="muted">${one.trigger.id}</span>
      <div class="muted small">${one.namespace}</div>` },
    { name: 'When', of: (one) => html`<span class="nowrap">${one.trigger.cron ? html`<code>${one.trigger.cron}</code>
      ${one.trigger.timezone !== 'UTC' && html`<div class="muted small">${one.trigger.timezone}</div>`}`
          : one.trigger.type}</span>` },
    { name: 'Next', of: (one) => html`<span class="nowrap">${one.paused ? html`<span class="muted">when resumed</span>`
      : one.next ? html`<${Next} of=${one} />` : html`<span class="muted">${one.trigger.type === 'webhook'
      ? 'when called'
        : one.trigger.type === 'flow' ? 'when flows end' : '–'}</span>`}</span>` },
    { name: 'Last', of: (one) => html`<span class="nowrap"><${Last} of=${one.last} config=${config} /></span>` },
    { name: 'State', of: (one) => html`${states(one)}${hasBackfill(one) && html`<${Backfill} of=${one.backfill} />`}
      ${isFailing(one) && html`<div class="clamp small">${one.failedEvaluations.lastError}</div>`}` },
  ]} empty=${none ? html`<${Empty} title="No flow has a trigger.">Store a flow
      with <code>triggers</code>${config.otherUrl
      && html`: <a href=${`${config.otherUrl}/console/flows`}>flows</a>`}.</${Empty}>`
      : html`<${Empty} title="No trigger matches."><a href=${location.pathname}>Show all</a></${Empty}>`} />`;
}

/** A date that has just passed is due until the next answer says more. */
function Next({ of: one }) {
  const now = useNow();
  return !isLate(one) && new Date(one.next) < now ? html`<time datetime=${one.next} title=${exact(one.next)}>due</time>`
    : html`<${Time} at=${one.next} />`;
}

function Last({ of: last, config }) {
  if (!last) {
    return html`<span class="muted">never</span>`;
  }
  const execution = last.executionId && executionView(config, last.executionId);
  return execution ? html`<a href=${execution}><${Time} at=${last.date} /></a>` : html`<${Time} at=${last.date} />`;
}

function Backfill({ of: backfill }) {
  const done = backfill.dates ? (backfill.dates - backfill.remaining) / backfill.dates : 0;
  const text = `backfill: ${count(backfill.dates - backfill.remaining)} of ${count(backfill.dates)} dates`;
  return html`<div class="backfill"><${Bar} ratio=${done} label=${text} /><span class="small">${text}${backfill.failed
      > 0
    && `, ${count(backfill.failed)} failed`}</span></div>`;
}

function Concurrency({ of: flows }) {
  if (!flows.length) {
    return null;
  }
  return html`<h2>Flows that limit their executions</h2>
    <${Table} caption="Concurrency" rows=${flows} id=${(one) => `${one.namespace}/${one.flowId}`} columns=${[
      { name: 'Flow', of: (one) =>
          html`<a href=${flowView(one.namespace, one.flowId)}>${one.namespace}/${one.flowId}</a>` },
      { name: 'Running', of: (one) => html`<div class="slots-bar">${one.limit !== null
          && html`<${Bar} ratio=${one.running / one.limit}
        label=${`${one.running} of ${one.limit}`} />`}<span class="num nowrap">${count(one.running)}${one.limit ===
            null ? ''
        : ` of ${count(one.limit)}`}</span></div>` },
      { name: 'Waiting', num: true, of: (one) => (one.waiting ? html`<${State} of=${count(one.waiting)} tone="odd" />`
          : '0') },
      { name: 'When full', of: (one) => (one.behavior ? String(one.behavior).toLowerCase()
          : html`<span class="muted">no limit any more</span>`) },
    ]} />`;
}

function Trigger({ at: [namespace, flowId, triggerId], config }) {
  const path = pathOf('scheduler', namespace, flowId, triggerId);
  const answer = useExisting(path, { every: 2000 });
  const one = answer.data;
  const title = `${flowId} / ${triggerId}`;
  if (!one) {
    return html`<${Head} title=${title} /><p class="crumb"><a href="/console/scheduler">← All triggers</a></p>
      ${answer.error?.status === 404 ? html`<${Empty} title="This scheduler has no such trigger.">Its flow may have a
          new revision without it,
        or <a href="/console/cluster">another instance</a> has it.</${Empty}>` : html`<${Waiting} of=${answer} />`}`;
  }
  const type = one.trigger.type;
  const change = (body) => ({ method: 'POST', path, body });
  const missed = Object.entries(one.missed).filter(([, times]) => times > 0);
  return html`<${Head} title=${title}
        about=${html`<a href=${flowView(namespace,
            flowId)}>${namespace}/${flowId}</a> revision ${one.revision} · ${type}
        ${one.trigger.cron && html` <code>${one.trigger.cron}</code> ${one.trigger.timezone}`}`}>
      ${states(one)}
      ${!['webhook', 'flow'].includes(type) && html`<${Change} label="Fire now" done=${answer.reload}
        ask=${type === 'schedule' ? `Start an execution of ${namespace}/${flowId} now?` : 'Evaluate this trigger now?'}
        change=${change({ fire: 'now' })} />`}
      ${one.paused ? html`<${Change} label="Resume" done=${answer.reload}
          ask="Let it fire again, from its next date on?"
          change=${change({ state: 'running' })} />`
        : html`<${Change} label="Pause" reason done=${answer.reload}
        ask="Let it fire at no date until somebody resumes it?"
          change=${change({ state: 'paused' })} />`}</${Head}>
    <p class="crumb"><a href="/console/scheduler">← All triggers</a></p>
    ${answer.error && html`<${Failure} error=${answer.error} retry=${answer.reload} />`}
    ${one.cause && html`<div class="cause"><strong>Why it does not fire: ${one.cause.kind.replaceAll('-', ' ')}</strong>
      <p>${one.cause.detail}${one.cause.since && html` <span class="muted">since <${Time}
          at=${one.cause.since} /></span>`}</p></div>`}
    <${Facts} of=${[
      ['Next', one.paused ? 'when resumed' : one.next ? html`<${Next} of=${one} />` : '–'],
      ['Last', html`<${Last} of=${one.last} config=${config} />`],
      ['Lateness', one.lateness ? html`<${Duration} of=${one.lateness} />` : undefined],
      ['Paused', one.pause ? html`<${Time} at=${one.pause.since ?? one.pausedSince} />${one.pause.by
          && ` by ${one.pause.by}`}${
        one.pause.reason && `: ${one.pause.reason}`}` : undefined],
      ['Evaluating', one.evaluatingSince ? html`since <${Time} at=${one.evaluatingSince} />` : undefined],
    ]} />
    ${one.backfill && html`<h2>Backfill</h2><div class="card"><${Backfill} of=${one.backfill} />
      <${Facts} of=${[['From', exact(one.backfill.from)], ['To', exact(one.backfill.to)],
        ['Next date', one.backfill.next ? exact(one.backfill.next) : '–'], ['At once', one.backfill.concurrency],
        ['Running', count(one.backfill.running)], ['Failed', count(one.backfill.failed)],
        ['Ended', one.backfill.endedAt ? html`<${Time} at=${one.backfill.endedAt} />${one.backfill.cancelled
            && ', cancelled'}` : 'it goes on']]} />
    </div>`}
    <${NextDates} of=${one} />
    ${one.failedEvaluations && html`<h2>Evaluations</h2><${Facts} of=${[
      ['Failed in a row', count(one.failedEvaluations.consecutive)], ['Failed since the start',
          count(one.failedEvaluations.total)],
      ['Last failure', one.failedEvaluations.lastAt
          ? html`<${Time} at=${one.failedEvaluations.lastAt} />: ${one.failedEvaluations.lastError}` : 'none'],
      ['Last evaluation', one.lastEvaluation
          ? html`<${Time} at=${one.lastEvaluation.endedAt} />, ${one.lastEvaluation.error
        ? 'failed' : one.lastEvaluation.fired ? 'fired' : 'condition not met'}` : undefined]]} />`}
    <h2>Missed dates <span class="muted small">since this process started</span></h2>
    ${missed.length === 0 ? html`<p class="muted">None.</p>` : html`<${Table} caption="Missed dates by reason"
        rows=${missed} columns=${[
      { name: 'Reason', of: ([reason]) => reason.replaceAll('-', ' ') }, { name: 'Dates', num: true, of: ([, times]) =>
          count(times) }]} />`}`;
}

/** The next ten dates on a line as long as they need, and each below it. */
function NextDates({ of: { nextDates, paused } }) {
  const now = useNow();
  useZone();
  if (nextDates.length === 0) {
    return html`<h2>Next dates</h2><p class="muted">It has none: it fires when it is called or when other flows
        end.</p>`;
  }
  const times = nextDates.map((date) => new Date(date).getTime());
  const length = Math.max(1000, times.at(-1) - now);
  return html`<h2>Next dates ${paused && html`<span class="muted small">if it were resumed now</span>`}</h2>
    <div class="card axis"><div class="line" role="img"
        aria-label=${`${nextDates.length} dates within ${span(length)}`}>
      ${times.map((at) => html`<i class=${paused ? 'hollow' : ''}
          style=${{ left: `${Math.max(0, 100 * (at - now) / length)}%` }}
        title=${exact(at)}></i>`)}</div>
      <ol class="dates num">${nextDates.map((date) => html`<li>${exact(date)} <span class="muted"><${Time}
          at=${date} /></span></li>`)}</ol></div>`;
}
