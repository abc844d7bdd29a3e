/** Simplified Chinese, by English sentence (see say.ts), with the service's own terms. */
export const zh: Readonly<Record<string, string>> = {
  'Price: not known ({0})': '价格：未知（{0~}）',
  'Price: about {0} {1} per {2} (estimate)': '价格：约 {0} {1}/{2~}（预估）',
  parameter: '参数',
  value: '值',
  'Show this to your user. Then call {0} again with the same arguments, recoveryId, answers {"{1}": value} (earlier answers stay in) and this planToken:':
    '请将以上内容展示给用户。然后以相同参数再次调用 {0}，并带上 recoveryId、answers {"{1}": 选项值}（之前的回答保留）和此 planToken：',
  'Nothing was changed.': '未做任何变更。',
  'The answer to "{0}" leads on with {1}:': '根据“{0}”的回答，接下来使用 {1}：',
  'Not approved at "{0}".': '在“{0}”处未获批准。',
  'No approval for "{0}": declined, cancelled or answered without a valid choice. Your user may not have seen a dialog: some hosts decline by themselves. To be asked in the conversation instead, set ECS_DR_CONFIRM=token.':
    '“{0}”未获批准：已拒绝、已取消，或回答中没有有效选项。用户可能并未看到对话框：部分客户端会自行拒绝。如需改为在对话中询问，请设置 ECS_DR_CONFIRM=token。',
  'No approval for "{0}": the dialog got no answer within {1} minutes, the longest it stays open. Call again to be asked anew.':
    '“{0}”未获批准：对话框最多等待 {1} 分钟，期间没有收到回答。请再次调用以重新询问。',
  'Or as the value: what your user says in their own words.': '选项值也可以是用户自己的话。',
  'Asked anew: the price changed.': '重新询问：价格已变化。',
  'Asked anew: the plan changed.': '重新询问：方案已变化。',
  'Not accepted: an answer needs the planToken of its question. Ask your user.':
    '未采纳：回答须附上对应问题的 planToken。请询问用户。',
  'Not accepted: answers has no "{0}".': '未采纳：answers 中没有“{0}”。',
  'Not accepted: "{0}" is not one of {1}.': '未采纳：“{0}”不在可选值 {1} 之中。',
  'Not accepted: "{0}" is not one of {1}. The approval that was open is taken back.':
    '未采纳：“{0}”不在可选值 {1} 之中。此前保留的批准已撤回。',
  'Not accepted: the planToken is not of this server process, or was altered. Ask your user again.':
    '未采纳：此 planToken 不属于当前服务进程，或已被改动。请重新询问用户。',
  'Not accepted: the tool, its arguments or recoveryId are not those it was shown with. Ask your user again.':
    '未采纳：工具、参数或 recoveryId 与展示时不同。请重新询问用户。',
  'Not accepted: this was not shown yet. Ask your user.': '未采纳：该问题尚未展示。请询问用户。',
  'Not accepted: the planToken has expired. Ask your user again.': '未采纳：planToken 已过期。请重新询问用户。',
  'Not accepted: the plan or an earlier answer changed since. Ask your user again.':
    '未采纳：方案或之前的回答已变化。请重新询问用户。',
  'Not accepted: the price changed since. Ask your user again.': '未采纳：价格已变化。请重新询问用户。',
  'What exists because of this recovery, and stays:': '本次恢复已创建并保留的资源：',
  'Cause: {0}': '原因：{0~}',
  'Do: {0}': '处理：{0~}',
  'Request id: {0}': '请求 ID：{0}',
  'Your decision': '您的决定',
  'Other: as typed below': '其他：以下方填写的内容为准',
  'Other, in your own words': '其他，用您自己的话说明',
  'Go ahead': '继续',
  'Send exactly what is shown': '完全按所示内容发送请求',
  'Stop here': '到此为止',
  'Create nothing; keep what exists': '不创建任何资源，保留已有资源',
  'The approval stays open; {0} with answers {"{1}": "stop"} withdraws it.':
    '批准仍然有效；调用 {0} 并带上 answers {"{1}": "stop"} 即可撤回。',
  'I know what will be missing': '我已了解将缺失的内容',
  'Not everything can be snapshotted: {0}. Go on?': '并非所有云盘都能创建快照：{0~}。是否继续？',
  'Go on without it': '不含这些数据继续',
  'Disk {0}: {1}': '云盘 {0}：{1}',
  'The source is a subscription (PrePaid). How should the DR instance be billed?':
    '源实例为包年包月（PrePaid）。容灾实例采用哪种计费方式？',
  'Pay as you go': '按量付费',
  '{0}; can be released at any time': '{0~}；可随时释放',
  'Subscription, {0} month(s)': '包年包月，{0} 个月',
  '{0}; a purchase, paid at once, cannot be released before it ends': '{0~}；属于购买，一次性支付，到期前不能释放',
  'The source is a spot instance ({0}). How should the DR instance be billed?':
    '源实例为抢占式实例（{0}）。容灾实例采用哪种计费方式？',
  'Pay as you go, not spot': '按量付费，不使用抢占式',
  '{0}; is not reclaimed': '{0~}；不会被回收',
  'Spot like the source': '与源实例相同，使用抢占式',
  '{0}; can be reclaimed at any time': '{0~}；可能随时被回收',
  'as the source disk': '与源云盘相同',
  '{0} with {1} does not take {2} for the copy of {3} ({4} GiB). Which category should the new disk have?':
    '{0} 的 {1} 不支持用 {2} 创建 {3}（{4} GiB）的副本。新云盘使用哪种云盘类型？',
  '{0} GiB: {1}': '容量 {0} GiB：{1~}',
  '{0} with {1} does not take {2} for the copies of {3}. Which category should the new disks have?':
    '{0} 的 {1} 不支持用 {2} 创建以下云盘的副本：{3}。这些新云盘使用哪种云盘类型？',
  'The disks {0} no longer exist, so their category is not known. Which category should the new disks have?':
    '云盘 {0} 已不存在，无法得知其云盘类型。这些新云盘使用哪种云盘类型？',
  'Disk {0} no longer exists, so its category is not known. Which category should the new disk ({1} GiB) have?':
    '云盘 {0} 已不存在，无法得知其云盘类型。新云盘（{1} GiB）使用哪种云盘类型？',
  '{0} of the image is of disk {1} ({2} GiB), which has left the source. Which category should its copy in {3} have?':
    '镜像中的 {0} 来自云盘 {1}（{2} GiB），该云盘已不在源实例上。它在 {3} 的副本使用哪种云盘类型？',
  'as {0} of the source': '与源实例的 {0} 相同',
  'This recovery has DR instance {0} in {1} already and makes no other: there is no zone to choose.':
    '本次恢复已在 {1} 创建容灾实例 {0}，不会再创建其他实例：无需选择可用区。',
  'DR instance {0}: {1}': '容灾实例 {0}：{1}',
  'DR instance {0} is {1}.': '容灾实例 {0} 的状态为 {1}。',
  'DR instance {0} runs in {1} and is as promised.': '容灾实例 {0} 已在 {1} 运行，与承诺一致。',
  'DR instance {0} runs in {1} with {2} difference(s).': '容灾实例 {0} 已在 {1} 运行，有 {2} 处差异。',
  'Image {0} is not of {1}: {2}.': '镜像 {0} 不属于 {1}：{2~}。',
  'Not verified: nothing shows that image {0} is of {1}.': '未通过验证：没有任何信息表明镜像 {0} 来自 {1}。',
  'Nothing shows that image {0} ({1}) is of {2} ({3}), whose role, key pair and security groups the copy would have. Go on with it?':
    '没有任何信息表明镜像 {0}（{1}）来自 {2}（{3}），而副本将使用后者的角色、密钥对和安全组。是否仍使用该镜像？',
  'Go on with this image': '使用该镜像继续',
  'The copy cannot have the source’s {0} {1} ({2}). Create it without?':
    '副本无法使用源实例的{0~} {1}（{2}）。是否不带它创建？',
  'Without it': '不带它创建',
  'Put it right first; keep what exists': '先处理好此问题，保留已有资源',
  'I know where it comes from': '我了解该镜像的来源',
  attribute: '属性',
  source: '源实例',
  DR: '容灾实例',
  difference: '差异',
  expected: '预期',
  actual: '实际',
  'what to do': '处理办法',
  '{0}; {1}': '{0}；{1}',
  'billed by stored size while it stays': '保留期间按存储容量计费',
  'billed by its snapshots’ stored size while it stays': '保留期间按其快照的存储容量计费',
  'free of charge': '免费',
  'billed while it stays': '保留期间持续计费',
  'Slowest snapshot: {0} %.': '最慢的快照：{0}%。',
  '{0} recovered disk(s) are attached to {1} ({2}). All its disks:':
    '{0} 块恢复的云盘已挂载到 {1}（{2}）。该实例的全部云盘：',
  device: '设备名',
  disk: '云盘',
  'recovered from': '恢复自',
  category: '云盘类型',
  status: '状态',
  '{0} differs from its source disk {1}: {2}.': '{0} 与其源云盘 {1} 的差异：{2~}。',
  'Reminder: the disks are attached but not mounted. Mount them inside the operating system; device names there may differ.':
    '提醒：云盘已挂载到实例，但尚未在操作系统内挂载文件系统。请在操作系统内挂载，其中的设备名可能不同。',
  'A snapshot consistency group cannot take every disk of {0}.': '快照一致性组无法包含 {0} 的全部云盘。',
  'How should the recovery point be taken?': '以哪种方式创建恢复点？',
  'Separate snapshots': '分别创建快照',
  'One snapshot per disk, all disks kept; not consistent across disks':
    '每块云盘一个快照，保留全部云盘；云盘之间不保证一致性',
  'Leave these disks out': '排除这些云盘',
  'The others in one consistent group; the data of these is missing from the recovery':
    '其余云盘放入一个快照一致性组；这些云盘的数据不会被恢复',
  'Whole-instance image': '整机镜像',
  'One image of all disks in one step; not consistent across disks': '一步创建包含全部云盘的镜像；云盘之间不保证一致性',
  'Keep waiting': '继续等待',
  'Open the console': '打开控制台',
  'Stop here and keep what exists': '到此为止，保留已有资源',
  'Waited {0} min. Offer your user: keep waiting (recommended), open the console ({1}), or stop here and keep what exists. Nothing is rolled back.':
    '已等待 {0} 分钟。请让用户选择：继续等待（推荐）、打开控制台（{1}），或到此为止并保留已有资源。不会回滚任何资源。',
  'Not done yet': '尚未完成',
  'Waiting for the snapshots: CreateDisk needs 100 %': '正在等待快照：CreateDisk 要求进度达到 100%',
  'Create {0} disk(s) from {1} in {2} and attach them to {3} ({4}, {5})?':
    '是否在 {2} 用 {1} 创建 {0} 块云盘，并挂载到 {3}（{4}，{5}）？',
  'Attach {0} disk(s) to {1} ({2}, {3})?': '是否将 {0} 块云盘挂载到 {1}（{2}，{3}）？',
  'Disk {0} (from {1}) exists and is only attached.': '云盘 {0}（来自 {1}）已存在，只需挂载。',
  "The target is the source: file-system UUIDs and LVM names of the copy clash with the original's.":
    '目标实例就是源实例：副本的文件系统 UUID 和 LVM 名称会与原盘冲突。',
  'The target then has several copies of disk {0}: their file-system UUIDs and LVM names clash.':
    '目标实例上将有云盘 {0} 的多个副本：它们的文件系统 UUID 和 LVM 名称会相互冲突。',
  'A copy of a system disk beside another one can be booted from by mistake (same UUIDs).':
    '系统盘副本与另一块系统盘并存时，可能被误用于启动（UUID 相同）。',
  'The disks stay when the instance is released (DeleteWithInstance=false).':
    '实例释放后云盘会保留（DeleteWithInstance=false）。',
  'A disk needs its snapshot at 100 %. No disk was created.': '创建云盘要求快照进度达到 100%。未创建云盘。',
  'The disks are being created and attached to {0} ({1}).': '正在创建云盘并挂载到 {0}（{1}）。',
  'Account {0}, {1} {2}, credentials from {3}, region {4}.': '账号 {0}，{1} {2}，凭据来源 {3~}，地域 {4}。',
  denied: '被拒绝',
  why: '原因',
  'No action is denied as far as that can be told.': '就可判断的范围而言，没有被拒绝的操作。',
  'Not known without doing it: {0}.': '不实际执行则无法得知：{0}。',
  'The smallest policy for "{0}" is in policy: hand it to a RAM administrator.':
    '“{0}”所需的最小权限策略见 policy：请交给 RAM 管理员。',
  'Pause until the denied actions are granted; what exists is found again afterwards.':
    '请暂停，待被拒绝的操作获得授权后再继续；已有资源届时会被重新找到。',
  'The RAM role of {0} is not known ({1}): if it has one, ram:PassRole is needed, too.':
    '{0} 的实例 RAM 角色未知（{1~}）：如果有，还需要 ram:PassRole 权限。',
  '{0} cannot be looked up ({1}: {2}); its region and RAM role are not known.':
    '无法查询 {0}（{1}：{2~}）；其地域和实例 RAM 角色未知。',
  'Not answered, so what is there is missing here: {0}.': '以下地域没有应答，其中的恢复任务未列出：{0}。',
  'Its other recoveries, newest first: {0}.': '该源实例的其他恢复任务（从新到旧）：{0~}。',
  'No recovery found.': '未找到恢复任务。',
  recovery: '恢复任务',
  phase: '阶段',
  started: '开始时间',
  '{0}: {1}': '{0}：{1~}',
  'Recovery {0} of {1}: {2}.': '{1} 的恢复任务 {0}：{2~}。',
  'The API has not answered for {0} s ({1}): this is what it told before.':
    'API 已有 {0} 秒没有应答（{1}）：以下是此前的状态。',
  '{0} does not take {1}: attached to nothing, billed until somebody deletes it.':
    '{0} 不接受 {1}：未挂载到任何实例，在被删除之前会持续计费。',
  'Left over: {0}: attached to nothing, billed until somebody deletes it.':
    '遗留云盘：{0}：未挂载到任何实例，在被删除之前会持续计费。',
  'Made in this recovery before, and failed or gone: {0}.': '本次恢复此前创建过、现已失败或不存在：{0}。',
  'Made in this recovery before, and not there any more: {0}.': '本次恢复此前创建过、现已不存在：{0}。',
  'No step will use: {0}. They cost until somebody deletes them.': '后续步骤不会使用：{0~}。在被删除之前会持续计费。',
  "an image is billed by its snapshots' stored size, which the API does not estimate":
    '镜像按其快照的存储容量计费，API 不提供预估',
  'Not consistent across disks: each disk is copied at its own moment, now.':
    '云盘之间不保证一致性：每块云盘在各自的时间点被复制。',
  "The source's image cannot be read: architecture and boot mode are the API's defaults.":
    '无法读取源实例的镜像：系统架构和启动模式采用 API 默认值。',
  'Waiting for the snapshots': '正在等待快照',
  'Waiting for group {0}: {1}': '正在等待快照一致性组 {0}：{1}',
  'This point has no snapshot of {0}: the recovered instance will be without that data. Go on?':
    '该恢复点没有 {0} 的快照：恢复的实例将不含这些数据。是否继续？',
  'Taken at about the same time, to be given with it in snapshotIds instead: {0}.':
    '另有大致同一时间的快照，可改为在 snapshotIds 中一并给出：{0}。',
  'Go on without them': '不含这些云盘继续',
  'Create an image of {0} ({1}) from {2} snapshot(s)?': '是否用 {2} 个快照创建 {0}（{1}）的镜像？',
  'Create an image of all disks of {0} ({1}) as they are now? Works while it runs; not consistent across disks.':
    '是否按当前状态为 {0}（{1}）的全部云盘创建镜像？实例运行中也可进行；云盘之间不保证一致性。',
  'The snapshots are not ready for an image yet': '快照尚不能用于创建镜像',
  'The recovery point is not ready for an image yet. No image was created.': '恢复点尚不能用于创建镜像。未创建镜像。',
  'Image {0}: {1} {2} %': '镜像 {0}：{1} {2}%',
  'Image {0} is being created: {1} %.': '镜像 {0} 正在创建：{1}%。',
  'Image {0} ({1}) is available.': '镜像 {0}（{1}）已可用。',
  snapshot: '快照',
  'Take one consistent recovery point of {0} disks of {1} ({2})? The source stays as it is.':
    '是否为 {1}（{2}）的 {0} 块云盘创建一个一致的恢复点？源实例保持原样。',
  'snapshots are billed by stored size, which the API does not estimate': '快照按存储容量计费，API 不提供预估',
  'The API refused the group: {0}, {1} Disks can also be left out: call again with excludeDiskIds.':
    'API 拒绝了该快照一致性组：{0}，{1} 也可以排除部分云盘：带上 excludeDiskIds 再次调用。',
  'Group {0}: {1}, slowest member {2} %': '快照一致性组 {0}：{1}，最慢的快照 {2}%',
  'Group {0} is being taken.': '快照一致性组 {0} 正在创建。',
  'Snapshot group {0} is {1}: usable for an image. Zone-safe: {2}.':
    '快照一致性组 {0} 的状态为 {1}：可用于创建镜像。可用区故障时仍安全：{2~}。',
  'Take a snapshot of {0}? The disks stay in use and are not changed.':
    '是否为 {0} 创建快照？云盘保持使用状态，不会被更改。',
  'These snapshots are not consistent across disks.': '这些快照在云盘之间不保证一致性。',
  'Which disks should be snapshotted?': '为哪些云盘创建快照？',
  'All data disks': '全部数据盘',
  'Snapshots: slowest {0} %': '快照：最慢 {0}%',
  '{0} snapshot(s) are being taken, slowest at {1} %.': '正在创建 {0} 个快照，最慢 {1}%。',
  '{0} snapshot(s) at 100 %: zone-safe.': '{0} 个快照进度均为 100%：可用区故障时仍安全。',
  'Create vSwitch {0} in {1} of {2} ({3})?': '是否在 {2}（{3}）的 {1} 创建交换机 {0}？',
  'A vSwitch is free of charge.': '交换机免费。',
  'vSwitch {0} ({1}) of this recovery has no free address.': '本次恢复的交换机 {0}（{1}）已没有可用 IP 地址。',
  'vSwitch {0}: {1}': '交换机 {0}：{1}',
  'vSwitch {0} is being created.': '交换机 {0} 正在创建。',
  'vSwitch {0} ({1}) is available with {2} free addresses.': '交换机 {0}（{1}）已可用，有 {2} 个空闲地址。',
  '**{0}** ({1}) in {2}: {3}, {4}, {5}, public address: {6}.':
    '**{0}**（{1}）位于 {2}：{3}，{4}，{5}，公网地址：{6~}。',
  'Recovery point to take: {0} ({1}).': '应创建的恢复点：{0~}。{1~}',
  'Best existing point: {0} {1}, {2} old (RPO now), complete {3}, consistent {4}, zone-safe {5}.':
    '最佳现有恢复点：{0~} {1}，距今 {2}（当前 RPO），完整：{3~}，一致：{4~}，可用区故障时仍安全：{5~}。',
  'It lacks {0}.': '其中不含 {0}。',
  'No existing recovery point.': '没有现有恢复点。',
  'No existing recovery point that an instance can start from.': '没有可用于启动实例的现有恢复点。',
  'For single disks only (attach-recovered-disk): {0} {1}, {2} old.':
    '仅可用于恢复单块云盘（attach-recovered-disk）：{0~} {1}，距今 {2}。',
  '{0} more points are not listed.': '另有 {0} 个恢复点未列出。',
  Blocker: '阻碍',
  '{0} cannot take the copy ({1}). In which zone should the DR instance ({2}) come back?':
    '{0} 无法容纳该副本（{1~}）。容灾实例（{2}）在哪个可用区恢复？',
  'In which zone should the DR instance ({0}) come back?': '容灾实例（{0}）在哪个可用区恢复？',
  'Same type in {0}': '{0} 的相同实例规格',
  '{0} has no stock in {1}. What should be used instead?': '{0} 在 {1} 没有库存。改用什么？',
  '{0} has no stock in any other zone of {1}. What should be used instead?':
    '{0} 在 {1} 的其他可用区均无库存。改用什么？',
  '{0} does not offer {1} for {2} with {3}. Which category instead?':
    '{0} 的 {3} 不支持为 {2} 使用 {1}。改用哪种云盘类型？',
  'Which vSwitch of {0} should the DR instance use?': '容灾实例使用 {0} 的哪个交换机？',
  '{0}, {1} free addresses': '{0}，{1} 个空闲地址',
  'No vSwitch with free addresses in {0}. What should be done?': '{0} 没有带空闲地址的交换机。如何处理？',
  'Create a vSwitch': '创建交换机',
  '{0} in the same VPC, free of charge; shown in full before it is created':
    '同一专有网络内的 {0}，免费；创建前会完整展示',
  'Another zone': '其他可用区',
  'all disk categories': '支持全部云盘类型',
  'needs other disk categories': '需要更换云盘类型',
  'vSwitch {0} ({1} free)': '交换机 {0}（{1} 个空闲地址）',
  'needs a new vSwitch ({0})': '需要新建交换机（{0}）',
  'about {0} {1}/h': '约 {0} {1}/小时',
  'price unknown: {0}': '价格未知：{0~}',
  'a new vSwitch {0} in {1}': '在 {1} 中新建交换机 {0}',
  'Stock and prices are those of pay as you go; run-dr-instance asks how to bill.':
    '库存和价格均按按量付费查询；计费方式由 run-dr-instance 询问。',
  'Target: {0}, {1}, {2}.': '目标：{0}，{1}，{2}。',
  'Estimate: {0} when it runs all month.': '预估：整月运行约 {0~}。',
  'Create the DR instance of {0} ({1}) in {2}? The dry run passed. The source is not touched.':
    '是否在 {2} 创建 {0}（{1}）的容灾实例？预检请求（DryRun）已通过。不会触碰源实例。',
  'Image {0} is {1}, {2} %: not usable yet. No instance was created.':
    '镜像 {0} 的状态为 {1}，{2}%：尚不可用。未创建实例。',
  '{0} cannot be had in {1} now ({2}). What should be used instead?': '目前无法在 {1} 获得 {0}（{2}）。改用什么？',
  'Choose again with find-target-zone': '用 find-target-zone 重新选择',
  'Try later; keep what exists': '稍后重试，保留已有资源',
  '{0} does not take {1} for {2} ({3}). Which category instead?':
    '{0} 不支持为 {2} 使用 {1}（{3}）。改用哪种云盘类型？',
  'The API makes no image of all disks of {0} ({1}): some of them cannot be copied. How should the recovery point be taken?':
    'API 无法为 {0} 的全部云盘创建镜像（{1}）：其中有的无法复制。如何创建恢复点？',
  'Snapshots of the other disks': '为其余云盘创建快照',
  'Every disk that can have a snapshot; asked about again before it is taken': '所有支持快照的云盘；创建前会再次询问',
  'Recovery {0}: {1}.': '恢复 {0}：{1~}。',
  'As the source: {0}.': '与源实例相同：{0}。',
};
