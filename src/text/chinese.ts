import type { Translation } from './say.ts';
import { teller } from './told.ts';
import { zh } from './zh.ts';
import { cloud } from './zh-cloud.ts';
import { errors } from './zh-errors.ts';
import { rules } from './zh-rules.ts';
import { steps } from './zh-steps.ts';
import { words } from './zh-words.ts';

/** Every sentence that is finished in English, as it is written in the source, in Simplified Chinese. */
export const told: Readonly<Record<string, string>> = { ...cloud, ...errors, ...rules, ...steps, ...words };

/** Simplified Chinese. Imported only where it is spoken: its tables are no part of starting in English. */
export const chinese: Translation = { said: zh, told: teller(told) };
