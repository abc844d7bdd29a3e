/** Simplified Chinese of what the cloud layer says of a failed call: causes and remedies (src/cloud). */
export const cloud: Readonly<Record<string, string>> = {
  'The API has no dry run for it, so trying it would change something.':
    'API 不支持对该操作发送预检请求（DryRun），实际尝试会产生变更。',
  'A dry run without real resources was not denied; whether the real one is allowed depends on them.':
    '未使用真实资源的预检请求（DryRun）没有被拒绝；真实请求是否被允许取决于具体资源。',
  'Region {0} is not one that this server may touch.': '本服务不允许访问地域 {0}。',
  'ECS_DR_REGIONS allows {0}.': 'ECS_DR_REGIONS 允许的地域：{0}。',
  "Use one of these regions, or have ECS_DR_REGIONS extended in the server's configuration and restart it.":
    '请使用其中的地域，或在服务配置中扩大 ECS_DR_REGIONS 的范围后重启服务。',
  'The call was cancelled.': '调用已取消。',
  'The client cancelled the call or stopped waiting for it.': '客户端取消了调用，或不再等待结果。',
  'What was started goes on in the cloud: call check-recovery, or the same tool again, to pick it up.':
    '已开始的操作会在云端继续：调用 check-recovery，或再次调用同一工具即可接续。',
  'the answer to {0} has no {1}': '{0} 的应答中没有 {1}',
  '{0} in {1} was not sent: it is not what was approved.': '未在 {1} 发送 {0}：与已批准的请求不一致。',
  'The request differs from the one that was shown and approved, or the approval was withdrawn meanwhile.':
    '该请求与展示并批准的请求不同，或批准已被撤回。',
  'Call the tool again without a plan token: the decision is asked anew with the present request.':
    '请不带 planToken 再次调用该工具：将按当前请求重新询问。',
  '{0} was sent, but no answer arrived that tells whether it took effect (last: {1}).':
    '{0} 已发送，但没有收到能说明其是否生效的应答（最后一次：{1}）。',
  '{0} The request may have taken effect all the same.': '{0~}该请求仍可能已经生效。',
  'Call check-recovery, or the same tool again with the same arguments: it looks at what exists before anything is sent again.':
    '请调用 check-recovery，或以相同参数再次调用同一工具：再次发送请求之前会先检查已有资源。',
  'HTTP status {0} where 200 was expected': 'HTTP 状态码为 {0}，应为 200',
  'the answer is not JSON': '应答不是 JSON',
  'the answer’s Code is not a text': '应答中的 Code 不是文本',
  "the answer does not fit the API's model: {0}": '应答与 API 的数据模型不符：{0}',
  'environment variables': '环境变量',
  'OIDC role': 'OIDC 角色',
  'CLI profile': 'CLI 配置',
  'credentials file': '凭据文件',
  'ECS RAM role': '实例 RAM 角色',
  'credentials URI': '凭据 URI',
  'the credential chain': '凭据链',
  '{0} has no dry run.': '{0} 不支持预检请求（DryRun）。',
  'The API offers no DryRun for {0}.': 'API 没有为 {0} 提供 DryRun。',
  'Send the request itself once it is approved.': '请在批准后直接发送该请求。',
  'the answer does not end': '应答没有结束',
  '{0} (HTTP {1})': '{0~}（HTTP {1}）',
  '{0} in {1}: {2}.': '{1} 的 {0}：{2~}。',
  'Check the network, the proxy (HTTPS_PROXY, NO_PROXY) and the endpoint override (ECS_ENDPOINT, VPC_ENDPOINT, STS_ENDPOINT)':
    '请检查网络、代理（HTTPS_PROXY、NO_PROXY）和自定义接入点（ECS_ENDPOINT、VPC_ENDPOINT、STS_ENDPOINT）',
  '{0}, then call again with the same arguments: what already exists is found and used.':
    '{0~}，然后以相同参数再次调用：已有资源会被找到并继续使用。',
  '{0}, then restart the server and call again.': '{0~}，然后重启服务并再次调用。',
  'Recovery {0}': '恢复任务 {0}',
  'Pass regionId: then no other region is looked at. Otherwise: {0}':
    '请传入 regionId：这样不会查找其他地域。否则：{0~}',
  'Instance {0}': '实例 {0}',
  'Instance {0} was not found in {1}.': '在 {1} 中未找到实例 {0}。',
  'No instance {0} in the regions searched ({1}): the id is wrong, the instance was released, it belongs to another account, or the credentials may not see it.':
    '查找过的地域（{1}）中没有实例 {0}：ID 有误、实例已释放、属于其他账号，或当前凭据无权查看。',
  'Check the id and the account (check-access); if ECS_DR_REGIONS limits the regions, check that list, too.':
    '请检查 ID 和账号（check-access）；如果 ECS_DR_REGIONS 限制了地域，也请检查该列表。',
  'nothing listens at the endpoint': '接入点没有服务在监听',
  "the endpoint's name cannot be resolved": '无法解析接入点的域名',
  'name resolution did not answer': '域名解析没有应答',
  'the host cannot be reached': '无法连接到主机',
  'the network cannot be reached': '无法连接到网络',
  'the endpoint does not speak TLS': '接入点不支持 TLS',
  'the connection was cut before an answer came': '连接在收到应答之前中断',
  'the connection was cut while sending': '连接在发送时中断',
  'the connection timed out': '连接超时',
  'the proxy that HTTPS_PROXY names refused the way to the endpoint (HTTP {0})':
    'HTTPS_PROXY 指定的代理拒绝连接接入点（HTTP {0}）',
  'the proxy that HTTPS_PROXY names does not answer': 'HTTPS_PROXY 指定的代理没有应答',
  "the endpoint's certificate is not accepted ({0})": '接入点的证书不被接受（{0}）',
  'no answer came in time': '没有及时收到应答',
  'the endpoint redirects elsewhere, which is not followed ({0})': '接入点重定向到其他地址，不会跟随（{0~}）',
  'the answer is not what the API promises': '应答不符合 API 的约定',
  "Run `aliyun configure` to create a profile in ~/.aliyun/config.json, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET in this server's entry of the host's configuration (most hosts do not pass on the variables of your shell), then call again. Do not paste keys into the conversation.":
    '请运行 `aliyun configure` 在 ~/.aliyun/config.json 中创建配置，或在客户端配置的本服务条目中设置 ALIBABA_CLOUD_ACCESS_KEY_ID 和 ALIBABA_CLOUD_ACCESS_KEY_SECRET（多数客户端不会传递 Shell 的环境变量），然后再次调用。请勿在对话中粘贴密钥。',
  'Roles were not taken, since ECS_ENDPOINT is on this machine and STS_ENDPOINT is not set.':
    '未扮演角色，因为 ECS_ENDPOINT 指向本机且未设置 STS_ENDPOINT。',
  'No usable Alibaba Cloud credentials were found: {0} is broken.': '未找到可用的阿里云凭据：{0~}已损坏。',
  'No usable Alibaba Cloud credentials were found.': '未找到可用的阿里云凭据。',
  'None of these gave any: {0}.': '以下来源均未提供凭据：{0~}。',
  'Mend or remove {0}, then call again. Otherwise: {1}': '请修复或移除{0~}，然后再次调用。否则：{1~}',
  'the file in ALIBABA_CLOUD_CREDENTIALS_FILE': 'ALIBABA_CLOUD_CREDENTIALS_FILE 指定的文件',
  '~/.aliyun/config.json is not valid JSON.': '~/.aliyun/config.json 不是有效的 JSON。',
  '~/.aliyun/config.json has no profiles.': '~/.aliyun/config.json 中没有配置。',
  '{0} has no profile with a type that is known.': '{0~}中没有已知类型的配置。',
  "The CLI's configuration has no profile {0}.": 'CLI 配置中没有名为 {0} 的配置。',
  'ALIBABA_CLOUD_ACCESS_KEY_ID is set, but ALIBABA_CLOUD_ACCESS_KEY_SECRET is not.':
    '已设置 ALIBABA_CLOUD_ACCESS_KEY_ID，但未设置 ALIBABA_CLOUD_ACCESS_KEY_SECRET。',
  'The {0} was refused by STS with {1}.': '{0~}被 STS 拒绝（{1}）。',
  'The links of the credential chain did not answer in time.': '凭据链中的来源没有及时应答。',
  'The {0} could not take its role.': '{0~}无法扮演其角色。',
  'ALIBABA_CLOUD_CREDENTIALS_URI was not asked: over plain http the keys could be read on the way. Use https, or an address on loopback or link-local.':
    '未访问 ALIBABA_CLOUD_CREDENTIALS_URI：通过明文 http 传输密钥可能被窃取。请使用 https，或本机回环、链路本地地址。',
  'ALIBABA_CLOUD_CREDENTIALS_URI gave no usable credentials.': 'ALIBABA_CLOUD_CREDENTIALS_URI 未提供可用的凭据。',
  '{0}: the list does not end.': '{0}：列表没有结束。',
  'The API keeps naming a next page.': 'API 始终返回下一页。',
  'Call again; if it stays so, narrow the question (an id, a zone).':
    '请再次调用；如果仍然如此，请缩小查询范围（指定 ID 或可用区）。',
  'the address of an HTTP proxy, as http://proxy.example:8080': 'HTTP 代理的地址，例如 http://proxy.example:8080',
  'HTTPS_PROXY cannot be used.': 'HTTPS_PROXY 无法使用。',
  'HTTPS_PROXY must be {0}.': 'HTTPS_PROXY 必须是{0~}。',
  'Set HTTPS_PROXY to {0}, or leave it out, and restart the server.':
    '请将 HTTPS_PROXY 设置为{0~}，或不设置，然后重启服务。',
  'the answer is about another instance than {0}': '应答中的实例不是 {0}',
  'the answer names no currency': '应答中没有币种',
  'the answer names no price': '应答中没有价格',
  'DescribePrice answered without an amount in a currency.': 'DescribePrice 的应答中没有带币种的金额。',
  'Look the price up in the console.': '请在控制台查询价格。',
  'VPC {0} is not in {1}.': '专有网络 {0} 不在 {1}。',
  'The API knows no VPC {0} in {1}.': '{1} 中不存在专有网络 {0}。',
  'Check the id and the region, then call again.': '请检查 ID 和地域，然后再次调用。',
  'this identity': '当前身份',
  'call the same tool again with the same arguments: what already exists is found and used':
    '以相同参数再次调用同一工具：已有资源会被找到并继续使用',
  'Too many {0} calls from this account in {1} at the moment (other programs count too).':
    '当前账号在 {1} 的 {0} 调用过于频繁（其他程序的调用也计算在内）。',
  'Wait {0}, then {1}.': '请等待 {0~}，然后{1~}。',
  'a minute': '1 分钟',
  '{0} s': '{0} 秒',
  'Something that {0} needs is still being changed or made ready ({1}).': '{0} 所需的资源仍在变更或准备中（{1}）。',
  'Wait a minute or two, then {0}.': '请等待一两分钟，然后{0~}。',
  '{0} is refused until the instance has been restarted ({1}): a disk was attached while it was stopped, or the state of one is inconsistent.':
    '实例重启之前 {0} 会被拒绝（{1}）：实例停止期间挂载过云盘，或某块云盘的状态不一致。',
  '{0}. This server never restarts a source; once its owner has, {1}.':
    '{0~}。本服务不会重启源实例；待其所有者重启后，{1~}。',
  'Make the image of snapshots instead: of a snapshot group (create-snapshot-group), of the only disk (create-snapshot), or of existing ones (describe-source lists them)':
    '请改用快照创建镜像：快照一致性组（create-snapshot-group）、唯一云盘的快照（create-snapshot），或已有快照（由 describe-source 列出）',
  'Use an existing recovery point: describe-source lists them': '请使用已有的恢复点（由 describe-source 列出）',
  'The disk has never been attached to an instance or never been used ({0}): it holds nothing to recover.':
    '该云盘从未挂载到实例或从未使用过（{0}）：其中没有可恢复的数据。',
  'Leave it out. Should it have snapshots all the same, let its owner attach it once, then {0}.':
    '请排除该云盘。如果仍需为其创建快照，请其所有者先挂载一次，然后{0~}。',
  'The cloud has no capacity for what was asked in that zone now ({0}).': '该可用区目前没有所请求资源的库存（{0}）。',
  'Call find-target-zone for another zone or a similar instance type, or try again later. Nothing is substituted without a decision.':
    '请调用 find-target-zone 选择其他可用区或相近的实例规格，或稍后重试。未经决定不会替换任何内容。',
  'That zone, instance type or disk size does not take the disk category or performance level ({0}).':
    '该可用区、实例规格或云盘容量不支持此云盘类型或性能等级（{0}）。',
  'Call find-target-zone to see which categories the zone offers and decide on one, or choose another zone.':
    '请调用 find-target-zone 查看该可用区支持的云盘类型并作出选择，或选择其他可用区。',
  '{0} is not possible for a disk of this category ({1}).': '此类型的云盘不支持 {0}（{1}）。',
  'describe-source tells which disks can be snapshotted and how. A disk that cannot is left out by decision: its data will be missing.':
    'describe-source 会说明哪些云盘可以创建快照以及方式。不支持快照的云盘经决定后排除：其数据不会被恢复。',
  'The vSwitch has no free private address left.': '该交换机没有空闲的私网 IP 地址。',
  'Use another vSwitch of the VPC in that zone, or create one with create-vswitch.':
    '请使用该专有网络在该可用区的其他交换机，或用 create-vswitch 创建。',
  'A quota of the account is used up: {0} ({1}).': '账号的配额已用尽：{0}（{1}）。',
  'Ask for a higher quota at {0} (region {1}) or release what is no longer needed, then {2}.':
    '请在 {0}（地域 {1}）申请提升配额，或释放不再需要的资源，然后{2~}。',
  'The source instance has a RAM role, and {0} may not hand a role to an instance.':
    '源实例有实例 RAM 角色，而 {0~} 无权将角色授予实例。',
  "Pause, have a RAM administrator add this to {0}: {1} (check-access with the source's instanceId limits it to that one role), then {2}.":
    '请暂停，由 RAM 管理员为 {0~} 添加以下权限：{1}（用源实例的 instanceId 调用 check-access 可将其限定为该角色），然后{2~}。',
  'Pause, have a RAM administrator add this to {0}: {1}, then {2}.':
    '请暂停，由 RAM 管理员为 {0~} 添加以下权限：{1~}，然后{2~}。',
  "This is about the account's payment or verification, not about the request ({0}).":
    '这与账号的支付或认证有关，与请求本身无关（{0}）。',
  'Settle the balance, the payment method or the real-name verification at https://usercenter2.aliyun.com, then {0}.':
    '请在 https://usercenter2.aliyun.com 处理余额、支付方式或实名认证，然后{0~}。',
  '{0} was sent before for this step of the recovery with other parameters, under the same client token.':
    '此前已在恢复的这一步以相同的 ClientToken 和不同的参数发送过 {0}。',
  'Call check-recovery to see what that earlier request made and go on with it.':
    '请调用 check-recovery 查看此前请求创建的资源，并在其基础上继续。',
  "An earlier {0} of this step failed on the cloud's side and its client token cannot be used again.":
    '此前这一步的 {0} 在云端失败，其 ClientToken 不能再次使用。',
  'Call check-recovery to see what exists, then repeat the step.':
    '请调用 check-recovery 查看已有资源，然后重复这一步。',
  'The temporary credentials (STS token) have expired.': '临时凭据（STS Token）已过期。',
  'Renew them (log in again, or refresh the profile or variables they come from), then call again with the same arguments.':
    '请更新凭据（重新登录，或刷新其来源的配置或环境变量），然后以相同参数再次调用。',
  'The API does not accept the access key ({0}): it is unknown, disabled, of another site, or its secret is wrong.':
    'API 不接受该 AccessKey（{0}）：不存在、已禁用、属于其他站点，或 AccessKey Secret 有误。',
  'Check which credentials are in use with check-access, correct the profile (`aliyun configure`) or the environment variables, then call again. Do not paste keys into the conversation.':
    '请用 check-access 查看正在使用的凭据，更正配置（`aliyun configure`）或环境变量，然后再次调用。请勿在对话中粘贴密钥。',
  "This machine's clock is more than 15 minutes off, so the request's signature is refused.":
    '本机时钟偏差超过 15 分钟，请求签名被拒绝。',
  'Set the clock (switch on time synchronisation), then call again with the same arguments.':
    '请校准时钟（开启时间同步），然后以相同参数再次调用。',
  'The API does not know the region {0}, or this account may not use it.':
    'API 不识别地域 {0}，或当前账号不能使用该地域。',
  'Correct regionId (or ALIBABA_CLOUD_REGION_ID), e.g. cn-hangzhou, or leave it out: the region is then found from the instance.':
    '请更正 regionId（或 ALIBABA_CLOUD_REGION_ID），例如 cn-hangzhou，或不填：地域会根据实例查找。',
  '{0}: the resource is not in {1} (looked for there only), or it was released meanwhile, or it belongs to another account.':
    '{0}：资源不在 {1}（仅在该地域查找），或已被释放，或属于其他账号。',
  'Check the id, the region and the account (check-access), then call again.':
    '请检查 ID、地域和账号（check-access），然后再次调用。',
  'An image of that name exists already.': '已存在同名镜像。',
  'Choose another imageName, or use the image that exists.': '请换一个 imageName，或使用已有的镜像。',
  "A fault on the cloud's side ({0}).": '云端故障（{0}）。',
  'Wait a moment, then {0}. Lasting trouble is announced at https://status.aliyun.com.':
    '请稍候，然后{0~}。持续的故障会在 https://status.aliyun.com 公告。',
  'The API refused {0} with {1}: {2}': 'API 拒绝了 {0}（{1}）：{2}',
  'Look the code up: {0}. Nothing more was changed by this call.': '请查询该错误码：{0}。本次调用未再做其他变更。',
  '{0} by an explicit Deny, which an Allow elsewhere does not lift':
    '{0~}（被显式 Deny 拒绝，其他策略中的 Allow 不能解除）',
  '{0}: no policy allows it': '{0~}（没有策略允许）',
  '{0} needs the RAM action {1}, which is denied to {2}.': '{0} 需要 RAM 操作 {1} 的权限，以下身份没有该权限：{2~}。',
  '{0} and take away the Deny that forbids it': '{0}，并移除禁止该操作的 Deny',
  '{0} (RAM DecodeDiagnosticMessage explains the details)': '{0}（可用 RAM 的 DecodeDiagnosticMessage 查看详情）',
  '{0} was not found in {1}': '在 {1} 中未找到{0~}',
  '{0} was not found': '未找到{0~}',
  '{0}; could not be looked for in {1}.': '{0~}；以下地域无法查找：{1}。',
  '{0} It may be in a region that could not be asked.': '{0~}它可能位于未能查询的地域。',
  'Pass regionId when the region is known. Otherwise: {0}': '如果知道地域，请传入 regionId。否则：{0~}',
};
