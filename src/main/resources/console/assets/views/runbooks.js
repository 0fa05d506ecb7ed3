// What to do at each alert: the list of the runbooks, and one of them.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { withBase } from '../lib/base.js';
import { setQuery } from '../lib/router.js';
import { Copy, Empty, Head, Search, Waiting } from '../ui/basic.js';
import { Markdown, useMarkdown } from '../ui/markdown.js';
import { Table } from '../ui/table.js';

export default function Runbooks({ rest, query }) {
  return rest.length > 0 ? html`<${Runbook} key=${rest[0]} alert=${rest[0]} />` : html`<${List} query=${query} />`;
}

function List({ query }) {
  const answer = useJson('/runbooks');
  const text = (query.get('q') ?? '').toLowerCase();
  const rows = (answer.data?.runbooks ?? []).filter((one) => `${one.alert} ${one.title}`.toLowerCase().includes(text));
  return html`<${Head} title="Runbooks" about="What each alert means, what shows its cause, and what to do." />
    <div class="filters"><${Search} label="Search runbooks" value=${query.get('q')}
      onChange=${(q) => setQuery({ q })} /></div>
    <${Waiting} of=${answer} />
    ${answer.data && html`<${Table} caption="Runbooks" rows=${rows} id=${(one) => one.alert}
      href=${(one) => `/console/runbooks/${encodeURIComponent(one.alert)}`}
      empty=${html`<${Empty}
        title="No runbook has this in its name or title.">Search for a word of the alert.</${Empty}>`}
      columns=${[{ name: 'alert', of: (one) => one.alert },
        { name: 'what is wrong', of: (one) => one.title, wide: true }]} />`}`;
}

/** Pages beside this one are runbooks; what is elsewhere in the documentation is not served. */
function linkOf(href) {
  const other = /^([\w-]+)\.md$/.exec(href);
  if (other) {
    return `/console/runbooks/${other[1]}`;
  }
  return /^https?:\/\//.test(href) ? href : null;
}

function Runbook({ alert }) {
  const path = `/runbooks/${encodeURIComponent(alert)}`;
  const answer = useJson(path, { accept: 'text/markdown' });
  const blocks = useMarkdown(answer.data);
  const first = blocks?.[0]?.type === 'heading' ? blocks[0].text : alert;
  const about = first.startsWith(`${alert}: `) ? first.slice(alert.length + 2) : first === alert ? null : first;
  return html`<${Head} title=${alert} about=${about}>
      ${answer.data && html`<${Copy} label="Copy Markdown" text=${answer.data} />`}
      <a href=${`${withBase(path)}?raw=true`} target="_self">raw</a>
      <a href="/console/runbooks">all runbooks</a></${Head}>
    <${Waiting} of=${answer} />
    ${blocks && html`<${Markdown} link=${linkOf}
      blocks=${blocks[0]?.type === 'heading' ? blocks.slice(1) : blocks} />`}`;
}
