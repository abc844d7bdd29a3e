/** Simplified Chinese of where a recovery stands and why the next step is the next one. */
export const steps: Readonly<Record<string, string>> = {
  'The system disk is the only disk with snapshots': '系统盘是唯一支持快照的云盘',
  'One consistent point over all disks': '包含全部云盘的一致恢复点',
  'Some disks cannot be in a group: it asks how to go on': '部分云盘不能加入快照一致性组：会询问如何继续',
  'The image must be available first; keep this target for run-dr-instance':
    '须先等镜像可用；请保留此目标供 run-dr-instance 使用',
  'The image must be available first': '须先等镜像可用',
  'The image must be available first; keep type and categories for run-dr-instance':
    '须先等镜像可用；请保留实例规格和云盘类型供 run-dr-instance 使用',
  'The vSwitch is being created': '交换机正在创建',
  'No vSwitch of this recovery in {0} has a free address: it needs another one, or another zone':
    '本次恢复在 {0} 的交换机已没有可用 IP 地址：需要另一个交换机，或其他可用区',
  'Wait for the image, then call run-dr-instance again': '等待镜像就绪，然后再次调用 run-dr-instance',
  'The image belongs to no recovery: call again until it is available':
    '该镜像不属于任何恢复任务：请反复调用直至其可用',
  'Choose another zone': '选择其他可用区',
  'Choose another zone or type, or the same again': '选择其他可用区或实例规格，或再次使用相同选择',
  '{0} call {1} again': '{0~}再次调用 {1}',
  'Usable within a minute: then': '一分钟内可用：届时',
  'When the snapshots are at 100 %': '快照进度达到 100% 后',
  'These snapshots belong to no recovery: call again until they are at 100 %':
    '这些快照不属于任何恢复任务：请反复调用直至进度达到 100%',
  'The cloud is not ready for it yet: call again': '云端尚未就绪：请再次调用',
  'Only one disk stays: a snapshot of it is a consistent point': '只剩一块云盘：其快照就是一致的恢复点',
  'Separate snapshots, not consistent across disks': '分别创建快照，云盘之间不保证一致性',
  'Whole-instance image, not consistent across disks': '整机镜像，云盘之间不保证一致性',
  'DR instance {0} is {1}: compare it with the source': '容灾实例 {0} 的状态为 {1}：与源实例进行对比',
  'DR instance {0} is Stopping before it ever ran': '容灾实例 {0} 尚未运行就进入 Stopping 状态',
  "{0} images failed ({1}): ask the cloud's support why, or start from another recovery point (describe-source lists them)":
    '{0} 个镜像创建失败（{1}）：请向阿里云技术支持查询原因，或从其他恢复点开始（由 describe-source 列出）',
  'image {0} is {1}': '镜像 {0} 的状态为 {1}',
  'Only once the cause is gone': '仅在原因消除之后',
  '{0}: make it again': '{0~}：重新创建',
  'The image is ready: choose zone and vSwitch, then run-dr-instance':
    '镜像已就绪：选择可用区和交换机，然后 run-dr-instance',
  'Image {0} is ready and vSwitch {1} is there': '镜像 {0} 已就绪，交换机 {1} 已存在',
  'the source is gone (or not visible any more), and with it what the copy should be like: start an instance from image {0} in the console, or bring single disks back':
    '源实例已不存在（或不再可见），因此无法得知副本应有的设置：请在控制台用镜像 {0} 创建实例，或恢复单块云盘',
  'vSwitch {0} is there': '交换机 {0} 已存在',
  'DR instance': '容灾实例',
  'recovered disk': '恢复的云盘',
  'left over': '遗留',
  '{0} {1} failed': '{0~} {1} 失败',
  'disk {0} belongs to no instance of this recovery': '云盘 {0} 不属于本次恢复的任何实例',
  'vSwitch {0} is not used': '交换机 {0} 未被使用',
  'instance {0} is a second copy': '实例 {0} 是第二个副本',
  'Some disks are not attached yet: ask the user which instance gets them':
    '部分云盘尚未挂载：请询问用户挂载到哪个实例',
  'Group {0} is accomplished': '快照一致性组 {0} 已完成',
  'Meant for {0} and not there yet: {1}': '计划挂载到 {0}，但尚未到位：{1}',
  'Meant for {0} and never made: {1} more, of which no snapshot is known: ask the user which they are':
    '计划挂载到 {0}，但从未创建：另有 {1} 块，其快照未知：请询问用户是哪些',
  'Meant for {0} and not there yet: {1}, and {2} more, of which no snapshot is known: ask the user which they are':
    '计划挂载到 {0}，但尚未到位：{1}，另有 {2} 块的快照未知：请询问用户是哪些',
  'then, for an instance that the user names: {0}': '然后，挂载到用户指定的实例：{0}',
  'then for {0}: {1}': '然后，挂载到 {0}：{1}',
  '{0} more': '另有 {0} 块',
  'no snapshot of {0}: {1} failed': '{0} 没有快照：{1} 失败',
  'Take the snapshot of {0} anew; the others are kept. Only if the user does without: attach-recovered-disk or create-image with the others':
    '重新创建 {0} 的快照，其余快照保留。仅当用户放弃该云盘时：用其余快照执行 attach-recovered-disk 或 create-image',
  'The source could not be read; a snapshot of a system disk is there': '无法读取源实例；已有一个系统盘的快照',
  'The snapshots hold every disk of the source. If the user wants a disk alone: attach-recovered-disk with its snapshot and a target instance':
    '这些快照包含源实例的全部云盘。如果用户只需要某块云盘：用其快照和目标实例执行 attach-recovered-disk',
  'An instance can be made of the snapshots, without {0}. If the user wants that data too: create-snapshot takes it first':
    '可用这些快照创建实例，但不含 {0}。如果用户也需要其中的数据：请先用 create-snapshot 为其创建快照',
  'The snapshots are at 100 %: choose the instance that gets the disks': '快照进度已达 100%：请选择要挂载云盘的实例',
  'The source is gone or not visible any more: ask the user which instance gets its disks':
    '源实例已不存在或不再可见：请询问用户将其云盘挂载到哪个实例',
  'The recovery point failed: take it anew, or use an existing one if describe-source lists any':
    '恢复点创建失败：请重新创建；如果 describe-source 列出了已有的恢复点，也可使用它',
  'The source is {0}: choose the existing point, if there is one, and give recoveryId {1} to the call that uses it':
    '源实例的状态为 {0}：如有已有的恢复点，请选择它，并在使用它的调用中给出 recoveryId {1}',
  'failed: {0}': '失败：{0}',
  'Image and vSwitch are ready': '镜像和交换机已就绪',
  'Choose where it comes back, unless that is decided already': '选择在哪里恢复（如果尚未决定）',
  'not yet, only at 100 %': '尚不安全，进度达到 100% 后才是',
  'The point is taken; find-target-zone can run meanwhile': '恢复点已创建；可同时运行 find-target-zone',
  'Add targetInstanceId: ask the user which instance (in any zone of the region) gets the disks':
    '请补充 targetInstanceId：询问用户将云盘挂载到哪个实例（该地域任一可用区）',
  'own public IP': '自有公网 IP',
  'The source is {0}; image {1} holds every disk: choose a zone, then run-dr-instance with it':
    '源实例的状态为 {0}；镜像 {1} 包含全部云盘：请选择可用区，然后用它执行 run-dr-instance',
  'The source is {0}; image {1} is the best point there is, without {2}: choose a zone, then run-dr-instance with it, unless a new point can be taken':
    '源实例的状态为 {0}；镜像 {1} 是现有最佳恢复点，但不含 {2}：请选择可用区，然后用它调用 run-dr-instance，除非还能创建新的恢复点',
  'The source is {0}; use the best point there is, without {1}, unless a new one can be taken':
    '源实例的状态为 {0}；请使用现有最佳恢复点（不含 {1}），除非还能创建新的恢复点',
  'The source is {0}; use the existing point': '源实例的状态为 {0}；请使用已有的恢复点',
  'The DR instance exists: this waits for it and compares it, and makes no other':
    '容灾实例已存在：此步骤等待并对比它，不会再创建',
  'The zone has no vSwitch with free addresses': '该可用区没有带空闲地址的交换机',
  'Image and target are ready': '镜像和目标已就绪',
};
