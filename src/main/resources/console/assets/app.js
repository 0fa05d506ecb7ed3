// The frame around all views: which view an address shows, navigation, login, keys.
import { html, render, useEffect, useErrorBoundary, useRef, useState } from './lib/html.js';
import { config, configure, curl, reads, request } from './lib/api.js';
import { followLinks, here, navigate, useLocation } from './lib/router.js';
import { setZone, useZone } from './lib/time.js';
import { Copy, Dialog, Failure } from './ui/basic.js';
import { moveMark } from './ui/table.js';
import { VIEWS } from './views.js';

const CONSOLE = 'console';

/** The view of an address: its own below /console/, and the JSON of a route of the port for all other paths. */
function viewOf(segments, views) {
  if (segments.length === 0 || (segments[0] === CONSOLE && segments.length === 1)) {
    return { ...views[0], rest: [] };
  }
  if (segments[0] === 'runbooks' && views.some((one) => one.id === 'runbooks')) {
    return { ...views.find((one) => one.id === 'runbooks'), rest: segments.slice(1) };
  }
  if (segments[0] !== CONSOLE) {
    return { id: 'json', load: () => import('./views/json.js'), rest: segments };
  }
  const view = views.find((one) => one.id === segments[1]);
  return view ? { ...view, rest: segments.slice(2) } : { id: 'unknown', rest: segments.slice(1) };
}

const modules = new Map();

async function loadModule(view) {
  if (view.load && !modules.has(view.id)) {
    await view.load().then((module) => modules.set(view.id, module.default),
      (error) => modules.set(view.id, () => html`<${Failure} error=${error} />`));
  }
}

function useModule(view) {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (!modules.has(view.id)) {
      loadModule(view).then(() => redraw((n) => n + 1));
    }
  }, [view.id]);
  return modules.get(view.id);
}

function App({ settings }) {
  const { path, segments, query } = useLocation();
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState(false);
  const [login, setLogin] = useState(settings.users && settings.roles.length === 0);
  const [, redraw] = useState(0);
  const views = VIEWS[settings.port];
  const view = viewOf(segments, views);
  askForLogin = () => setLogin(true);
  const shown = useRef(path);
  if (shown.current !== path) {
    // before the next view reads
    shown.current = path;
    reads.clear();
  }
  useEffect(() => setMenu(false), [path]);
  useEffect(() => {
    const key = (event) => keys(event, views, () => setHelp(true));
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, []);
  const loggedIn = async () => {
    Object.assign(settings, await configure(() => askForLogin()));
    setLogin(false);
    redraw((n) => n + 1);
  };
  return html`
    <a class="skip" href="#main">To the content</a>
    <nav class=${`side ${menu ? 'open' : ''}`} aria-label="Views">
      <a class="brand" href="/console/"><img src="/console/assets/icon.svg" alt="" width="24" height="24" />
        ${' '}Windhover</a>
      <ul>${views.filter((one) => one.name).map((one) => html`<li key=${one.id}><a href=${`/console/${one.id}`}
        aria-current=${one.id === (view.under ?? view.id) ? 'page' : undefined}>${one.name}</a></li>`)}</ul>
      ${settings.otherUrl && html`<a class="other" href=${`${settings.otherUrl}/console/`} target="_self">
        ${settings.port === 'management' ? 'Flows and executions' : 'The inside of the engine'} →</a>`}
    </nav>
    <div class="page">
      <header class="top">
        <button class="quiet menu" aria-expanded=${menu} onClick=${() => setMenu(!menu)}>☰ Menu</button>
        <span class="muted where">${settings.instance ?? ''} ${settings.version ? `· ${settings.version}` : ''}</span>
        <${Zone} />
        <${Copy} label="Copy as curl" title="The requests that this view makes" text=${() =>
          [...reads].map((one) => curl(one)).join('\n')} />
        <button class="quiet" aria-label="Keys" title="Keys (?)" onClick=${() => setHelp(true)}>?</button>
        ${settings.users && settings.user && html`<${Account} settings=${settings} changed=${() =>
          configure(() => askForLogin()).then((next) => { Object.assign(settings, next); setLogin(true); })} />`}
      </header>
      <main id="main" key=${view.id}><${Shown} view=${view} query=${query} settings=${settings} /></main>
    </div>
    ${help && html`<${Help} views=${views} close=${() => setHelp(false)} />`}
    ${login && html`<${Login} done=${loggedIn} close=${() => setLogin(false)} />`}`;
}

function Shown({ view, query, settings }) {
  const [error, reset] = useErrorBoundary((problem) => console.error(problem));
  const View = useModule(view);
  useEffect(() => reset(), [view.id, view.rest.join('/')]);
  if (error) {
    return html`<${Failure} error=${error} retry=${reset} />`;
  }
  if (view.id === 'unknown') {
    return html`<${Failure} error=${{ message: `There is no view "${view.rest.join('/')}" here.`,
      hint: 'Choose one from the menu.' }} />`;
  }
  return View ? html`<${View} rest=${view.rest} query=${query} config=${settings} />`
    : html`<p class="muted" role="status">Loading…</p>`;
}

function Zone() {
  const zone = useZone();
  return html`<button class="quiet" title="Times in UTC or in the zone of this computer"
    onClick=${() => setZone(!zone)}>
    ${zone ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone}</button>`;
}

function Account({ settings, changed }) {
  const leave = () => request('/console/logout', { method: 'POST' }).then(changed, changed);
  return html`<span class="account">${settings.user} <span class="muted">(${settings.roles.join(', ')})</span>
    <button class="quiet" onClick=${leave}>Log out</button></span>`;
}

function Login({ done, close }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [error, setError] = useState(null);
  const go = async (event) => {
    event.preventDefault();
    try {
      await request('/console/login', { method: 'POST', body: { name, password } });
      await done();
    } catch (problem) {
      setError(problem);
    }
  };
  return html`<${Dialog} title="Log in" close=${close}><form onSubmit=${go}>
    <label>Name <input name="name" autocomplete="username" required value=${name}
      onInput=${(event) => setName(event.target.value)} /></label>
    <label>Password <input name="password" type="password" autocomplete="current-password" required value=${password}
      onInput=${(event) => setPassword(event.target.value)} /></label>
    <${Failure} error=${error} />
    <footer><button class="primary">Log in</button></footer></form></${Dialog}>`;
}

const KEYS = [['/', 'search'], ['j, k', 'next and previous row'], ['Enter', 'open the row'],
  ['g then a letter', 'go to a view'], ['?', 'these keys'], ['Escape', 'close']];

function Help({ views, close }) {
  return html`<${Dialog} title="Keys" close=${close}>
    <dl class="facts">${KEYS.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}
      ${views.filter((one) => one.key).map((one) => html`<div><dt><kbd>g ${one.key}</kbd></dt>
        <dd>${one.name}</dd></div>`)}</dl>
  </${Dialog}>`;
}

let pending = 0;

function keys(event, views, help) {
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector('dialog[open]')
      || event.target.closest('input, textarea, select, [contenteditable], .editor')) {
    return;
  }
  if (Date.now() - pending < 1000) {
    pending = 0;
    const view = views.find((one) => one.key === event.key);
    if (view) {
      event.preventDefault();
      navigate(`/console/${view.id}`);
    }
    return;
  }
  const actions = {
    '/': () => document.querySelector('main input[type=search]')?.focus(),
    j: () => moveMark(1),
    k: () => moveMark(-1),
    g: () => { pending = Date.now(); },
    '?': help,
  };
  const action = actions[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

let askForLogin = () => {};

async function start() {
  const root = document.getElementById('app');
  try {
    const settings = { ...await configure(() => askForLogin()) };
    followLinks((path) => path === '/' || path.startsWith(`/${CONSOLE}/`) || path === `/${CONSOLE}`
      || (config().port === 'management' && !path.startsWith('/api/')));
    await loadModule(viewOf(here().segments, VIEWS[settings.port]));
    render(html`<${App} settings=${settings} />`, root);
  } catch (error) {
    render(html`<main><${Failure} error=${error} retry=${start} /></main>`, root);
  }
}

start();
