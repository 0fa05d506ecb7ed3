// What a person does by clicks.
import { join } from 'node:path';
import { given, note, Tab } from './tab.mjs';

/** Writes a flow, runs it, restarts what failed, drains a worker, pauses a trigger. */
export async function story(browser) {
  const context = await browser.createBrowserContext();
  const tab = await Tab.open(browser, context, 'light');
  await tab.logIn(given.users.operator);
  const { page } = tab;
  const step = (name, details = {}) => note('story', { name, complaints: [...tab.complaints], ...details });

  await tab.open('api', '/console/edit/console/story');
  const field = await tab.waits(
    () => document.querySelector('.editor')?.shadowRoot?.querySelector('.cm-content'));
  await field.asElement().click();
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  const marker = join(given.profile, 'story');
  // fails once, so that it can be restarted
  await page.keyboard.sendCharacter(`{namespace: console, id: story, tasks: [{id: first, type: log, message: hello}, `
    + `{id: once, type: shell, command: 'test -e ${marker} || { touch ${marker}; exit 1; }'}]}`);
  await tab.press('Store…');
  await tab.agree('Store');
  await tab.shows('Stored as revision 1');
  step('written');

  await tab.open('api', '/console/flow/console/story?tab=run');
  await tab.press('Start an execution');
  await tab.waits(() => location.pathname.startsWith('/console/execution/'));
  await tab.shows('FAILED');
  step('failed', { path: new URL(page.url()).pathname });
  await tab.confirm('Restart');
  await tab.shows('SUCCESS');
  step('restarted');

  await tab.open('management', '/console/failures?flowId=fails');
  await tab.shows('not today');
  await tab.follow('main tr[data-href] td[data-name=Failures] a');
  await tab.shows('failed for');
  await tab.press('Restart…');
  const would = await tab.waits(() =>
    /\d+ would be touched/.exec(document.querySelector('dialog[open]')?.innerText)?.[0]).catch(async (cause) => {
    const dialog = await page.evaluate(() => document.querySelector('dialog[open]')?.innerText);
    throw new Error(dialog ?? 'no dialog', { cause });
  });
  step('found by cause', { path: new URL(page.url()).pathname, would: await would.jsonValue() });

  await tab.open('management', '/console/workers');
  await tab.confirm('Drain');
  await tab.shows('Resume');
  await tab.confirm('Resume');
  await tab.shows('Drain');
  step('drained and resumed', { state: (await tab.ask('/worker', 'GET')).body.state });

  await tab.open('api', '/console/flow/console/works?tab=triggers');
  await tab.follow('a.inside');
  await tab.confirm('Pause');
  await tab.shows('Resume');
  step('paused', { paused: (await tab.ask('/scheduler/console/works/nightly', 'GET')).body.paused });
  await tab.confirm('Resume');
  await tab.shows('Pause');
  step('resumed');
  await context.close();
}
