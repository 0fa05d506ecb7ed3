// What people are used to: addresses, back, keys, time zones, narrow screens, and what they do to one execution or
// trigger.
import { given, note, origins, pathOf, Tab } from './tab.mjs';

const NARROW = { width: 390, height: 844 };

export async function habits(browser, views) {
  const context = await browser.createBrowserContext();
  for (const origin of Object.values(origins)) {
    await context.overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  }
  const tab = await Tab.open(browser, context, 'light');
  await tab.page.emulateTimezone('Asia/Tokyo');
  await tab.logIn(given.users.operator);
  // those of the wrong password, which is tried first
  tab.complaints.length = 0;
  for (const habit of [dragAndBack, keys, zone, curl, replay, pauseAndKill, fire, backfill, level]) {
    const details = await habit(tab);
    note('habit', { name: habit.name, complaints: [...tab.complaints], ...details });
  }
  await narrow(tab, views);
  await context.close();
}

/** Drags a range of the histogram, reloads its address, and goes back. */
async function dragAndBack(tab) {
  const { page } = tab;
  const dates = () => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));
  await tab.open('api', '/console/executions?namespace=console');
  const box = await (await page.waitForSelector('.histogram-box svg', { timeout: 60_000 })).boundingBox();
  const all = await page.$$eval('main tr[data-href]', (rows) => rows.length);
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await tab.shows('No execution matches');
  const dragged = await dates();
  await page.reload();
  await tab.shows('No execution matches');
  await page.goBack();
  await tab.waits((count) => document.querySelectorAll('main tr[data-href]').length >= count, all);
  return { all, dragged, back: await dates() };
}

async function keys(tab) {
  const { page } = tab;
  const marked = () => page.$$eval('main tr[data-href]', (all) => all.findIndex((row) =>
    row.classList.contains('marked')));
  await tab.open('api', '/console/flows');
  await page.waitForSelector('main tr[data-href]', { timeout: 60_000 });
  const marks = [];
  for (const key of ['j', 'j', 'k']) {
    await page.keyboard.press(key);
    marks.push(await marked());
  }
  const row = await page.$eval('main tr.marked', (one) => one.dataset.href);
  await page.keyboard.press('Enter');
  await tab.waits((path) => location.pathname + location.search === path, row);
  await page.goBack();
  await page.waitForSelector('main input[type=search]');
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press('/');
  const searched = await page.evaluate(() => document.activeElement.type);
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.type('?');
  await page.waitForSelector('dialog[open][aria-label=Keys]');
  await page.keyboard.press('Escape');
  await tab.waits(() => !document.querySelector('dialog[open]'));
  await page.keyboard.type('ge');
  await tab.waits(() => location.pathname === '/console/executions'
    && document.querySelector('main tr[data-href] time'));
  return { marks, row, searched };
}

async function zone(tab) {
  const { page } = tab;
  const exact = async () => (await page.waitForSelector('main time[title]', { timeout: 60_000 })).evaluate((one) =>
    one.title);
  await tab.open('api', '/console/executions');
  const titles = [await exact()];
  await tab.press('Asia/Tokyo', 'header');
  titles.push(await exact());
  await tab.open('api', '/console/executions');
  titles.push(await exact());
  await tab.press('UTC', 'header');
  titles.push(await exact());
  return { titles };
}

/** What each view of a port asks for, for a terminal. */
async function curl(tab) {
  await tab.open('management', '/console/workers');
  await tab.page.bringToFront();
  await tab.page.click('header.top button[title^="The requests"]');
  await tab.waits(() => document.querySelector('header.top').innerText.includes('Copied'));
  return { copied: (await tab.page.evaluate(() => navigator.clipboard.readText())).split('\n') };
}

async function replay(tab) {
  await tab.open('api', '/console/executions');
  const { body } = await tab.ask('/api/executions?namespace=console&flowId=works', 'GET');
  await tab.open('api', `/console/execution/${body.items[0].id}`);
  await tab.confirm('Replay…');
  await tab.shows('replay from');
  await tab.shows('SUCCESS');
  return { of: body.items[0].id, path: new URL(tab.page.url()).pathname };
}

async function pauseAndKill(tab) {
  const id = given.ids.rests;
  await tab.open('api', `/console/execution/${id}`);
  await tab.confirm('Pause');
  await tab.confirm('Resume');
  await tab.confirm('Kill');
  await tab.shows('KILLED');
  return { state: (await tab.ask(`/api/executions/${id}`, 'GET')).body.state };
}

async function fire(tab) {
  await tab.open('management', '/console/scheduler/console/works/nightly');
  await tab.confirm('Fire now');
  const execution = await tab.waits(() => [...document.querySelectorAll('main a')].map((link) => link.href)
    .find((href) => href.includes('/console/execution/')));
  const id = (await execution.jsonValue()).split('/').at(-1);
  await tab.open('api', `/console/execution/${id}`);
  const { body } = await tab.ask(`/api/executions/${id}`, 'GET');
  return { trigger: body.trigger.id };
}

/** Three days of a schedule that fires each night. */
async function backfill(tab) {
  await tab.open('api', '/console/flow/console/works?tab=triggers');
  await tab.press('Backfill…');
  const now = Date.now();
  const days = (count) => new Date(now - count * 86_400_000).toISOString().slice(0, 10);
  const fields = await tab.page.$$('dialog[open] input[type=datetime-local]');
  for (const [at, text] of [`${days(4)}T00:00:00`, `${days(1)}T00:00:00`].entries()) {
    await fields[at].evaluate((field, value) => {
      field.value = value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }, text);
  }
  await tab.agree('Backfill…');
  await tab.shows('3 of 3 ended');
  const { dates, failed } = (await tab.ask('/api/flows/console/works/triggers', 'GET')).body.items[0].backfill;
  return { dates, failed };
}

/** Of one logger, and back to that of its parent. */
async function level(tab) {
  const name = 'io.windhover.worker';
  const choose = async (value) => {
    await tab.open('management', `/console/loggers?q=${name}`);
    await tab.press('Change level', 'main tbody tr:first-child');
    await tab.page.select('dialog[open] select', value);
    await tab.agree('Change level');
    return (await tab.ask(`/loggers/${name}`, 'GET')).body;
  };
  return { chosen: await choose('DEBUG'), back: await choose('') };
}

/** Every view as on a telephone. */
async function narrow(tab, views) {
  const { page } = tab;
  await page.setViewport(NARROW);
  for (const { port, id } of views) {
    await tab.visit(port, pathOf(id), { view: id, role: 'narrow' });
    await tab.picture(`${port}-${id}-narrow`);
  }
  await tab.press('☰ Menu', 'header');
  await page.waitForSelector('nav.side.open a');
}
