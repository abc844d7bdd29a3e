import type { ToolDefinition } from '../src/tool.ts';
import attachRecoveredDisk from './attach-recovered-disk.ts';
import checkAccess from './check-access.ts';
import checkRecovery from './check-recovery.ts';
import createImage from './create-image.ts';
import createSnapshot from './create-snapshot.ts';
import createSnapshotGroup from './create-snapshot-group.ts';
import createVSwitch from './create-vswitch.ts';
import describeSource from './describe-source.ts';
import findTargetZone from './find-target-zone.ts';
import runDrInstance from './run-dr-instance.ts';
import verifyRecovery from './verify-recovery.ts';

/** Every tool, in the order of the flow. Each file types its own input; here only what all have in common matters. */
export const tools = [
  describeSource,
  createSnapshotGroup,
  createSnapshot,
  createImage,
  findTargetZone,
  createVSwitch,
  runDrInstance,
  attachRecoveredDisk,
  checkRecovery,
  verifyRecovery,
  checkAccess,
] as unknown as readonly ToolDefinition[];
