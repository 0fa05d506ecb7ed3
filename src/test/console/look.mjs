// Looks at the console of a running application as a person does, in Chromium, and writes what it saw as JSON lines.
// The one argument is JSON: chromium, profile, pictures, sources, management, api, and users with names and passwords.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const given = JSON.parse(process.argv[2]);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const note = (what, details) => console.log(JSON.stringify({ what, ...details }));
const origins = { management: new URL(given.management).origin, api: new URL(given.api).origin };

/** The views whose modules are here, as the list of the console has them. */
async function views() {
  const assets = join(given.sources, 'assets');
  const list = readFileSync(join(assets, 'views.js'), 'utf8');
  const { VIEWS } = await import(`data:text/javascript,${encodeURIComponent(list)}`);
  return Object.entries(VIEWS).flatMap(([port, all]) => all.map(({ id, load }) => ({ port, id,
    file: /'\.\/([^']+)'/.exec(String(load))[1] }))).filter(({ file }) => existsSync(join(assets, file)));
}

class Tab {

  static async open(browser, context, scheme) {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 900 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    return new Tab(page, scheme);
  }

  constructor(page, scheme) {
    this.page = page;
    this.scheme = scheme;
    this.complaints = [];
    this.elsewhere = [];
    this.pending = new Set();
    page.on('console', (message) => ['error', 'warn'].includes(message.type())
      && this.complaints.push(`${message.text()} ${message.location().url ?? ''}`));
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('requestfinished', (request) => this.pending.delete(request));
    page.on('requestfailed', (request) => this.pending.delete(request));
    page.on('request', (request) => {
      this.pending.add(request);
      const url = new URL(request.url());
      if (!['data:', 'blob:'].includes(url.protocol) && url.origin !== new URL(page.url()).origin
          && !request.isNavigationRequest()) {
        this.elsewhere.push(request.url());
      }
    });
  }

  async visit(port, path, details = {}) {
    this.complaints.length = 0;
    this.elsewhere.length = 0;
    await this.open(port, path);
    const seen = await this.page.evaluate(() => ({ text: document.querySelector('main').innerText.slice(0, 4000),
      title: document.querySelector('main h1')?.innerText ?? '',
      changes: document.querySelectorAll('[data-change]').length,
      buttons: [...document.querySelectorAll('main button, main a.button')].map((one) => one.innerText.trim()),
      sideways: document.documentElement.scrollWidth - innerWidth }));
    const violations = details.axe ? await this.violations() : [];
    note('visit', { port, path, scheme: this.scheme, ...details, ...seen, violations, complaints: [...this.complaints],
      elsewhere: [...this.elsewhere] });
  }

  /** Waits until the page has a title or a problem, and all answers but those of streams, which stay open. */
  async open(port, path) {
    this.pending.clear();
    await this.page.goto(origins[port] + path, { waitUntil: 'load', timeout: 60_000 });
    await this.page.waitForFunction(() => document.querySelector('main h1, main .failure'),
      { timeout: 60_000, polling: 50 });
    await this.page.waitForFunction(() => ![...document.querySelectorAll('main [role=status]')]
      .some((one) => one.innerText.startsWith('Loading')), { timeout: 60_000, polling: 50 });
    for (let quiet = 0, end = Date.now() + 60_000; quiet < 6;) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      quiet = this.pending.size <= 2 ? quiet + 1 : 0;
      if (Date.now() > end) {
        throw new Error(`${path} still waits for ${[...this.pending].map((request) => request.url())}`);
      }
    }
  }

  /** What the first row of a list leads to, where that is of this port. */
  async firstRow(port, id) {
    const to = await this.page.evaluate(() => document.querySelector('main tr[data-href]')?.dataset.href ?? '');
    if (to.startsWith('/')) {
      await this.visit(port, to, { view: `first row of ${id}`, role: 'operator', axe: true });
      await this.picture(`${port}-${id}-row-${this.scheme}`);
    }
  }

  async violations() {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
      return violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
        .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(' | ')}`);
    });
  }

  picture(name) {
    return this.page.screenshot({ path: join(given.pictures, `${name}.png`), fullPage: true });
  }

  /** What the page itself can ask for, with the proof of its session. */
  ask(path, method, body) {
    return this.page.evaluate(async (address, how, content) => {
      const { csrf } = await (await fetch('/console/config')).json();
      const response = await fetch(address, { method: how, headers: { 'Content-Type': 'application/json',
        'X-Csrf-Token': csrf, 'Windhover-Console': '1' }, body: how === 'GET' ? undefined : JSON.stringify(content) });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    }, path, method, body);
  }

  async logIn({ name, password }) {
    await this.page.goto(`${origins.management}/`, { waitUntil: 'load' });
    const form = async (word) => {
      await this.page.waitForSelector('dialog input[name=name]');
      await this.page.$eval('dialog input[name=name]', (input) => input.select());
      await this.page.type('dialog input[name=name]', name);
      await this.page.$eval('dialog input[name=password]', (input) => input.select());
      await this.page.type('dialog input[name=password]', word);
      await this.page.click('dialog footer button');
    };
    await form('wrong');
    await this.page.waitForFunction(() => document.querySelector('dialog [role=alert]')?.innerText.includes('wrong'));
    await form(password);
    await this.page.waitForFunction((user) => document.querySelector('.account')?.innerText.includes(user), {}, name);
    await this.page.waitForFunction(() => !document.querySelector('dialog[open]'));
    const cookies = await this.page.cookies();
    note('login', { name, cookies: cookies.map((cookie) => ({ name: cookie.name, httpOnly: cookie.httpOnly,
      sameSite: cookie.sameSite, expires: cookie.expires, path: cookie.path })),
    readable: await this.page.evaluate(() => document.cookie) });
  }

}

/** A flow that ran, one that failed and one that runs are shown by most views. */
async function runFlows(tab) {
  await tab.open('api', '/');
  const flows = { works: '[{id: say, type: log, message: hello}]',
    fails: '[{id: stop, type: fail, message: not today}]',
    rests: '[{id: rest, type: sleep, duration: PT1H}]' };
  const ids = {};
  for (const [id, tasks] of Object.entries(flows)) {
    const stored = await tab.page.evaluate(async (name, list) => {
      const { csrf } = await (await fetch('/console/config')).json();
      const response = await fetch(`/api/flows/console/${name}`, { method: 'PUT', headers: {
        'Content-Type': 'application/yaml', 'X-Csrf-Token': csrf }, body: `namespace: console\nid: ${name}\n`
        + `tasks: ${list}\ntriggers:\n`
        + '  - {id: nightly, type: schedule, cron: "0 2 * * *", timezone: UTC}\n' });
      return response.status;
    }, id, tasks);
    const created = await tab.ask(`/api/flows/console/${id}/executions${id === 'rests' ? '' : '?wait=PT30S'}`, 'POST',
      {});
    note('run', { id, stored, created: created.status });
    ids[id] = created.body.id;
  }
  return ids;
}

/** A page of another port of the same host, to which the browser adds the cookie. */
async function attack(context, tab) {
  const server = createServer((request, response) => response.writeHead(200, { 'Content-Type': 'text/html' })
    .end('<!doctype html><title>elsewhere</title>'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const got = await page.evaluate(async (management) => {
    const results = [];
    const tries = [['cors', 'GET', '/console/config'], ['no-cors', 'GET', '/console/config'],
      ['no-cors', 'POST', '/loggers/io.windhover.attacked'], ['cors', 'POST', '/loggers/io.windhover.attacked'],
      ['no-cors', 'POST', '/console/logout'], ['no-cors', 'POST', '/console/login']];
    for (const [mode, method, path] of tries) {
      try {
        const answer = await fetch(management + path, { mode, method, credentials: 'include',
          body: method === 'GET' ? undefined : '{"configuredLevel": "TRACE"}' });
        results.push(`${method} ${mode} ${path}: ${answer.type === 'opaque' ? 'opaque' : await answer.text()}`);
      } catch {
        results.push(`${method} ${mode} ${path}: refused`);
      }
    }
    return results;
  }, origins.management);
  await page.close();
  await tab.page.bringToFront();
  server.close();
  note('attack', { got });
}

async function look(browser, role, all) {
  const context = await browser.createBrowserContext();
  const tab = await Tab.open(browser, context, 'light');
  await tab.logIn(given.users[role]);
  const ids = role === 'operator' ? await runFlows(tab) : given.ids;
  given.ids = ids;
  const rests = { execution: [ids.fails], flow: ['console', 'works'], edit: ['console', 'works'] };
  const schemes = role === 'operator' ? ['light', 'dark'] : ['light'];
  for (const scheme of schemes) {
    const own = scheme === 'light' ? tab : await Tab.open(browser, context, scheme);
    for (const { port, id } of all) {
      const path = ['', 'console', id, ...(rests[id] ?? [])].join('/');
      await own.visit(port, path, { view: id, role, axe: role === 'operator' });
      if (role === 'operator') {
        await own.picture(`${port}-${id}-${scheme}`);
        await own.firstRow(port, id);
      }
    }
    if (own !== tab) {
      // a page in the background is not drawn
      await own.page.close();
      await tab.page.bringToFront();
    }
  }
  if (role === 'operator') {
    await tab.open('management', '/console/routes');
    const { body } = await tab.ask('/', 'GET');
    const links = await (await tab.page.waitForSelector('main table')).evaluate((table) =>
      [...new Set([...table.querySelectorAll('a')].map((link) => link.getAttribute('href')))]);
    note('routes', { links, known: Object.keys(body._links ?? {}) });
    for (const path of [...links, '/metrics/jvm.memory.used', '/scheduler/console/works/nightly',
      `/executor/${ids.rests}`, `/worker/${ids.rests}.rest`, '/scheduler?namespace=console',
      '/runbooks/WindhoverNoFreeSlots']) {
      await tab.visit('management', path, { view: 'json', role, axe: path.startsWith('/scheduler') });
    }
    await tab.visit('management', '/nothing', { view: 'none', role });
    await attack(context, tab);
    note('after', { role, level: (await tab.ask('/loggers/io.windhover.attacked', 'GET')).body });
  } else {
    await tab.open('management', '/console/routes');
    note('refused', { role, status: (await tab.ask('/worker', 'POST', { state: 'draining' })).status,
      api: (await tab.open('api', '/console/executions').then(() =>
        tab.ask(`/api/executions/${ids.rests}/kill`, 'POST', {}))).status });
  }
  await tab.open('management', '/console/routes');
  await tab.page.evaluate(() => [...document.querySelectorAll('.account button')].at(-1).click());
  await tab.page.waitForSelector('dialog input[name=password]');
  note('logout', { role, status: await tab.page.evaluate(async () =>
    (await fetch('/worker', { headers: { 'Windhover-Console': '1' } })).status) });
  await context.close();
}

/** What a person does by clicks: writes a flow, runs it, restarts what failed, drains a worker, pauses a trigger. */
async function story(browser) {
  const context = await browser.createBrowserContext();
  const tab = await Tab.open(browser, context, 'light');
  await tab.logIn(given.users.operator);
  const { page } = tab;
  const press = async (label, within = 'main') => {
    const button = await page.waitForFunction((text, scope) => [...document.querySelectorAll(`${scope} button`)]
      .find((one) => one.innerText.trim() === text && !one.disabled), { timeout: 60_000, polling: 100 }, label, within);
    await button.asElement().evaluate((one) => one.click());
  };
  const confirm = async (label) => {
    await press(label);
    await press(label, 'dialog[open] footer');
    await page.waitForFunction(() => !document.querySelector('dialog[open]'), { timeout: 60_000, polling: 100 });
  };
  // a function that fails when it is first asked is never asked again
  const shows = (text) => page.waitForFunction((wanted) => document.querySelector('main')?.innerText.includes(wanted),
    { timeout: 60_000, polling: 100 }, text);
  const follow = async (selector) => {
    const link = await page.waitForSelector(selector, { timeout: 60_000 });
    await Promise.all([page.waitForNavigation(), link.evaluate((one) => one.click())]);
  };
  const step = (name, details = {}) => note('story', { name, complaints: [...tab.complaints], ...details });

  await tab.open('api', '/console/edit/console/story');
  const field = await page.waitForFunction(
    () => document.querySelector('.editor')?.shadowRoot?.querySelector('.cm-content'),
    { timeout: 60_000, polling: 100 });
  await field.asElement().click();
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  const marker = join(given.profile, 'story');
  // fails once, so that it can be restarted
  await page.keyboard.sendCharacter(`{namespace: console, id: story, tasks: [{id: first, type: log, message: hello}, `
    + `{id: once, type: shell, command: 'test -e ${marker} || { touch ${marker}; exit 1; }'}]}`);
  await press('Store…');
  await press('Store', 'dialog[open] footer');
  await shows('Stored as revision 1');
  step('written');

  await tab.open('api', '/console/flow/console/story?tab=run');
  await press('Start an execution');
  await page.waitForFunction(() => location.pathname.startsWith('/console/execution/'),
    { timeout: 60_000, polling: 100 });
  await shows('FAILED');
  step('failed', { path: new URL(page.url()).pathname });
  await confirm('Restart');
  await shows('SUCCESS');
  step('restarted');

  await tab.open('management', '/console/failures?flowId=fails');
  await shows('not today');
  await follow('main tr[data-href] td[data-name=Failures] a');
  await shows('failed for');
  await press('Restart…');
  const would = await page.waitForFunction(() =>
    /\d+ would be touched/.exec(document.querySelector('dialog[open]')?.innerText)?.[0],
  { timeout: 60_000, polling: 100 }).catch(async (cause) => {
    const dialog = await page.evaluate(() => document.querySelector('dialog[open]')?.innerText);
    throw new Error(dialog ?? 'no dialog', { cause });
  });
  step('found by cause', { path: new URL(page.url()).pathname, would: await would.jsonValue() });

  await tab.open('management', '/console/workers');
  await confirm('Drain');
  await shows('Resume');
  await confirm('Resume');
  await shows('Drain');
  step('drained and resumed', { state: (await tab.ask('/worker', 'GET')).body.state });

  await tab.open('api', '/console/flow/console/works?tab=triggers');
  await follow('a.inside');
  await confirm('Pause');
  await shows('Resume');
  step('paused', { paused: (await tab.ask('/scheduler/console/works/nightly', 'GET')).body.paused });
  await confirm('Resume');
  await shows('Pause');
  step('resumed');
  await context.close();
}

const browser = await puppeteer.launch({ executablePath: given.chromium, headless: true, userDataDir: given.profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en'] });
try {
  const all = await views();
  note('views', { ids: all.map(({ port, id }) => `${port} ${id}`) });
  await look(browser, 'operator', all);
  await look(browser, 'viewer', all);
  await story(browser);
  note('end', {});
} finally {
  await browser.close();
}
