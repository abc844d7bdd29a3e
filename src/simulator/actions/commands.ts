import type { Invocation } from '../estate/model.ts';
import { MINUTE, seconds } from '../time.ts';
import { ApiError, notFound } from '../wire/api-error.ts';
import { type Actions, COMMON_TOKEN, type Context, findInstance } from './context.ts';
import { pageFields, pageOf } from './paging.ts';
import { ecsTags, readTags, tagFilter } from './tags.ts';

/** Cloud Assistant: is the agent there, and running a command that always succeeds. */

function agentReady(c: Context, instanceId: string): boolean {
  const instance = findInstance(c, instanceId);
  return instance?.status === 'Running' && instance.assistantReadyAt <= c.now;
}

function describeCloudAssistantStatus(c: Context): Record<string, unknown> {
  const ids = c.params.list('InstanceId');
  const osType = c.params.text('OSType')?.toLowerCase();
  const found = [...c.estate.instances.values()].filter(
    (i) =>
      i.regionId === c.regionId &&
      i.visibleAt <= c.now &&
      (ids.length === 0 || ids.includes(i.id)) &&
      (osType === undefined || i.osName.osType === osType),
  );
  const page = pageOf(found, c.params, { maximum: 50 });
  const items = ids.length > 0 ? found.slice(0, 100) : page.items;
  return {
    ...pageFields(page),
    InstanceCloudAssistantStatusSet: {
      InstanceCloudAssistantStatus: items.map((i) => ({
        InstanceId: i.id,
        // A word, and it lags Running by the boot time. [traps 34, 53]
        CloudAssistantStatus: agentReady(c, i.id) ? 'true' : 'false',
        CloudAssistantVersion: '2.2.3.857',
        OSType: i.osName.osType === 'windows' ? 'Windows' : 'Linux',
        ActiveTaskCount: 0,
        InvocationCount: 0,
        LastHeartbeatTime: agentReady(c, i.id) ? seconds(c.now - (c.now % MINUTE)) : '',
        SupportSessionManager: true,
      })),
    },
  };
}

function runCommand(c: Context): Record<string, unknown> {
  const { params, estate } = c;
  const type = params.need('Type');
  if (!['RunBatScript', 'RunPowerShellScript', 'RunShellScript'].includes(type))
    throw new ApiError(403, 'InvalidCmdType.NotFound', 'The specified command type does not exist.');
  const content = params.need('CommandContent');
  const encoded =
    (params.text('ContentEncoding') ?? 'PlainText').toLowerCase() === 'base64'
      ? content
      : Buffer.from(content).toString('base64');
  if (encoded.length > 24 * 1024)
    throw new ApiError(403, 'CmdContent.ExceedLimit', 'The length of the command content exceeds the limit.');
  const name = params.text('Name') ?? '';
  if (name.length > 128)
    throw new ApiError(403, 'CmdName.ExceedLimit', 'The length of the command name exceeds the limit.');
  const ids = params.list('InstanceId');
  if (ids.length > 100)
    throw new ApiError(403, 'InstanceIds.ExceedLimit', 'The number of instance ids exceeds the limit.');
  const tags = readTags(params);
  for (const id of ids) {
    const instance = findInstance(c, id);
    // One unsuitable instance fails the whole call. [trap 53]
    if (!instance || !agentReady(c, id)) throw notFound('InvalidInstance.NotFound', 'instance');
    if ((instance.osName.osType === 'windows') !== (type !== 'RunShellScript'))
      throw new ApiError(403, 'InvalidInstance.NotMatch', 'The command type does not match the operating system.');
  }
  const id = estate.ids.token('t-hz0', 12);
  const commandId = estate.ids.token('c-hz0', 12);
  // This API has no DryRun; it is a RepeatMode. [api: DryRun]
  if (params.text('RepeatMode') === 'DryRun') return { CommandId: commandId, InvokeId: id };
  const invocation: Invocation = {
    id,
    commandId,
    regionId: c.regionId,
    name,
    type,
    content: encoded,
    timeoutSeconds: params.number('Timeout') ?? 60,
    repeatMode: params.text('RepeatMode') ?? 'Once',
    username: params.text('Username') ?? '',
    workingDir: params.text('WorkingDir') ?? '',
    instanceIds: ids,
    createdAt: c.now,
    finishedAt: c.now + estate.durations.command(),
    tags,
  };
  estate.invocations.set(id, invocation);
  return { CommandId: commandId, InvokeId: id };
}

const OUTPUT = Buffer.from('ok\n');

function matching(c: Context): Invocation[] {
  const { params } = c;
  const tagsMatch = tagFilter(params);
  return [...c.estate.invocations.values()].filter(
    (inv) =>
      inv.regionId === c.regionId &&
      (!params.text('InvokeId') || params.text('InvokeId') === inv.id) &&
      (!params.text('CommandId') || params.text('CommandId') === inv.commandId) &&
      (!params.text('InstanceId') || inv.instanceIds.includes(params.need('InstanceId'))) &&
      tagsMatch(inv.tags),
  );
}

function outputText(c: Context): string {
  return (c.params.text('ContentEncoding') ?? 'Base64').toLowerCase() === 'plaintext'
    ? OUTPUT.toString()
    : OUTPUT.toString('base64');
}

function describeInvocationResults(c: Context): Record<string, unknown> {
  const instanceId = c.params.text('InstanceId');
  const rows = matching(c).flatMap((inv) =>
    inv.instanceIds.filter((id) => !instanceId || id === instanceId).map((id) => ({ inv, id })),
  );
  const page = pageOf(rows, c.params, { maximum: 50 });
  return {
    Invocation: {
      ...pageFields(page),
      InvocationResults: {
        InvocationResult: page.items.map(({ inv, id }) => {
          const done = inv.finishedAt <= c.now;
          return {
            InvokeId: inv.id,
            CommandId: inv.commandId,
            InstanceId: id,
            InvokeRecordStatus: done ? 'Finished' : 'Running',
            InvocationStatus: done ? 'Success' : 'Running',
            ...(done ? { ExitCode: 0 } : {}),
            Output: done ? outputText(c) : '',
            Dropped: 0,
            ErrorCode: '',
            ErrorInfo: '',
            Repeats: 1,
            StartTime: seconds(inv.createdAt),
            FinishedTime: done ? seconds(inv.finishedAt) : '',
            StopTime: '',
            Username: inv.username,
            Tags: ecsTags(inv.tags),
          };
        }),
      },
    },
  };
}

function describeInvocations(c: Context): Record<string, unknown> {
  const page = pageOf(matching(c), c.params, { maximum: 50 });
  const withOutput = c.params.boolean('IncludeOutput') ?? false;
  return {
    ...pageFields(page),
    Invocations: {
      Invocation: page.items.map((inv) => {
        const done = inv.finishedAt <= c.now;
        const status = done ? 'Finished' : 'Running';
        return {
          InvokeId: inv.id,
          CommandId: inv.commandId,
          CommandName: inv.name,
          CommandType: inv.type,
          CommandContent: inv.content,
          CommandDescription: '',
          CreationTime: seconds(inv.createdAt),
          Frequency: '',
          InvokeStatus: status,
          InvocationStatus: done ? 'Success' : 'Running',
          Parameters: '{}',
          RepeatMode: inv.repeatMode,
          Timed: false,
          Timeout: inv.timeoutSeconds,
          Username: inv.username,
          WorkingDir: inv.workingDir,
          InvokeInstances: {
            InvokeInstance: inv.instanceIds.map((id) => ({
              InstanceId: id,
              InstanceInvokeStatus: status,
              InvocationStatus: done ? 'Success' : 'Running',
              ...(done ? { ExitCode: 0 } : {}),
              Output: withOutput && done ? outputText(c) : '',
              Dropped: 0,
              ErrorCode: '',
              ErrorInfo: '',
              Repeats: 1,
              Timed: false,
              CreationTime: seconds(inv.createdAt),
              StartTime: seconds(inv.createdAt),
              FinishTime: done ? seconds(inv.finishedAt) : '',
              UpdateTime: seconds(inv.createdAt),
              StopTime: '',
            })),
          },
          Tags: ecsTags(inv.tags),
        };
      }),
    },
  };
}

export const COMMAND_ACTIONS: Actions = {
  DescribeCloudAssistantStatus: { handler: describeCloudAssistantStatus },
  RunCommand: {
    handler: runCommand,
    ignores: [
      'ContainerId',
      'ContainerName',
      'Description',
      'EnableParameter',
      'Frequency',
      'KeepCommand',
      'Launcher',
      'OssOutputDelivery',
      'Parameters',
      'ResourceGroupId',
      'TerminationMode',
      'Timed',
      'WindowsPasswordName',
    ],
    mutating: true,
    tokenMismatch: COMMON_TOKEN,
    gaps: ['every command succeeds with the output "ok"; parameters, schedules and containers have no effect'],
  },
  DescribeInvocationResults: {
    handler: describeInvocationResults,
    ignores: ['IncludeHistory', 'InvokeRecordStatus', 'ResourceGroupId'],
  },
  DescribeInvocations: {
    handler: describeInvocations,
    ignores: ['CommandName', 'CommandType', 'InvokeStatus', 'RepeatMode', 'ResourceGroupId', 'Timed'],
  },
};
