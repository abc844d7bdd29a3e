/** The caller may look and take snapshots, but not create images, disks, instances or vSwitches. */
export const PERMISSION_DENIED = `
name: permission-denied
description: A caller who may look and take snapshots, and nothing else
extends: default
policy:
  Version: "1"
  Statement:
    - Effect: Allow
      Action: ["ecs:Describe*", "ecs:List*", "vpc:Describe*", "vpc:List*"]
      Resource: "*"
    - Effect: Allow
      Action: ["ecs:CreateSnapshot", "ecs:CreateSnapshotGroup", "ecs:TagResources"]
      Resource: "*"
    - Effect: Deny
      Action: ["ecs:DescribePrice"]
      Resource: "*"
`;
