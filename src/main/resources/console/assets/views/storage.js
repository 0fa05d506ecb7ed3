// What fills the disks: topics, stores, documents, files and flows, and when a disk will be full.
import { html, useState } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { flowView } from '../lib/links.js';
import { millis, span, Time } from '../lib/time.js';
import { Bar, bytes, count, Empty, Failure, Figure, Head, State, Waiting } from '../ui/basic.js';
import { FlowFilters, isFiltered, listPath, PageLinks } from '../ui/filters.js';

const FILTERS = ['namespace', 'flowId'];
const KINDS = { topics: 'Topics', stores: 'Stores', repository: 'Repository', files: 'Files' };
const FIRST = 12;
const SOON = 4 * 86400000;
const LATER = 14 * 86400000;

export default function Storage({ query }) {
  const answer = useJson(listPath('/storage', query, FILTERS, 50), { every: 15000 });
  const storage = answer.data;
  return html`<${Head} title="Storage" about="What fills the disks. Topics are the whole cluster's; stores,
    files and an embedded repository are this instance's.">
      ${storage?.sampledAt && html`<span class="muted">seen <${Time} at=${storage.sampledAt} />,
        in ${span(millis(storage.took))}</span>`}</${Head}>
    <${Waiting} of=${answer} />
    ${storage && html`<${Seen} storage=${storage} query=${query} />`}`;
}

function Seen({ storage, query }) {
  if (!storage.sampledAt) {
    return html`<${Empty}
      title="Nobody has looked yet">An instance looks for the first time a quarter of a minute after it has
      started. This page shows it by itself.</${Empty}>`;
  }
  return html`${Object.entries(storage.errors ?? {}).map(([kind, error]) => html`<${Failure} key=${kind}
      error=${{ title: `${KINDS[kind] ?? kind} not known`, message: String(error) }} />`)}
    <div class="figures">${Object.entries(KINDS).map(([kind, name]) => html`<${Figure} key=${kind} name=${name}
      value=${bytes(storage.bytes?.[kind])} />`)}</div>
    <h2>Disks</h2>
    <div class="cards">${(storage.volumes ?? []).map((volume) => html`<${Volume} key=${`${volume.kind} ${volume.where}`}
      of=${volume} />`)}</div>
    ${(storage.volumes ?? []).length === 0 && html`<${Empty} title="No disk is known" />`}
    <h2>By what they hold</h2>
    <div class="bars">
      <${Bars} title="Topics" about="with all replicas" rows=${(storage.topics ?? []).map((one) => ({ name: one.topic,
        bytes: one.bytes }))} />
      <div><${Bars} title="Repository" about=${storage.repository ? storage.repository.where
        : 'not used by this instance'}
        rows=${(storage.repository?.kinds ?? []).map((one) => ({ name: one.kind, bytes: one.bytes,
          estimated: one.estimated }))} />
      <${Bars} title="Stores" about=${`of ${storage.instance}`} rows=${[...storage.stores ?? []].sort((a,
        b) => b.bytes - a.bytes)
        .map((one) => ({ name: one.store, note: one.applicationId, bytes: one.bytes }))} />
      <${Files} of=${storage.files} /></div>
    </div>
    <${Flows} storage=${storage} query=${query} />`;
}

function Volume({ of: volume }) {
  const { totalBytes: total, usableBytes: free } = volume;
  const known = total !== null && free !== null && total > 0;
  const left = millis(volume.fullIn);
  const tone = (left !== null && left < SOON) || (known && free / total < 0.05) ? 'bad'
    : (left !== null && left < LATER) || (known && free / total < 0.15) ? 'odd' : 'good';
  return html`<section class="card volume"><p class="row"><strong>${KINDS[volume.kind] ?? volume.kind}</strong>
      ${tone !== 'good' && html`<${State} of=${tone === 'bad' ? 'fills up' : 'watch it'} tone=${tone} />`}</p>
    <p class="muted where-is">${volume.where}</p>
    ${known ? html`<${Bar} ratio=${1 - free / total} tone=${tone === 'bad' ? 'bad' : ''}
        label=${`${bytes(total - free)} of ${bytes(total)} in use`} />
      <p class="row num"><span>${bytes(free)} free</span><span class="muted">of ${bytes(total)}</span></p>`
      : html`<p class="muted">Its size is not known.</p>`}
    <p>${left !== null ? html`<strong>full <${Time} at=${volume.fullAt} /></strong>`
      : volume.bytesPerDay === null || volume.bytesPerDay === undefined ? html`<span
        class="muted">when it is full is not known yet</span>`
        : html`<span class="muted">it does not fill</span>`}</p>
    ${volume.bytesPerDay ? html`<p class="muted">
      ${bytes(Math.abs(volume.bytesPerDay))} ${volume.bytesPerDay > 0 ? 'more' : 'less'} a day,
      ${' '}by what was seen since <${Time} at=${volume.since} /></p>` : null}
  </section>`;
}

/** Names with their bytes as bars, the first of them until somebody asks for all. */
function Bars({ title, about, rows, href }) {
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...rows.map((row) => row.bytes));
  const shown = all ? rows : rows.slice(0, FIRST);
  return html`<section class="card"><h2>${title}</h2>${about && html`<p class="muted where-is">${about}</p>`}
    ${rows.length === 0 ? html`<p class="muted">Nothing.</p>` : html`<ul class="bytes">${shown.map((row) => html`<li
        key=${`${row.note ?? ''} ${row.name}`}>
      <span class="bytes-name" title=${row.note}>${href ? html`<a href=${href(row)}>${row.name}</a>` : row.name}
        ${row.note && html` <span class="muted">${row.note}</span>`}</span>
      <span class="num">${row.estimated ? '≈ ' : ''}${bytes(row.bytes)}<${Error} of=${row} /></span>
      <span class="bytes-bar" aria-hidden="true"><span
        style=${{ width: `${(100 * row.bytes) / most}%` }}></span></span></li>`)}</ul>`}
    ${rows.length > FIRST && html`<button class="quiet" aria-expanded=${all} onClick=${() => setAll(!all)}>
      ${all ? `Only the first ${FIRST}` : `All ${count(rows.length)}`}</button>`}</section>`;
}

function Files({ of: files }) {
  return html`<section class="card"><h2>Files of executions</h2>
    ${files ? html`<p><strong class="num">${bytes(files.bytes)}</strong> in ${files.whole ? ''
      : 'more than '}${count(files.files)}
      ${' '}${files.files === 1 ? 'file' : 'files'}</p>` : html`<p class="muted">Not known.</p>`}</section>`;
}

function Flows({ storage, query }) {
  const flows = storage.flows ?? [];
  const none = isFiltered(query, FILTERS) ? html`<${Empty} title="No flow passes these filters">
      <a href="/console/storage">Show all flows</a></${Empty}>`
    : html`<${Empty} title="No flow takes anything yet">What a flow takes is estimated from samples of its
      executions.</${Empty}>`;
  return html`<h2>By flow</h2>
    <p class="muted">Estimated of ${bytes(storage.estimatedOf)} in topics, repository and files: in 95 of 100 looks
      the true part is within the error to either side.</p>
    <div class="filters"><${FlowFilters} query=${query} rows=${[...flows, ...storage.namespaces ?? []]} /></div>
    ${flows.length === 0 ? none : html`<div class="bars by-flow">
      <${Bars} title="Namespaces" rows=${(storage.namespaces ?? []).map((one) => ({ name: one.namespace, ...one }))}
        href=${(row) => `/console/storage?${new URLSearchParams({ namespace: row.namespace })}`} />
      <section class="card"><h2>Flows</h2><ul class="bytes">${flows.map((flow) => html`<li
          key=${`${flow.namespace}/${flow.flowId}`}>
        <span class="bytes-name"><a href=${flowView(flow.namespace,
          flow.flowId)}>${flow.namespace} / ${flow.flowId}</a></span>
        <span class="num">${bytes(flow.bytes)}<${Error} of=${flow} />
          <span class="muted"> · ${percent(flow.part)}</span></span>
        <span class="bytes-bar" aria-hidden="true"><span
          style=${{ width: `${(100 * flow.bytes) / most(flows)}%` }}></span></span>
      </li>`)}</ul></section></div>
      <${PageLinks} of=${storage} total=${storage.count} />`}`;
}

function Error({ of: { error, files, filesError } }) {
  const title = files ? `of these ${bytes(files)} of files, ± ${bytes(filesError)}` : undefined;
  return error === undefined || error === null ? null : html`<span class="muted" title=${title}> ± ${bytes(error)}
    ${files ? ` · files ${bytes(files)}` : ''}</span>`;
}

function most(flows) {
  return Math.max(1, flows[0].bytes);
}

function percent(part) {
  return part === null || part === undefined ? '–' : part < 0.001 ? '< 0.1 %' : `${(100 * part).toFixed(1)} %`;
}
