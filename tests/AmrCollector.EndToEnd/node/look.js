// Opens pages of the service in Debian's Chromium and says, as one JSON line, what a person would meet.
// node look.js ADDRESS FOLDER JSON: {"language":"en","width":1280,"steps":[{"open":"/"},{"shot":"overview"},{"text":"h1"},{"press":"Tab","times":3},{"fill":["input[name=q]","x"]},{"click":"button"}]}
'use strict';
const { chromium } = require('playwright-core');

const [address, folder, script] = process.argv.slice(2);
const { language = 'en', width = 1280, height = 900, dark = false, steps } = JSON.parse(script);

async function main() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const complaints = [];
  const wide = [];
  const seen = [];
  try {
    const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
    const page = await context.newPage();
    page.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('requestfailed', request => { if (!request.failure().errorText.includes('ABORTED')) complaints.push(`${request.url()}: ${request.failure().errorText}`); });
    for (const step of steps) {
      await take(page, step, seen);
      if (await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1) && !wide.includes(page.url())) wide.push(page.url());
    }
    console.log(JSON.stringify({ complaints, seen, wide }));
  } finally {
    await browser.close();
  }
}

async function take(page, step, seen) {
  if (step.open) await page.goto(new URL(step.open, address).href, { waitUntil: 'load' });
  if (step.shot) await page.screenshot({ path: `${folder}/${step.shot}.png`, fullPage: true });
  if (step.text) seen.push(await page.locator(step.text).first().innerText());
  if (step.count) seen.push(await page.locator(step.count).count());
  if (step.fill) await page.locator(step.fill[0]).first().fill(step.fill[1]);
  if (step.type) await page.keyboard.type(step.type);
  if (step.click) await Promise.all([page.waitForLoadState('load'), page.locator(step.click).first().click()]);
  const settled = step.settle ? page.waitForNavigation({ waitUntil: 'load' }) : null;
  for (let i = 0; step.press && i < (step.times ?? 1); i++) await page.keyboard.press(step.press);
  await settled;
  if (step.reach) seen.push(await reach(page));
  if (step.focus) seen.push(await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.name ?? ''} ${document.activeElement.textContent.trim()}`.trim()));
}

// Tabs through the page: how many of its links, fields and buttons come into focus, how many there are, and how many of those that came show no frame.
async function reach(page) {
  const all = await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }) ?? [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter(one => one.getClientRects().length > 0 && !one.disabled).map((one, i) => one.dataset.reach = i).length);
  const came = new Set();
  let bare = 0;
  await page.evaluate(() => { document.activeElement?.blur(); });
  for (let i = 0; i < all + 5; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (one?.dataset?.reach === undefined) return null;
      const style = getComputedStyle(one);
      return [one.dataset.reach, style.outlineStyle !== 'none' || style.boxShadow !== 'none' || one instanceof SVGElement];
    });
    if (at === null) continue;
    if (!came.has(at[0]) && !at[1]) bare++;
    came.add(at[0]);
  }
  return `${came.size} of ${all}, ${bare} bare`;
}

main().catch(error => { console.error(error); process.exit(1); });
