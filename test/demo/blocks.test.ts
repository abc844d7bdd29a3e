import { expect, test } from 'vitest';
import { blocksOfDecision, blocksOfMarkdown } from '../../src/demo/blocks.ts';

test('a dialog’s Markdown and a decision’s structure show the same question', () => {
  const asDialog = [
    'Create vSwitch 10\\.0.0.0/24?'.replace('\\.', '.'),
    '**CreateVSwitch**\n| parameter | value |\n|---|---|\n| ZoneId | cn-hangzhou-k |\n| CidrBlock | 10.0.0.0/24 |',
    'Price: about 0 CNY per Hour (estimate)',
    '- A vSwitch is free of charge.',
  ].join('\n\n');
  const asResult = {
    id: 'create-vswitch',
    question: 'Create vSwitch 10.0.0.0/24?',
    options: [],
    plan: {
      action: 'CreateVSwitch',
      parameters: { ZoneId: 'cn-hangzhou-k', CidrBlock: '10.0.0.0/24' },
      price: { amount: 0, unit: 'Hour', currency: 'CNY' },
      notes: ['A vSwitch is free of charge.'],
    },
    planToken: 'token',
  };
  expect(blocksOfMarkdown(asDialog)).toEqual(blocksOfDecision(asResult));
});

test('what the server escaped is shown as it is, in texts and in cells', () => {
  const blocks = blocksOfMarkdown('Recover **web\\_\\*prod**?\n\n| a | b |\n|---|---|\n| x \\| y | \\`z\\` |');
  expect(blocks).toEqual([
    { kind: 'text', text: 'Recover web_*prod?' },
    { kind: 'table', rows: [['x | y', '`z`']] },
  ]);
});
