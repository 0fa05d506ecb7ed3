// Looks at the console of a running application as a person does, in Chromium, and writes what it saw as JSON lines.
// The one argument is explained in tab.mjs.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { habits } from './habits.mjs';
import { story } from './story.mjs';
import { given, note, origins, pathOf, Tab } from './tab.mjs';

/** The views whose modules are here, as the list of the console has them. */
async function views() {
  const assets = join(given.sources, 'assets');
  const list = readFileSync(join(assets, 'views.js'), 'utf8');
  const { VIEWS } = await import(`data:text/javascript,${encodeURIComponent(list)}`);
  return Object.entries(VIEWS).flatMap(([port, all]) => all.map(({ id, load }) => ({ port, id,
    file: /'\.\/([^']+)'/.exec(String(load))[1] }))).filter(({ file }) => existsSync(join(assets, file)));
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
  const schemes = role === 'operator' ? ['light', 'dark'] : ['light'];
  for (const scheme of schemes) {
    const own = scheme === 'light' ? tab : await Tab.open(browser, context, scheme);
    for (const { port, id } of all) {
      await own.visit(port, pathOf(id), { view: id, role, axe: role === 'operator' });
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

const browser = await puppeteer.launch({ executablePath: given.chromium, headless: true, userDataDir: given.profile,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync', '--lang=en'] });
try {
  const all = await views();
  note('views', { ids: all.map(({ port, id }) => `${port} ${id}`) });
  await look(browser, 'operator', all);
  await look(browser, 'viewer', all);
  await story(browser);
  await habits(browser, all);
  note('end', {});
} finally {
  await browser.close();
}
