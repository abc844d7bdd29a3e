import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SpawnedCloud, spawnCloud } from '../support/spawned-cloud.ts';

/** A person watches a drill: the built program, the page it serves, a browser. Another program does the recovery meanwhile. */

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const RECOVERY = 'rec-page-drill';
const HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=2</script><b>bold</b>';
const SCENARIO = {
  name: 'shop-with-a-hostile-name',
  extends: 'default',
  instances: [{ id: 'i-bp1batch010000000000', name: HOSTILE }],
};

interface Api {
  // biome-ignore lint/suspicious/noExplicitAny: answers by wire names
  request(action: string, params?: object, options?: object): Promise<any>;
}

let folder: string;
let cloud: SpawnedCloud;
let browser: BrowserContext;
let page: Page;
let api: Api;
const problems: string[] = [];
const elsewhere: string[] = [];

beforeAll(async () => {
  if (!existsSync(CHROMIUM)) throw new Error(`${CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM`);
  folder = await mkdtemp(join(tmpdir(), 'ecs-dr-page-'));
  const scenario = join(folder, 'scenario.json');
  await writeFile(scenario, JSON.stringify(SCENARIO));
  cloud = await spawnCloud(['--speed', '60', '--scenario', scenario]);
  const Rpc = createRequire(import.meta.url)('@alicloud/pop-core') as new (config: object) => Api;
  api = new Rpc({ ...cloud.start, endpoint: cloud.start.ecsEndpoint, apiVersion: '2014-05-26' });
  browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width: 1280, height: 1000 },
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  page = browser.pages()[0] ?? (await browser.newPage());
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(cloud.start.statePage)) elsewhere.push(request.url());
  });
  await page.goto(cloud.start.statePage);
});
afterAll(async () => {
  await browser?.close();
  await cloud?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const shot = async (name: string) => {
  await mkdir('reports', { recursive: true });
  await page.screenshot({ path: `reports/${name}.png`, fullPage: true });
};
const row = (text: string) => page.locator('tr', { hasText: text }).first();

test('the estate is there when the page opens', async () => {
  await page.getByText('web-prod-01', { exact: true }).waitFor();
  expect(await page.title()).toBe('Embedded cloud');
  expect(await page.locator('#scenario').textContent()).toBe(SCENARIO.name);
  expect(await row('i-bp1webprod0100000000').textContent()).toContain('cn-hangzhou-h');
  expect(await page.locator('#recoveries').textContent()).toMatch(/None yet/);
});

test('a name that is markup stays text', async () => {
  await page.getByText(HOSTILE, { exact: true }).waitFor();
  expect(await page.locator('main img, td b, main script').count()).toBe(0);
  expect(await page.evaluate('window.hit')).toBeUndefined();
});

test('a recovery appears under its id, and comes alive without a reload', async () => {
  const loaded = await page.evaluate('performance.timeOrigin');
  const tag = [{ Key: 'ecs-dr:recovery', Value: RECOVERY }];
  const region = { RegionId: 'cn-hangzhou' };
  const { SnapshotGroupId } = await api.request('CreateSnapshotGroup', {
    ...region,
    InstanceId: 'i-bp1webprod0100000000',
    Name: 'drill',
    Tag: tag,
  });
  const recovery = page.locator('section.recovery', { hasText: RECOVERY });
  await recovery.getByText(SnapshotGroupId, { exact: true }).waitFor();
  await recovery.locator('progress').first().waitFor();
  await shot('state-page-during');
  const [group] = (await api.request('DescribeSnapshotGroups', { ...region, SnapshotGroupId: [SnapshotGroupId] }))
    .SnapshotGroups.SnapshotGroup;
  expect(group.SnapshotGroupId).toBe(SnapshotGroupId);
  await recovery.locator('tr', { hasText: SnapshotGroupId }).getByText('accomplished').waitFor({ timeout: 30_000 });
  const { Snapshots } = await api.request('DescribeSnapshots', {
    ...region,
    InstanceId: 'i-bp1webprod0100000000',
    'Tag.1.Key': 'ecs-dr:recovery',
    'Tag.1.Value': RECOVERY,
    MaxResults: 100,
  });
  const devices: Record<string, string> = { sys: '/dev/xvda', dat1: '/dev/xvdb', dat2: '/dev/xvdc' };
  const { ImageId } = await api.request('CreateImage', {
    ...region,
    ImageName: 'drill',
    'Features.ImdsSupport': 'v2',
    Tag: tag,
    DiskDeviceMapping: Snapshots.Snapshot.map((s: { SnapshotId: string; SourceDiskId: string }) => ({
      SnapshotId: s.SnapshotId,
      Device: Object.entries(devices).find(([part]) => s.SourceDiskId.includes(part))?.[1],
    })),
  });
  await recovery.locator('tr', { hasText: ImageId }).getByText('Usable', { exact: true }).waitFor({ timeout: 60_000 });
  const { InstanceIdSets } = await api.request('RunInstances', {
    ...region,
    ImageId,
    InstanceType: 'ecs.g7.xlarge',
    InstanceName: 'recovery-web-prod-01',
    VSwitchId: 'vsw-bp1prodi000000000000',
    SecurityGroupId: 'sg-bp1web00000000000000',
    UserData: 'c2VjcmV0LXNjcmlwdA==',
    Tag: tag,
  });
  const [id] = InstanceIdSets.InstanceIdSet;
  await recovery
    .locator('tr', { hasText: id })
    .first()
    .getByText('Running', { exact: true })
    .waitFor({ timeout: 30_000 });
  expect(await page.evaluate('performance.timeOrigin')).toBe(loaded);
});

test('requests arrive at the top with what came of them, without secrets', async () => {
  await api.request('DescribeDisks', { DiskID: 'typo' }).catch(() => {});
  await page.getByText('InvalidParameter.Unknown').first().waitFor();
  expect(await page.locator('#requests li').first().textContent()).toContain('DescribeDisks');
  const run = page.locator('#requests li', { hasText: 'RunInstances' }).first();
  expect(await run.textContent()).toContain('UserData=***');
  expect(await page.content()).not.toContain('c2VjcmV0');
});

test('the page fits a small screen, and a dark one', async () => {
  await shot('state-page');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('state-page-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
  await shot('state-page-phone');
});

test('nothing was loaded from elsewhere, and the browser complained of nothing', () => {
  expect(elsewhere.filter((url) => !url.startsWith('data:') && url !== 'about:blank')).toEqual([]);
  expect(problems).toEqual([]);
});

test('when the cloud goes, the page says so', async () => {
  await cloud.close();
  await page.getByText('not reachable').waitFor({ timeout: 15_000 });
});
