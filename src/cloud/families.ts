/** What kind of trouble a code is, in one table: the first pattern that matches decides. Nothing is corrected in spelling. */

export type Family =
  | 'throttling'
  | 'busy'
  | 'needs-restart'
  | 'never-attached'
  | 'no-stock'
  | 'category'
  | 'disk-feature'
  | 'addresses'
  | 'quota'
  | 'pass-role'
  | 'forbidden'
  | 'payment'
  | 'token-mismatch'
  | 'token-burnt'
  | 'expired-token'
  | 'bad-key'
  | 'clock'
  | 'region'
  | 'not-found'
  | 'duplicate-name'
  | 'server'
  | 'unknown';

const FAMILIES: readonly (readonly [RegExp, Family])[] = [
  // "Throttling.Resource" is about capacity, not about the rate of calls.
  [
    /^(OperationDenied\.NoStock|NoInstanceStock|Zone\.NotOnSale|Throttling\.Resource|LackResource|ResourceNotAvailable)$/,
    'no-stock',
  ],
  [
    /^(InvalidResourceType\.NotSupported|InstanceType\.Offline|OperationDenied\.ZoneNotAllowed|Zone\.NotOpen|InvalidVpcZone\.NotSupported)$/,
    'no-stock',
  ],
  [/^InvalidInstanceType\.(NotSupportDiskCategory|NotSupportPL0)$/, 'category'],
  [/^InvalidInstanceType\.(\w*NotSupported|ValueUnauthorized)$/, 'no-stock'],
  [
    /^Invalid(System|Data)?DiskCategory\.|^CategoryNotSupported$|^OperationDenied\.(CloudSSDNotSupported|ZoneSystemCategoryNotMatch)$/,
    'category',
  ],
  [/^InvalidPerformanceLevel\.|^OperationDenied\.PerformanceLevelNotMatch$/, 'category'],
  [/^DiskCategory\.OperationNotSupported$/, 'disk-feature'],
  [/^InvalidVSwitchId\.IpNotEnough$|^QuotaExceeded\.PrivateIpAddress$/, 'addresses'],
  [/^QuotaExceed\.ConcurrentSnapshotQuota$/, 'busy'],
  [
    /^Quota_?Exceed(ed)?(\.|$)|^QuotaExceed|QuotaFull|^LimitExceeded|^ResourceQuotaExceeded|\.QuotaExceed(ed)?$/i,
    'quota',
  ],
  [/^Forbidden\.\w*NotFound$/, 'not-found'],
  [/^Invalid(Api|Product|Action)(\.|$)/, 'unknown'],
  [/^InvalidUser\.PassRoleForbidden$|PassRole/, 'pass-role'],
  [/^Forbidden\.RiskControl$|^RealNameAuthenticationError$/, 'payment'],
  [/^InsufficientBalance|Arrearage|^InvalidPayMethod|NotEnoughBalance|^InvalidAccountStatus|^Account\./, 'payment'],
  [
    /^Forb(b?)iden|^Forbidden|^NoPermission|^Unauthorized|NotAuthorized|^SubAccountNoPermission|^AccessDenied/,
    'forbidden',
  ],
  [/^IdempotentParameterMismatch$|^IdempotenceParamNotMatch$|^InvalidParamter\.Conflict$/, 'token-mismatch'],
  [/^IdempotentFailed$/, 'token-burnt'],
  [/^InvalidSecurityToken\.Expired$|^ExpiredToken|^SecurityTokenExpired/, 'expired-token'],
  [/^InvalidTimeStamp|^IllegalTimestamp|^RequestTimeTooSkewed/, 'clock'],
  [
    /^InvalidAccessKeyId|^SignatureDoesNotMatch$|^IncompleteSignature$|^InvalidSecurityToken|^MissingSecurityToken|^InvalidCredentials$/,
    'bad-key',
  ],
  [/^Invalid\.?Region(Id)?\.|^Invalid\.RegionId$|^Unauthorized\.EmptyRegion$/, 'region'],
  [/^InvalidImageName\.Duplicated$/, 'duplicate-name'],
  [/NotFound$|NotExist$/i, 'not-found'],
  [/Throttling/, 'throttling'],
  [/^Incorrect(InstanceStatus\.NeedRestart|DiskStatus\.Invalid)$/, 'needs-restart'],
  [/^IncorrectDiskStatus\.Never(Attached|Used)$/, 'never-attached'],
  [/Processing$|TOKEN_PROCESSING$|^SystemBusy$/, 'busy'],
  // Named in full: the same endings stand for parameters that exclude each other and for states that nothing leaves.
  [/^(OperationConflict|TaskConflict)(\.|$)|^(Invalid)?Operation\.Conflict$/, 'busy'],
  [/^OperationDenied\.(CreatingConflict|ImageCopyConflict|ImageCopying|ResourceControl)$/, 'busy'],
  [/^OperationFailed\.(DistibuteLock|NotifyCenCreate)$/, 'busy'],
  [/^(InvalidSnapshot(Id)?\.|Snapshot|Instance)NotReady$/, 'busy'],
  [/^IncorrectDiskStatus(\.(CreatingSnapshot|TooManyCreatingSnapshots|Initializing|Transferring))?$/, 'busy'],
  [/^DISK_HAS_CREATING_SNAPSHOT$|^TooManySnapshot\.Unfinished$/, 'busy'],
  [/^IncorrectInstanceStatus(\.Initializing)?$|^Incorrect(Image|VSwitch|Vpc|RouteEntry)Status$/, 'busy'],
  [/^(CreateVSwitch\.)?IncorrectStatus(\.cbnStatus)?$|^InvalidStatus\.(RouteEntry|Upgrading)$/, 'busy'],
  [/^(InternalError|UnknownError|ServiceUnavailable)/, 'server'],
];

export function familyOf(code: string): Family {
  return FAMILIES.find(([pattern]) => pattern.test(code))?.[1] ?? 'unknown';
}
