/** Chooses where the channels of images lie, and moves the transposes that this takes to where they cost least. */

import { attr } from '../../ir/attr.ts';
import { LAYOUTS } from '../../ir/windows.ts';
import { definePass } from '../pass.ts';
import { LayoutSetter } from './set-layout/layout-setter.ts';

const NAME = 'set-layout';

export const setLayout = definePass({
  name: NAME,
  describe: 'brings convolutions, pools and norms into one layout, and what lies between them too',
  options: { layout: attr.oneOf(LAYOUTS, 'channels_last') },
  run: (graph, { layout }) => {
    new LayoutSetter(graph, layout, NAME).run();
  },
});
