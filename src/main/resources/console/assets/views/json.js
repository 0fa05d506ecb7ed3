// Any route of the port as a page: its lists as tables, what leads on as links, all of it as a tree.
import { html } from '../lib/html.js';
import { useJson } from '../lib/api.js';
import { Failure, Head, Waiting } from '../ui/basic.js';
import { lists, Tree } from '../ui/json.js';
import { Table } from '../ui/table.js';

export default function JsonView() {
  const path = location.pathname + location.search;
  const answer = useJson(path);
  return html`<${Head} title=${location.pathname} />
    <${Waiting} of=${answer} />
    ${answer.data && typeof answer.data === 'object' && lists(answer.data).map(({ path: name, rows }) => html`
      <h2>${name}</h2><${Table} caption=${name} rows=${rows} columns=${Object.keys(rows[0]).map((key) => ({ name: key,
        of: (row) => html`<${Tree} value=${row[key]} open=${0} />` }))} />`)}
    ${answer.data !== undefined && html`<${Tree} value=${answer.data} />`}
    <${Failure} error=${null} />`;
}
