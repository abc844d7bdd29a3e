import { expect, test } from 'vitest';
import { ACTIONS, type Action, type Purpose } from '../../src/cloud/actions.ts';
import { PURPOSES, policyFor } from '../../src/cloud/policy.ts';

/** docs/permissions.md is made here from the table that the calls are made from; `vitest run -u` writes it anew. */

const SAID: Record<Purpose, string> = {
  instance: 'Recover an instance from snapshots',
  image: 'Recover an instance from a whole-instance image',
  disks: 'Recover single disks',
  'read-only': 'Look, and check a recovery',
};

const actions: Action[] = Object.values(ACTIONS);
const rows = (kind: Action['kind']) =>
  actions
    .filter((a) => a.kind === kind)
    .flatMap((a) => a.ram.map((ram) => [ram, a] as const))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([ram, a]) => {
      const marks = PURPOSES.map((p) => (a.purposes.includes(p) ? 'x' : ''));
      const limit = a.global
        ? 'none: RAM knows no region for it'
        : a.tagged
          ? 'region, our tag in the request'
          : 'region';
      return `| \`${ram}\` | ${marks.join(' | ')} | ${ram === 'ecs:AttachDisk' ? 'region, our tag on the disk' : limit} |`;
    });

const table = (kind: Action['kind']) =>
  [
    `| RAM action | ${PURPOSES.join(' | ')} | limited by |`,
    `|---|${PURPOSES.map(() => ':-:').join('|')}|---|`,
    ...rows(kind),
  ].join('\n');

const page = `# Permissions

Made from the table of actions that the server's calls are made from (\`src/cloud/actions.ts\`), and checked by a test.
The tool \`check-access\` tells which of these are denied to the credentials in use, as far as that can be told without
changing anything, and hands over the same policies for your region and your source.

## Which RAM actions are needed

| purpose | what for |
|---|---|
${PURPOSES.map((p) => `| ${p} | ${SAID[p]} |`).join('\n')}

### To read

${table('read')}

### To create

${table('change')}

Nothing is ever modified, stopped, detached or deleted. Where the source has a RAM role, its copy gets the same one:
that needs \`ram:PassRole\` for this role. \`sts:GetCallerIdentity\` is asked, too; RAM never denies it.

What only informs never stops a recovery: without \`ecs:DescribePrice\`, for example, the price is shown as not known,
with the reason.

## The smallest policies

For region \`cn-hangzhou\` and a source with the RAM role \`app-role\`.

${PURPOSES.map((p) => {
  const policy = policyFor({ purposes: [p], regions: ['cn-hangzhou'], ramRoleName: 'app-role' });
  return `### ${SAID[p]}\n\n\`\`\`json\n${JSON.stringify(policy, undefined, 2)}\n\`\`\``;
}).join('\n\n')}
`;

test('docs/permissions.md says what the table of actions says', async () => {
  await expect(page).toMatchFileSnapshot('../../docs/permissions.md');
});
