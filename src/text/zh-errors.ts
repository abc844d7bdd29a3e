/** Simplified Chinese of the errors of configuration, arguments and steps (src, src/flow, tools). */
export const errors: Readonly<Record<string, string>> = {
  'it is a symbolic link, which is not followed': '它是符号链接，不会跟随',
  'this server may not write it': '本服务无权写入',
  'it is a folder': '它是文件夹',
  'a part of its path is no folder': '路径中有一部分不是文件夹',
  'its file system is read-only': '所在文件系统为只读',
  'no space is left': '没有剩余空间',
  'nobody reads it': '没有读取方',
  'its reader is too slow': '读取方过慢',
  'unknown error': '未知错误',
  '{0} is {1}.': '{0} 为 {1}。',
  '{0} must be {1}.': '{0} 必须是{1~}。',
  'Set {0} to {1}, or leave it out.': '请将 {0} 设置为{1~}，或不设置。',
  'a host name, or http://127.0.0.1:PORT (plain http on loopback only)':
    '主机名，或 http://127.0.0.1:PORT（明文 http 仅限本机回环地址）',
  'without http, https, net and tls, which print credentials to stderr':
    '不含 http、https、net 和 tls 的值（它们会将凭据输出到 stderr）',
  'one of {0}': '以下之一：{0}',
  'a region id such as cn-hangzhou': '地域 ID，例如 cn-hangzhou',
  '{0}: {1} is not valid.': '{0}：{1} 无效。',
  'Call again with a {0} that is {1}. Nothing was created.': '请以正确的 {0} 再次调用：{1~}。未创建任何资源。',
  'a value nested too deeply to be shown': '嵌套过深、无法显示的值',
  'unknown field {0} (allowed: {1})': '未知字段 {0}（允许：{1}）',
  '{0} is required': '缺少 {0}',
  'The arguments do not fit the tool’s input schema.': '参数不符合该工具的输入模式。',
  'Correct the named fields and call again. Nothing was created.': '请更正所列字段后再次调用。未创建任何资源。',
  'must look like {0}-bp1abc…': '格式应类似 {0}-bp1abc…',
  'must look like cn-hangzhou': '格式应类似 cn-hangzhou',
  'must look like cn-hangzhou-k': '格式应类似 cn-hangzhou-k',
  'must look like ecs.g7.large': '格式应类似 ecs.g7.large',
  'must look like cloud_essd': '格式应类似 cloud_essd',
  'must look like ecs:RunInstances': '格式应类似 ecs:RunInstances',
  'must look like 10.0.8.0/24': '格式应类似 10.0.8.0/24',
  'must hold letters, digits, : _ . - only and start with a letter': '只能包含字母、数字和 : _ . -，且以字母开头',
  'must not start with auto, aliyun or acs:': '不能以 auto、aliyun 或 acs: 开头',
  'must be an id this server gave': '必须是本服务给出的 ID',
  'instanceName {0}': 'instanceName 的值{0~}',
  'must have 2 to {0} characters, not {1}': '须为 2 至 {0} 个字符，现为 {1} 个',
  'must start with a letter': '必须以字母开头',
  'must not start with http:// or https://': '不能以 http:// 或 https:// 开头',
  'must hold letters, digits and : _ . - only': '只能包含字母、数字和 : _ . -',
  'The change was not sent: its line in the audit trail could not be written.': '未发送该变更：无法写入其审计记录。',
  'The file that ECS_DR_AUDIT_FILE names cannot be written: {0}.': 'ECS_DR_AUDIT_FILE 指定的文件无法写入：{0~}。',
  'Mend the file or its folder, then call again with the same arguments: no restart is needed. Or name another one in ECS_DR_AUDIT_FILE, or leave it out (the audit trail goes to stderr in any case), and restart the server.':
    '请修复该文件或其文件夹，然后以相同参数再次调用，无需重启。也可以在 ECS_DR_AUDIT_FILE 中指定其他文件，或不设置（审计记录始终会输出到 stderr），然后重启服务。',
  'Correct the file that --scenario or --faults names and call again; or give another one in the host’s configuration and restart the server there.':
    '请更正 --scenario 或 --faults 指定的文件后再次调用；或在客户端配置中指定其他文件并重启服务。',
  'The program of this server was replaced or removed while it ran.': '本服务的程序在运行期间被替换或移除。',
  'A part that is loaded when it is first needed is no longer there: ecs-dr-mcp was upgraded, rebuilt or deleted.':
    '首次需要时才加载的部分已不存在：ecs-dr-mcp 被升级、重新构建或删除。',
  'Restart the server in your host, then call again with the same arguments: what already exists is found and used.':
    '请在客户端中重启服务，然后以相同参数再次调用：已有资源会被找到并继续使用。',
  'The plan changed every time it was shown.': '方案每次展示时都发生了变化。',
  'What the plan is computed from (stock, price, resources) changed between showing and approving.':
    '方案所依据的内容（库存、价格、资源）在展示与批准之间发生了变化。',
  'Call the tool again.': '请再次调用该工具。',
  'Call the tool again. Nothing was created.': '请再次调用该工具。未创建任何资源。',
  "{0} needs a person's approval, and this client has no dialog.": '{0} 需要人的批准，而该客户端没有对话框。',
  'ECS_DR_CONFIRM=elicitation allows changes only through a dialog; the client declares no form elicitation.':
    'ECS_DR_CONFIRM=elicitation 只允许通过对话框批准变更；该客户端没有声明支持表单 elicitation。',
  'Use a client with elicitation, or set ECS_DR_CONFIRM=auto so that the decision comes back as a result.':
    '请使用支持 elicitation 的客户端，或设置 ECS_DR_CONFIRM=auto，使决定作为结果返回。',
  'Unexpected {0} in this server.': '本服务发生意外错误 {0}。',
  'A defect of ecs-dr-mcp, not of your request.': '这是 ecs-dr-mcp 的缺陷，与您的请求无关。',
  'Call check-recovery to see what exists; report the log line of this moment.':
    '请调用 check-recovery 查看已有资源，并报告此时的日志。',
  // Adopting what an earlier call has made.
  'Recovery {0} has {1} {2} already: it {3}. Another {4} is not made in it.':
    '恢复任务 {0} 已有{1~} {2}（{3~}），不会再创建另一个（{4~}）。',
  'holds {0}': '包含 {0}',
  'without them': '不含这些',
  'was made of {0}': '创建自{0~}',
  'the whole instance': '整个实例',
  'of the whole instance': '基于整个实例',
  'of {0}': '基于 {0}',
  'is in {0}': '位于 {0}',
  'in {0}': '位于 {0}',
  'was made as {0}': '创建时的类型为 {0}',
  'of {0} as {1}': '基于 {0}、类型为 {1}',
  'was made from {0}': '创建自 {0}',
  'from {0}': '基于 {0}',
  'has {0} in {1}': '在 {1} 的网段为 {0}',
  'with {0}': '网段为 {0}',
  'has vSwitch {0}': '使用的交换机为 {0}',
  'is of type {0}': '规格为 {0}',
  'of type {0}': '规格为 {0}',
  'is named {0}': '名称为 {0}',
  'named {0}': '名称为 {0}',
  'has {0} at {1}': '在 {1} 的云盘类型为 {0}',
  'has no disk at {0}': '在 {0} 没有云盘',
  'with {0} there': '该处云盘类型为 {0}',
  'another block or left out ({0} has it, and is full)': '其他网段，或不填（{0} 已使用该网段，且地址已满）',
  'has vSwitch {0} in {1}': '使用 {1} 的交换机 {0}',
  'A recovery makes one of each that serves: a repeated call finds what an earlier one made.':
    '一次恢复中每种资源只创建一个：重复调用会找到此前创建的资源。',
  'Go on with {0} (check-recovery gives the next step). Or, if your user wants the other one as well, call again without recoveryId, answers and planToken: that begins another recovery and keeps this one. Nothing more was created.':
    '请使用 {0} 继续（check-recovery 会给出下一步）。如果用户也需要另一个，请不带 recoveryId、answers 和 planToken 再次调用：将开始新的恢复任务并保留当前任务。未再创建任何资源。',
  '{0} was approved and made {1}, which failed or is gone.': '{0} 已获批准并创建了 {1}，但它已失败或不存在。',
  'An approval makes one thing, not another after it.': '一次批准只创建一个资源，之后不会再创建。',
  'Call the same tool again without answers and planToken: the decision is asked anew.':
    '请不带 answers 和 planToken 再次调用同一工具：将重新询问。',
  'The API accepted {0} {1}, and now it is gone.': 'API 已受理{0~} {1}，但它现已不存在。',
  'The cloud gave it up, or somebody deleted it.': '云端放弃了创建，或有人删除了它。',
  'Call the same tool again without answers and planToken: the decision is asked anew, and it makes another one.':
    '请不带 answers 和 planToken 再次调用同一工具：将重新询问并创建新的资源。',
  'The API accepted the request but named no {0}.': 'API 已受理请求，但没有返回 {0}。',
  'The answer is incomplete.': '应答不完整。',
  'Call check-recovery: it finds what was created by its tags.':
    '请调用 check-recovery：它会根据标签找到已创建的资源。',
  // Disks.
  '{0} offers no category that can hold {1} for {2}.': '{0} 没有可为 {2} 容纳 {1} 的云盘类型。',
  'The API refused {0} there within the last {1} minutes. Offered beside: {2}.':
    'API 在最近 {1} 分钟内拒绝了 {0}。其他可用类型：{2~}。',
  'Offered: {0}.': '可用类型：{0~}。',
  'Choose a target instance in another zone or of another type, or try this one again after {0}.':
    '请选择其他可用区或其他实例规格的目标实例，或在 {0} 之后重试当前实例。',
  'Choose a target instance in another zone or of another type. {0}': '请选择其他可用区或其他实例规格的目标实例。{0~}',
  'a disk of {0} that can have snapshots: {1}': '{0} 的支持快照的云盘：{1}',
  'at least one disk id (or give instanceId)': '至少一个云盘 ID（或提供 instanceId）',
  'a cloud disk: {0} has no snapshots': '云盘：{0} 不支持快照',
  'Disk {0}': '云盘 {0}',
  'disks by their devices or ids: {0}': '用设备名或 ID 表示的云盘：{0}',
  'Snapshot {0} failed.': '快照 {0} 创建失败。',
  'The instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.':
    '实例在此期间被停止或重启、可用区受损，或服务端故障。',
  'Use an existing recovery point if describe-source lists one, or call create-snapshot again: it takes the failed ones anew.':
    '如果 describe-source 列出了已有的恢复点，请使用它；或再次调用 create-snapshot：会重新创建失败的快照。',
  'Disk {0} of this recovery is attached to {1}, not to {2}.': '本次恢复的云盘 {0} 已挂载到 {1}，而不是 {2}。',
  'The recovery already put the disk of this snapshot on another instance.': '本次恢复已将该快照的云盘挂载到其他实例。',
  'Use it there (targetInstanceId {0}), or call again without recoveryId: a new recovery makes another disk.':
    '请在该实例上使用（targetInstanceId {0}），或不带 recoveryId 再次调用：新的恢复任务会另行创建云盘。',
  'A disk is attached only to an instance that is Running or Stopped.':
    '只能将云盘挂载到 Running 或 Stopped 状态的实例。',
  'Wait until it is Running or Stopped and call again. {0}': '请等待其变为 Running 或 Stopped 后再次调用。{0~}',
  '{0} ({1}) has {2} of {3} disks; {4} more do not fit.':
    '{0}（{1}）已挂载 {2} 块云盘，上限 {3} 块；无法再挂载 {4} 块。',
  'No free disk slot on the target.': '目标实例没有空余的云盘挂载位。',
  'Recover fewer disks, choose another target, or let its owner detach a disk. {0}':
    '请减少恢复的云盘、选择其他目标实例，或由其所有者卸载云盘。{0~}',
  'Snapshot {0}': '快照 {0}',
  'Nothing was created.': '未创建任何资源。',
  'Nothing more was created.': '未再创建任何资源。',
  '{0} is locked ({1}).': '{0} 已被锁定（{1}）。',
  'No disk can be attached to an instance that is locked.': '无法将云盘挂载到已被锁定的实例。',
  'Settle it in the Security Center first, or choose another target instance. {0}':
    '请先在云安全中心处理，或选择其他目标实例。{0~}',
  'Settle the payment first, or choose another target instance. {0}': '请先结清费用，或选择其他目标实例。{0~}',
  'Choose another target instance, or wait until the lock is gone. {0}': '请选择其他目标实例，或等待锁定解除。{0~}',
  'The snapshots are in {0}, {1} is in {2}.': '快照位于 {0}，而 {1} 位于 {2}。',
  'A disk is made and attached in the region of its snapshot.': '云盘只能在其快照所在的地域创建和挂载。',
  'Choose a target instance in {0}. {1}': '请选择 {0} 的目标实例。{1~}',
  // The DR instance and its image.
  'The API accepted {0} and then gave it up: no stock.': 'API 受理了 {0}，随后放弃创建：没有库存。',
  'DR instance {0} was made and is not there any more.': '容灾实例 {0} 曾被创建，现已不存在。',
  'The capacity went away between acceptance and start (system event SystemFailure.Delete).':
    '受理与启动之间库存耗尽（系统事件 SystemFailure.Delete）。',
  'Somebody released it, or the cloud gave it up for lack of stock.': '有人释放了它，或云端因库存不足放弃了创建。',
  'Call find-target-zone and choose another zone or type, or run-dr-instance again for another try. Image and snapshots stay usable.':
    '请调用 find-target-zone 选择其他可用区或实例规格，或再次调用 run-dr-instance 重试。镜像和快照仍可使用。',
  'imageId: {0} is not an image of {1}: {2}.': 'imageId：{0} 不是 {1} 的镜像：{2~}。',
  'imageId must be an image of this account, of the disks of {0}: the copy gets the role, key pair and security groups of {1}.':
    'imageId 必须是当前账号中由 {0} 的云盘创建的镜像：副本会使用 {1} 的角色、密钥对和安全组。',
  'Call again with an imageId that is: describe-source lists them, create-image makes one.{0} Nothing more was created.':
    '请以符合要求的 imageId 再次调用：describe-source 会列出，create-image 可创建。{0~}未再创建其他资源。',
  ' If the disk was of {0} and has been moved since, tag the image {1}={2}.':
    '如果该云盘原属 {0}、之后被移走，请为镜像添加标签 {1}={2}。',
  'Image {0} is {1}.': '镜像 {0} 的状态为 {1}。',
  'No instance can be made from it.': '不能用它创建实例。',
  'Call create-image again from the same point.': '请用同一恢复点再次调用 create-image。',
  'The request would not give a faithful copy, or the API would refuse it.':
    '该请求无法得到一致的副本，或会被 API 拒绝。',
  'imageId: {0} cannot start a copy of {1}: {2}.': 'imageId：{0} 不能启动 {1} 的副本：{2~}。',
  '{0} requires metadata tokens (HttpTokens required), and no instance starts in that mode from an image that supports v1 only.':
    '{0} 要求使用元数据令牌（HttpTokens 为 required），而仅支持 v1 的镜像不能以该模式启动实例。',
  'create-image with snapshotIds {0} makes one of the same data that can':
    '用 snapshotIds {0} 调用 create-image 可由相同数据创建支持该模式的镜像',
  'create-image makes one that can, of a snapshot group or of snapshots':
    'create-image 可用快照一致性组或快照创建支持该模式的镜像',
  '{0}; or choose another point (describe-source lists them). Nothing more was created.':
    '{0~}；或选择其他恢复点（由 describe-source 列出）。未再创建其他资源。',
  'Choose another type, category or image (find-target-zone, describe-source). Nothing more was created.':
    '请选择其他实例规格、云盘类型或镜像（find-target-zone、describe-source）。未再创建其他资源。',
  'a vSwitch of {0} (this one is in {1})': '{0} 的交换机（该交换机位于 {1}）',
  "a vSwitch of the source's VPC {0} (this one is of {1})": '源实例专有网络 {0} 的交换机（该交换机属于 {1}）',
  'a vSwitch with free addresses (this one has none): call find-target-zone':
    '有空闲地址的交换机（该交换机没有）：请调用 find-target-zone',
  '{0} offers no category with {1} that can hold {2} of the image ({3} GiB).':
    '{0} 的 {1} 没有可容纳镜像中 {2}（{3} GiB）的云盘类型。',
  'Call find-target-zone and choose another zone or type. Nothing more was created.':
    '请调用 find-target-zone 选择其他可用区或实例规格。未再创建其他资源。',
  'a source with several disks that can have snapshots (for a single disk use create-snapshot)':
    '有多块支持快照的云盘的源实例（只有一块时请使用 create-snapshot）',
  'a disk of {0}: {1}': '{0} 的云盘：{1}',
  'The API gives no reason.': 'API 没有给出原因。',
  'Call create-image again: it makes a new one from the same point.':
    '请再次调用 create-image：会用同一恢复点创建新的镜像。',
  'Images named {0} exist already.': '名为 {0} 的镜像已存在。',
  'Image names are unique per account and region.': '镜像名称在同一账号的同一地域内唯一。',
  'Give imageName.': '请指定 imageName。',
  'These snapshots do not make a bootable image of this instance.': '这些快照不能创建该实例的可启动镜像。',
  'Choose another point (describe-source lists them), or recover single disks with attach-recovered-disk.':
    '请选择其他恢复点（由 describe-source 列出），或用 attach-recovered-disk 恢复单块云盘。',
  'Snapshot group {0} failed.': '快照一致性组 {0} 创建失败。',
  'A failed group is no recovery point.': '失败的快照一致性组不能作为恢复点。',
  'Choose another point: describe-source lists them.': '请选择其他恢复点（由 describe-source 列出）。',
  'A member snapshot failed: the instance was stopped or restarted meanwhile, its zone is impaired, or a server fault.':
    '组内有快照创建失败：实例在此期间被停止或重启、可用区受损，或服务端故障。',
  'Use an existing recovery point if describe-source lists one, or call again to take a new group.':
    '如果 describe-source 列出了已有的恢复点，请使用它；或再次调用以创建新的快照一致性组。',
  'Use an existing recovery point if describe-source lists one, or call create-image again: it copies all disks anew.':
    '如果 describe-source 列出了已有的恢复点，请使用它；或再次调用 create-image：会重新复制全部云盘。',
  // Zones and networks.
  'a zone of one of these regions: {0}': '以下地域之一的可用区：{0}',
  'another zone of {0}: {1}': '{0} 的其他可用区：{1}',
  "another zone than the source's own, {0}": '源实例所在可用区 {0} 以外的可用区',
  'another instance than the source': '源实例以外的实例',
  'exactly one of the three': '三者中恰好一个',
  'RAM actions that this server uses, e.g. ecs:RunInstances': '本服务使用的 RAM 操作，例如 ecs:RunInstances',
  'No other zone of {0} can take {1} ({2}).': '{0} 没有其他可用区能容纳 {1}（{2~}）。',
  'No other zone of {0} can take {1}.': '{0} 没有其他可用区能容纳 {1}。',
  'No stock, no disk category that fits, or no address space left for a vSwitch.':
    '没有库存、没有合适的云盘类型，或没有可用于交换机的地址空间。',
  'Name another instanceType or zoneId, free address space in the VPC, or try again later.':
    '请指定其他 instanceType 或 zoneId、在专有网络中腾出地址空间，或稍后重试。',
  '{0} has no vSwitch with free addresses outside {1}, and no free block for one in {2}.':
    '{0} 在 {1} 以外没有带空闲地址的交换机，{2} 中也没有可用于新交换机的网段。',
  'Its vSwitches fill it: {0}.': '已被现有交换机占满：{0}。',
  'Have a secondary CIDR block added to the VPC, then call find-target-zone again. Nothing more was created.':
    '请为专有网络添加附加网段，然后再次调用 find-target-zone。未再创建其他资源。',
  '{0} has no free block of /29 or larger in {1}.': '{0} 在 {1} 中没有 /29 或更大的空闲网段。',
  'Its {0} vSwitches fill it.': '已被其 {0} 个交换机占满。',
  'Add a secondary CIDR block to the VPC, or choose a zone that has a vSwitch.':
    '请为专有网络添加附加网段，或选择已有交换机的可用区。',
  // What a recovery has, or has not.
  'No {0} {1} in {2}.': '{2} 中没有{0~} {1}。',
  'Looked for in {0} only. It may be deleted, in another region, or not visible to these credentials.':
    '仅在 {0} 中查找。它可能已被删除、位于其他地域，或当前凭据无权查看。',
  'Check the id, or name its regionId (ECS_DR_REGIONS may limit which).':
    '请检查 ID，或指定其 regionId（ECS_DR_REGIONS 可能限制了地域）。',
  'A failed snapshot holds no data to recover from.': '失败的快照中没有可恢复的数据。',
  'Use another recovery point: describe-source lists them. Nothing more was created.':
    '请使用其他恢复点（由 describe-source 列出）。未再创建其他资源。',
  'Recovery {0} is of {1}, not of {2}: {3} belong to it.': '恢复任务 {0} 属于 {1}，而不是 {2}：{3} 属于该任务。',
  'Every instance has its own recovery.': '每个实例有各自的恢复任务。',
  'Leave recoveryId out (and answers and planToken): a new recovery of {0} begins. Nothing was created.':
    '请不要传入 recoveryId（以及 answers 和 planToken）：将开始 {0} 的新恢复任务。未创建任何资源。',
  'No resource carries the tag {0}={1}.': '没有资源带有标签 {0}={1}。',
  'Looked for in {0}. Nothing was created yet under this id, it was deleted, or the credentials cannot see it. An instance may stay invisible in its first minute.':
    '已在 {0} 中查找。该 ID 下尚未创建任何资源、资源已被删除，或当前凭据无权查看。实例在创建后的第一分钟内可能不可见。',
  'Check the id (check-recovery without arguments lists recoveries), or call the first step again with this recoveryId.':
    '请检查 ID（不带参数调用 check-recovery 会列出恢复任务），或带上此 recoveryId 再次调用第一步。',
};
