/*
 * Why an attribute of the copy can differ from what was promised, and what to do about it. Never a system command:
 * names of API actions only.
 */

const CAUSES: readonly [RegExp, cause: string, remedy: string][] = [
  [/^status$/, 'it has not reached Running, or was stopped', 'look again with check-recovery; then its system events'],
  [
    /extra disk$/,
    'a device that is not in the image makes an empty disk',
    'check that it is empty, detach and release it',
  ],
  [/missing disk$/, 'the image does not hold it', 'attach-recovered-disk from its snapshot'],
  [/device$/, 'the cloud assigned another name', 'check mounts that go by device name'],
  [
    /(category|performance level|IOPS|bursting)$/,
    'the override did not reach this disk',
    'change it with ModifyDiskSpec',
  ],
  [/size$/, 'the override did not reach this disk', 'grow it with ResizeDisk'],
  [
    /(encryption|KMS key)$/,
    'encryption is fixed when a disk is made',
    'recreate the disk from its snapshot, encrypted',
  ],
  [/(released with instance|xvd[a-z]+ (name|description))$/, 'not taken over', 'set it with ModifyDiskAttribute'],
  [/snapshot policy$/, 'not taken over: the copy is not protected', 'apply the policy to the disk'],
  [/^public IP$/, 'the public address is not as ordered', 'change the bandwidth: 0 takes the address away'],
  [/^bandwidth/, 'the public bandwidth is not as ordered', 'ModifyInstanceNetworkSpec'],
  [/^security groups$/, 'not all groups were joined', 'join or leave groups before traffic arrives'],
  [
    /^image$/,
    'it was not made from an image of the source that was ordered',
    'do not let it serve for the source; run the recovery again from an image that describe-source lists',
  ],
  [
    /^spot /,
    'the bid is not as ordered',
    'check what it costs and when it is reclaimed; where that cannot stay, run the recovery again',
  ],
  [/^RAM role$/, 'the role was not attached', 'attach it; the caller needs ram:PassRole'],
  [/^tags$/, 'some tags were not set', 'TagResources on the copy'],
  [/^metadata/, 'the image or type does not take this mode', 'ModifyInstanceMetadataOptions'],
  [/^key pair$/, 'the key pair was not bound', 'bind it and restart the copy'],
  [/^(zone|another zone|vSwitch|VPC)$/, 'it is not where it was ordered', 'do not rely on it; run the recovery again'],
  [/^private IP$/, 'no address yet', 'look again when it is Running'],
];

export function causeOf(attribute: string, ordered: boolean): string {
  const cause = entry(attribute)?.[1] ?? 'the cloud set another value';
  return ordered ? cause : `${cause}; or decided otherwise, or changed since`;
}

export function remedyOf(attribute: string): string {
  return entry(attribute)?.[2] ?? 'change it on the copy (ModifyInstanceAttribute or the console)';
}

function entry(attribute: string) {
  return CAUSES.find(([pattern]) => pattern.test(attribute));
}
