// The log levels of this process, and how to change one without a restart.
import { html, useState } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { pathOf, setQuery, withQuery } from '../lib/router.js';
import { Change, count, Empty, Head, Search, State, Waiting } from '../ui/basic.js';
import { Choices, PageLinks, slice } from '../ui/filters.js';
import { Table } from '../ui/table.js';

const TONES = { ERROR: 'bad', WARN: 'odd', INFO: 'idle', DEBUG: 'busy', TRACE: 'busy', OFF: 'idle' };
const INHERIT = '';

export default function Loggers({ query, config }) {
  const answer = useJson('/loggers');
  return html`<${Head} title="Loggers" about=${html`Of this instance${config.instance ? `, ${config.instance}`
    : ''}: a change takes
      ${' '}effect at once, and lasts until the process ends.`} />
    <${Waiting} of=${answer} />
    ${answer.data && html`<${All} of=${answer.data} query=${query} reload=${answer.reload} />`}`;
}

function All({ of: { levels, loggers, groups = {} }, query, reload }) {
  const words = (query.get('q') ?? '').trim().toLowerCase();
  const configured = query.get('configured') === 'true';
  const all = Object.entries(loggers).map(([name, one]) => ({ name, ...one }));
  const set = all.filter((one) => one.configuredLevel);
  const found = (configured ? set : all).filter((one) => one.name.toLowerCase().includes(words));
  const shown = slice(found, query);
  const named = Object.entries(groups).map(([name, one]) => ({ name, ...one }));
  return html`<div class="filters">
      <${Search} value=${query.get('q')} label="Search loggers" placeholder="Search, such as io.windhover"
        onChange=${(text) => setQuery({ q: text, page: null })} />
      <span class="muted">${count(found.length)} of ${count(all.length)}</span>
    </div>
    <${Choices} label="Which loggers" items=${[
      { name: 'All', count: all.length, href: withQuery({ configured: null, page: null }), current: !configured },
      { name: 'With a level of their own', count: set.length, href: withQuery({ configured: 'true', page: null }),
        current: configured },
    ]} />
    <${Table} caption="Loggers" rows=${shown.rows} id=${(one) => one.name} columns=${[
      { name: 'Logger', wide: true, of: (one) => html`<code>${one.name}</code>` },
      { name: 'Level', of: (one) => html`<${State} of=${one.effectiveLevel} tone=${TONES[one.effectiveLevel]} />` },
      { name: 'Its own', of: (one) => one.configuredLevel ?? html`<span class="muted">inherited</span>` },
      { name: 'Change', of: (one) => html`<${Level} logger=${one} levels=${levels} done=${reload} />` },
    ]} empty=${html`<${Empty} title="No logger has such a name">A logger is here once something has asked for it.
      ${' '}<a href="/console/loggers">Show all</a></${Empty}>`} />
    <${PageLinks} of=${shown} />
    ${named.length > 0 && html`<h2>Groups</h2><${Table} caption="Groups of loggers" rows=${named}
      id=${(one) => one.name} columns=${[
      { name: 'Group', of: (one) => html`<code>${one.name}</code>` },
      { name: 'Its own', of: (one) => one.configuredLevel ?? html`<span class="muted">none</span>` },
      { name: 'Loggers', wide: true, of: (one) => html`<span class="muted">${one.members.join(', ')}</span>` },
      { name: 'Change', of: (one) => html`<${Level} logger=${one} levels=${levels} done=${reload} />` },
    ]} />`}`;
}

function Level({ logger, levels, done }) {
  const [level, setLevel] = useState(logger.configuredLevel ?? logger.effectiveLevel ?? 'INFO');
  return html`<${Change} label="Change level" title=${`Change the level of ${logger.name}`} done=${done}
      ask=${html`What <code>${logger.name}</code> logs, and what is below it without a level of its own.`}
      change=${{ method: 'POST', path: pathOf('loggers', logger.name), body: { configuredLevel: level || null } }}>
    <label>Level <select value=${level} onChange=${(event) => setLevel(event.target.value)}>
      ${levels.map((one) => html`<option value=${one} selected=${one === level}>${one}</option>`)}
      <option value=${INHERIT}
        selected=${level === INHERIT}>none of its own: that of its parent</option></select></label>
  </${Change}>`;
}
