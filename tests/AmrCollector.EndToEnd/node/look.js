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
  const seen = [];
  try {
    const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB', viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
    const page = await context.newPage();
    page.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()); });
    page.on('pageerror', error => complaints.push(String(error)));
    page.on('requestfailed', request => { if (!request.failure().errorText.includes('ABORTED')) complaints.push(`${request.url()}: ${request.failure().errorText}`); });
    for (const step of steps) await take(page, step, seen);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
    console.log(JSON.stringify({ complaints, seen, overflow, url: page.url() }));
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
  if (step.focus) seen.push(await page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.name ?? ''} ${document.activeElement.textContent.trim()}`.trim()));
}

main().catch(error => { console.error(error); process.exit(1); });
