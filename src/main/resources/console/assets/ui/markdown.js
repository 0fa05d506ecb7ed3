// Markdown as elements, by the parser of marked: HTML in it stays text, and a link leads where the caller says.
import { h, html, useEffect, useState } from '../lib/html.js';

let loading;

/** The blocks of a text once the parser is here; null until then. */
export function useMarkdown(text) {
  const [lexer, setLexer] = useState(null);
  useEffect(() => {
    loading ??= import('../vendor/marked.esm.js');
    loading.then((marked) => setLexer({ of: marked.lexer }));
  }, []);
  return lexer && typeof text === 'string' ? lexer.of(text) : null;
}

/** blocks: of useMarkdown; link(href) answers the address of a link, or null where its text stands alone. */
export function Markdown({ blocks, link }) {
  return html`<div class="markdown">${all(blocks, link)}</div>`;
}

function all(tokens, link) {
  return (tokens ?? []).map((token) => element(token, link));
}

const SAME = { paragraph: 'p', strong: 'strong', em: 'em', del: 'del', blockquote: 'blockquote' };

function element(token, link) {
  if (SAME[token.type]) {
    return h(SAME[token.type], null, all(token.tokens, link));
  }
  switch (token.type) {
    case 'heading':
      return h(`h${token.depth}`, null, all(token.tokens, link));
    case 'list':
      return h(token.ordered ? 'ol' : 'ul', null, token.items.map((item) => html`<li>${all(item.tokens, link)}</li>`));
    case 'code':
      return html`<pre tabindex="0"><code>${token.text}</code></pre>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'table':
      return table(token, link);
    case 'link': {
      const to = link(token.href);
      return to ? html`<a href=${to} rel=${to.startsWith('http') ? 'noreferrer' : undefined}>${
        all(token.tokens, link)}</a>`
        : all(token.tokens, link);
    }
    case 'hr':
      return html`<hr />`;
    case 'br':
      return html`<br />`;
    case 'space':
    case 'def':
      return null;
    default:
      return token.tokens ? all(token.tokens, link) : token.text ?? token.raw;
  }
}

function table(token, link) {
  return html`<div class="table" tabindex="0"><table>
    <thead><tr>${token.header.map((cell) => html`<th scope="col">${all(cell.tokens, link)}</th>`)}</tr></thead>
    <tbody>${token.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${
      all(cell.tokens, link)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
