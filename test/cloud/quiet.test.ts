import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('no library inside prints a request, although DEBUG asked for it before they were loaded', async () => {
  vi.stubEnv('DEBUG', '*');
  const printed: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  const { fakeApi, ok, openOn, refusal } = await import('./fake-api.ts');
  const api = await fakeApi({ DescribeInstances: () => ok({}), DescribeDisks: () => refusal(400, 'InvalidParameter') });
  const { cloud } = openOn(api.endpoint);
  await cloud.instances('cn-hangzhou', {});
  await expect(cloud.disks('cn-hangzhou', {})).rejects.toMatchObject({ details: { code: 'InvalidParameter' } });
  await api.close();
  expect(api.calls).toHaveLength(2);
  expect(printed).toEqual([]);
});
