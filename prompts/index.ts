import type { PromptDefinition } from '../src/prompt.ts';
import recoverDisks from './recover-disks.ts';
import recoverInstance from './recover-instance.ts';
import recoverInstanceFromImage from './recover-instance-from-image.ts';

export const prompts: readonly PromptDefinition[] = [recoverInstance, recoverInstanceFromImage, recoverDisks];
